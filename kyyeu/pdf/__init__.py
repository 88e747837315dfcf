"""Documents as PDF.

layout    a print document laid out: where everything stands, and the PDF of it
fitting   the same with tables that are as wide as their page
boxes     what stands where on its pages
pieces    all that is set on them, and how far it reaches
placed    pictures on them, and how each gets into the PDF
profiles  what a written PDF promises
engine    WeasyPrint at work, for one thread at a time
mends     what is mended in WeasyPrint while it works for us
pango     the C libraries that it draws with
tagging   the structure tree of a written PDF, grown from its boxes
resources what each page draws with, named by itself
printed   what a finished PDF shows, read out of the file
spoken    what it gives to a program that reads it aloud
streams   the words of its content streams
grounds   what its letters stand on, and what is drawn over them
finished  what is made of finished PDFs: a cover's picture, one drawn over another
"""

__all__ = [
    "boxes",
    "engine",
    "finished",
    "fitting",
    "grounds",
    "layout",
    "pieces",
    "placed",
    "printed",
    "profiles",
    "spoken",
]
