"""Documents, laid out, as fragments of a PDF.

press      the layout engine made ready for one design: documents to fragments, margins to stamps
standing   the same on every core, and what it made kept
layout     a document laid out: its pages, and where everything stands on them
page_lists lists of page numbers in it, each page once
word_columns columns of words in its tables, wide enough to be read
fitting    the same with tables that are as wide as their page
boxes      what stands where on its pages
pieces     all that is set on them, and how far it reaches
astray     which words of it stand before what they come after
placed     pictures on them, laid out by their size alone
painting   what is laid out as a fragment
stamping   what stands in the margins, apart from the pages that will bear it
harvest    what was painted as values that travel
tagging    the structure tree, grown from the boxes
resources  what each page draws with, named by itself
engine     WeasyPrint at work, for one thread at a time
seams      where it is told that a document is a part of a book
mends      what is mended in it while it works for us
late       what it names and never uses for us
composing  where it is told where the lines of a paragraph end
gridding   where what stands in a text is made whole lines high
feet       where notes flow along the feet of its pages
beside     where pictures have the text round them
figures    where pictures yield to their page
note_boxes where it is given each note's box at its call
table_breaks where tables are parted
notes      the notes of a document, and what calls them
composition a paragraph's words, measured, and the lines that are composed of them
casting    lines of the glyphs that their paragraph was measured with
evenness   of all ways to part a paragraph into lines the most even
pango      the C libraries that it draws with
needs      which of them needs which
short_names paths as they can open them
grounds    what lies under the words of a finished page
bound      what a binder put into a finished PDF
printed    what a finished PDF shows, read out of the file
spoken     what it gives to a program that reads it aloud
streams    the words of its content streams
print_edition a finished PDF, and what is known of it besides
imposing   pages side by side on one sheet
finished   what is made of finished PDFs: a cover's picture, and what they were made from
"""

__all__ = [
    "bound",
    "boxes",
    "engine",
    "finished",
    "fitting",
    "grounds",
    "imposing",
    "layout",
    "pango",
    "pieces",
    "placed",
    "press",
    "print_edition",
    "printed",
    "spoken",
    "standing",
]
