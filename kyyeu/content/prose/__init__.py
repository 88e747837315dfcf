"""An editor's Markdown as sanitised, well-formed XHTML that still knows its plain text.

markdown    the text as a tree, each of the others doing its part
cleaning    nothing in it that runs, loads or draws outside the page, and no letter outside a block
navigation  its headings, ids and links as one text of a booklet has them
footnotes   its footnotes, told from what only looks like them
calls       the places where it calls a picture
blocks      its blocks as plain text, its XHTML in runs that know their block
body_lines  the line of the Markdown that each place comes from
"""

from kyyeu.content.prose.body_lines import BodyLines, find_lines
from kyyeu.content.prose.calls import Picture, place_pictures
from kyyeu.content.prose.markdown import Prose, parse_prose

__all__ = ["BodyLines", "Picture", "Prose", "find_lines", "parse_prose", "place_pictures"]
