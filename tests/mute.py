"""What is found where a design leaves out what the booklet says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kyyeu.errors import KyyeuError, Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Booklet
from kyyeu.rendering.theme import Theme


def refused_in_both(booklet: Booklet, mute: Theme, content: Path) -> Iterator[set[tuple[str, object]]]:
    """For each book that is not made, the code of every error and the file that it tells."""
    for make in (make_pdf, make_epub):
        with pytest.raises(Problems) as raised:
            make(booklet, mute, content)
        errors = [error for error in raised.value.errors if isinstance(error, KyyeuError)]
        yield {(error.code, error.facts["file"]) for error in errors}
