"""A booklet in the design of a theme to finished books, read back.

print_run  the booklet on paper: the print edition, and the galley
e_book     the booklet on screens
compositor  a press that is made ready while the booklet is rendered
cover      the picture that the e-book has for its cover
spread     the cover for a print shop, on one sheet
materials  what they are made with
say        what whoever makes them is told
"""

__all__ = ["compositor", "cover", "e_book", "materials", "print_run", "say", "spread"]
