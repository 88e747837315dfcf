"""The booklet's text on wide paper for a reader with a pencil.

copy     the copy itself, laid out until it agrees with its own lists
marks    an article's traces marked in its XHTML
listing  what stands in the list after an article
margins  the numbers of the lines, and the doubts beside them
rows     lines numbered as a reader counts them
"""

__all__ = ["copy"]
