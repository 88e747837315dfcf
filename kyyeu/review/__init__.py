"""The page on which a reviewer chooses readings.

page  a restoration as one HTML file that needs no network, no server and no program
"""

__all__ = ["page"]
