"""A Booklet as documents.

sections    what stands in the booklet, in order
documents   the sections as documents, of print and of the EPUB
cell_heads  the heads of columns told to the cells below them, for narrow screens
watching    whether a template looked into all of the booklet
theme       a folder of templates, filled
layers      the folders of a theme: its own, and those that it extends
wishes      what an editor chooses of a theme, and whether that can be had
shipped     where the themes are that come with the program
manifest    its ``theme.toml``: each colour, measure and face in one place
tints       colours as numbers: mixed, and told apart
css         CSS as tokens, none too deep or too long
properties  style sheets and drawings with those values in them
asking      what documents and style sheets ask for, all of it there
faces       the theme's faces: which letters they have, and subsets of them
picture_pages the pictures of an album in pages and rows
double_pages a picture over two facing pages, parted at the fold
joins       what belongs together on one line
phrases     words of several syllables, and names, in short lines
quotations  quotation marks as print has them
compounds   which syllables make one word
titles      titles in lines, or cut to a running head
spine       how thick the bound book is, and what stands on its spine
proportions where the text stands on a page
bar_code    an ISBN as bars
glyphs      no letter without a glyph
concealing  style sheets that hide words or pictures on a screen
hiding      what a declaration hides by its value alone
"""

__all__ = [
    "asking", "concealing", "documents", "faces", "glyphs", "joins", "sections", "shipped", "spine", "theme",
    "wishes",
]  # fmt: skip
