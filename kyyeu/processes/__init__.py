"""Work done in other processes: one that can be ended, all cores of the machine, or a cluster.

apart    one piece of work in a process that is ended where it takes more than it may
anew     the same in a new Python, where this process can't be copied
ahead    a copy of this process that gets something ready until it is asked
each     the same work for many things, each within its bounds, on every core
workers  who does what can travel: this process, all cores, or a Dask cluster
"""

__all__ = ["ahead", "anew", "apart", "each", "workers"]
"""The modules that others may use."""
