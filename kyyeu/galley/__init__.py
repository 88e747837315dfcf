"""The booklet's text on wide paper for a reader with a pencil.

copy   the copy itself, laid out until it agrees with its own lists
marks  an article's traces marked in its XHTML
rows   lines numbered as a reader counts them
"""

__all__ = ["copy"]
