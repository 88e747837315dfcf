"""Many sources to as many articles.

archive  each source once, stopped and taken up again at will
sources  what there is to restore, and the names its articles get
turns    which of several sources has an article that they would all become
"""

__all__ = ["archive", "sources"]
