"""Many sources to as many articles.

archive  each source once, stopped and taken up again at will
sources  what there is to restore, and the names its articles get
turns    which of several sources has an article that they would all become
workers  who does the work: this process, all cores, or a Dask cluster
"""

__all__ = ["archive", "sources", "workers"]
