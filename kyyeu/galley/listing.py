"""What the galley shows of an article: its words marked, and the list after it with pages and lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from kyyeu.galley.marks import MarkedArticle, name_anchor
from kyyeu.galley.rows import PageLine
from kyyeu.model import Account, Article, Emendation, UncertainReading

_NOWHERE = PageLine(0, 0)
"""Where something stands before the first layout; as wide as most places."""


@dataclass(frozen=True, slots=True)
class Query:
    """An uncertain reading and its place."""

    number: int
    """Its number in the margin and in the list, from 1 in each article."""
    reading: UncertainReading
    """What is open."""
    place: PageLine
    """Where it begins."""


@dataclass(frozen=True, slots=True)
class Change:
    """An emendation and its places."""

    emendation: Emendation
    """What was changed."""
    places: tuple[PageLine, ...]
    """Where, in order."""


@dataclass(frozen=True, slots=True)
class GalleyArticle:
    """What the galley shows of an article."""

    article: Article
    """The article."""
    marked: MarkedArticle
    """Its words, marked."""
    doubts: tuple[Query, ...]
    """In the order of the text."""
    changes: tuple[Change, ...]
    """In the order the front matter lists them."""
    restored: int
    """Letters marked as restored: those within an emendation are marked as that."""


def list_article(article: Article, marked: MarkedArticle, places: Mapping[str, PageLine]) -> GalleyArticle:
    """The article, `marked`, with its list; `places` says where each trace stands, by its anchor's name."""
    account = article.account
    if account is None:
        return GalleyArticle(article, marked, (), (), 0)
    uncertain, emended = (_of_kind(kind, article, account, places) for kind in ("uncertain", "emended"))
    return GalleyArticle(
        article=article,
        marked=marked,
        doubts=tuple(
            Query(number, account.uncertain[entry], place)
            for number, (entry, place) in enumerate(uncertain, 1)
        ),
        changes=tuple(
            Change(emendation, tuple(place for entry, place in emended if entry == number))
            for number, emendation in enumerate(account.emendations)
        ),
        restored=sum(trace.kind == "restored" for trace in account.traces),
    )


def _of_kind(
    kind: str, article: Article, account: Account, places: Mapping[str, PageLine]
) -> list[tuple[int, PageLine]]:
    """For each trace of the kind the entry of the account that it belongs to, and its place."""
    return [
        (trace.entry, places.get(name_anchor(article, number), _NOWHERE))
        for number, trace in enumerate(account.traces)
        if trace.kind == kind
    ]
