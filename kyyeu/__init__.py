"""Commemorative booklets: one folder of content, one theme, a PDF and an EPUB.

The folders of this package are its rooms. Each says in its ``__init__`` what it is, what stands in it, and
which of that others may use; tests/test_architecture.py holds the arrows between them.
"""
