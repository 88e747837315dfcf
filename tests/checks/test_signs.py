"""The signs of notes, as the book has them: each on the line of the word that it stands at."""

from itertools import groupby
from pathlib import Path

from reading import edit

from kyyeu.rendering.theme import Theme

MARKS = [".", ",", "…", "”"]
LONGEST = 40  # letters: with the words after them more than a line has room for


def test_no_line_begins_with_the_sign_of_a_note(theme: Theme, tmp_path: Path) -> None:
    texts = [f"{'n' * more} họp ở xã{mark}[^1] Hết." for mark in MARKS for more in range(1, LONGEST)]
    edition = edit(theme, tmp_path, "\n\n".join([*texts, "[^1]: Ghi chú."]))
    pieces = [each for each in edition.article.pieces if (each.kind, each.section) == ("text", "article-hai")]
    signs = [piece for piece in pieces if piece.text == "1"]
    margins = {
        page: min(each.left for each in set_) for page, set_ in groupby(pieces, lambda each: each.page)
    }
    assert len(signs) == len(texts)
    assert [sign for sign in signs if sign.left < margins[sign.page] + 1] == []
