"""Typst's compiler as its Python package carries it: IN.typ OUT.pdf, with the fonts in ./fonts alone."""

# mypy: disable-error-code="import-not-found"
# Typst is in the peers' environment alone.

import sys
from datetime import UTC, datetime
from os import environ

import typst

typst.compile(
    sys.argv[1],
    output=sys.argv[2],
    font_paths=["fonts"],
    ignore_system_fonts=True,
    pdf_standards=["ua-1"],
    timestamp=datetime.fromtimestamp(int(environ["SOURCE_DATE_EPOCH"]), UTC),
)
