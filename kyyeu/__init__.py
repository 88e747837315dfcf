"""Commemorative booklets: one folder of content, one folder of templates, a PDF and an EPUB."""
