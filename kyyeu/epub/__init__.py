"""Documents as EPUB bytes: the only room that knows EbookLib."""
