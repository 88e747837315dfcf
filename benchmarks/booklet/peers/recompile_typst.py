"""Typst's own incremental compiler: IN.typ OUT.pdf OLD NEW ROUNDS; the seconds of each round, a line each.

One process compiles again and again, OLD put for NEW and back, so that it may keep what it likes.
"""

# mypy: disable-error-code="import-not-found"
# Typst is in the peers' environment alone.

import sys
import time
from pathlib import Path

import typst

source, pdf, old, new, rounds = sys.argv[1:]
compiler = typst.Compiler(source, font_paths=["fonts"], ignore_system_fonts=True)
compiler.compile(output=pdf, pdf_standards=["ua-1"])
text = Path(source).read_text("utf-8")
for turn in range(int(rounds)):
    Path(source).write_text(text.replace(old, f"{new} {turn}", 1), "utf-8")
    start = time.perf_counter()
    compiler.compile(output=pdf, pdf_standards=["ua-1"])
    print(time.perf_counter() - start)
