"""An editor's Markdown as sanitised, well-formed XHTML that still knows its plain text.

idiom      how the texts of a kind are written
meant       what is plainly meant, written as the parser wants it
fences      code between fences
raw_html    raw HTML, found by the parser in what was typed
numbering   which numbers at the beginning of lines are those of a list
enumerations which lines begin as rows of one
markdown    the text as a tree, each of the others doing its part
attributes  what is given an element in braces behind it
signs       what the parser must not see, and what only the parsing does
cleaning    nothing in it that runs, loads or draws outside the page
accents     marks put to the letters that they are of
structure   every element where it may stand
table_captions captions of tables, typed as paragraphs above them
grid        tables whose rows all have as many columns
navigation  its headings, ids and links as one text of a booklet has them
footnotes   its footnotes, parsed apart and told from what only looks like them
calls       the places where it calls a picture
credits     who made a picture, told apart from what its caption says
blocks      its blocks as plain text, its XHTML in runs that know their block
body_lines  the line of the Markdown that each place comes from
dissolved   raw HTML that is not in the tree as it was written
nearly      what was written for Markdown, or for another program, and means nothing here
limits      how much of anything a text may have
"""

from kyyeu.content.prose.body_lines import BodyLines, find_lines
from kyyeu.content.prose.calls import Picture, place_pictures, share_rows
from kyyeu.content.prose.idiom import PLAIN, Idiom, TableRows
from kyyeu.content.prose.limits import Excess, find_excess
from kyyeu.content.prose.markdown import Prose, parse_prose
from kyyeu.content.prose.nearly import Slip, find_slips, find_words

__all__ = [
    "PLAIN",
    "BodyLines",
    "Excess",
    "Idiom",
    "Picture",
    "Prose",
    "Slip",
    "TableRows",
    "find_excess",
    "find_lines",
    "find_slips",
    "find_words",
    "parse_prose",
    "place_pictures",
    "share_rows",
]
