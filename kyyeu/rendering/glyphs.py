"""The check that no letter comes out as an empty box: each must be in a family of the theme."""

from collections.abc import Iterator
from itertools import chain

from kyyeu.errors import ContentError, KyyeuError, Problems
from kyyeu.model import Account, Article, Block, Booklet


def check_glyphs(booklet: Booklet, covered: frozenset[str]) -> None:
    """Raise Problems naming, file by file, the characters of the booklet that are not among the `covered`."""
    missing: list[KyyeuError] = []
    for where, texts in _printed(booklet):
        if lacking := sorted(char for char in set(chain(*texts)) - covered if not char.isspace()):
            chars = " ".join(f"{char} (U+{ord(char):04X})" for char in lacking)
            missing.append(ContentError("missing-glyphs", where=where, chars=chars))
    if missing:
        raise Problems(missing)


def _printed(booklet: Booklet) -> Iterator[tuple[str, list[str]]]:
    """All that is printed, by the file that says it."""
    series = [booklet.series.name] if booklet.series else []
    names = [booklet.title, booklet.subtitle, booklet.office, booklet.occasion.name, *series]
    yield "booklet.yaml", [*names, *(value for line in booklet.imprint for value in line.values)]
    if booklet.foreword:
        yield booklet.foreword.title, [booklet.foreword.signed, *_words(booklet.foreword.blocks)]
    for article in booklet.articles:
        yield (
            f"articles/{article.slug}.md",
            [*_header(article), *_words(article.blocks), *_notes(article.account)],
        )


def _words(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks]


def _header(article: Article) -> list[str]:
    who = [article.title, article.running_head, article.author, article.position]
    return [*who, article.office, article.publication, article.date_note]


def _notes(account: Account | None) -> list[str]:
    if account is None:
        return []
    changes = [text for entry in account.emendations for text in (entry.source, entry.text, entry.reason)]
    doubts = [text for entry in account.uncertain for text in (*entry.alternatives, entry.reason)]
    return [account.note, *account.furniture, *changes, *doubts]
