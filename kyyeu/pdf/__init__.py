"""Documents as PDF.

layout    print HTML as PDF bytes: the only module that knows WeasyPrint's pages
mends     what is mended in WeasyPrint while it works for us
pango     the C libraries that it draws with
finished  what is made of finished PDFs: a cover's picture, one drawn over another
"""

__all__ = ["finished", "layout", "pango"]
