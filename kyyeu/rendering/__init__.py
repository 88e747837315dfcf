"""A Booklet as documents.

sections  what stands in the booklet, in order, as the print document and the EPUB's documents
theme     a folder of templates, filled
faces     the theme's faces: which letters they have, and subsets of them
glyphs    no letter without a glyph
shipped   where the theme is that comes with the program
"""

__all__ = ["faces", "glyphs", "sections", "shipped", "theme"]
