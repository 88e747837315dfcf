"""What is wrong with a booklet, in its content or in its finished books, each finding with its code.

verdicts     what was found, and how grave it is
revision     books that are not what they seem to be
validators   what EPUBCheck and a checker of PDF/UA find, where they are installed
expectations what both books are held against before they are saved
promises     what each text must say to its reader, from the model
readback     what a book does say, searched for what it must say
telling      what both books must say beside the texts, and how a fault of theirs is told
misprints    what is drawn otherwise than laid out, or can't be read there
on_paper     the finished PDF says what it must
proof_reader  its sections and margins do, each by itself
safe_area    no word of the cover so near to the trim that it may be cut
on_binding   it has just what was found sound by itself
aloud        the finished PDF says it to who has it read aloud, too
blame        which rule of a style sheet keeps printed words from whoever reads
on_screen    the finished EPUB says what it must
bounds       nothing that was laid out stands off the page
facing       pictures over two pages leave none blank before them
sharpness    pictures have the pixels that print wants
"""

__all__ = [
    "aloud",
    "blame",
    "bounds",
    "expectations",
    "facing",
    "on_binding",
    "on_paper",
    "on_screen",
    "proof_reader",
    "revision",
    "safe_area",
    "sharpness",
    "validators",
    "verdicts",
]
