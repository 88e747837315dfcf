"""Fragments of a book, each laid out alone, bound to one PDF.

fragment           a section laid out alone, as values that travel
pagination         fragments in their places, and what stands in the margins
binder             fragments in their places to a book
plates             pictures as a PDF holds them
supplies           what pages draw with, written once for all of them
typefaces          what all pages use of each face, cut out of it once
outline            what a reader's panel lists, and the names of places
links              links as annotations
weaving            what a section means, element by element, but for numbers
logical_structure  what the book means, section by section
about              what the book says of itself
objects            the objects of a PDF, numbered and written
profiles           what a bound file says that it keeps, and how tightly it is packed
"""

__all__ = [
    "about", "binder", "fragment", "links", "objects", "pagination", "plates", "profiles", "typefaces",
    "weaving",
]  # fmt: skip
