"""Documents as EPUB.

package  finished documents and files as one archive: the only module that knows EbookLib
"""

__all__ = ["package"]
