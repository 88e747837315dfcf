"""The check that no letter comes out as an empty box: each must be in a family of the theme."""

from collections.abc import Iterator
from dataclasses import fields, replace

import lxml.html

from kyyeu.errors import ContentError, Mistakes, TemplateError
from kyyeu.model import Booklet


def check_glyphs(booklet: Booklet, html: str, covered: frozenset[str]) -> None:
    """Raise Problems naming the characters of the print document `html` that are not among the `covered`.

    Each is told with every file of the content that says it; one that none says is the theme's own.
    """
    lacking = {char for char in _letters_of(html) - covered if not char.isspace()}
    if not lacking:
        return
    said = {where: lacking & _in_either_case(value) for where, value in _files(booklet)}
    own = lacking.difference(*said.values())
    mistakes = Mistakes(
        ContentError("missing-glyphs", where=where, chars=_name(chars))
        for where, chars in said.items()
        if chars
    )
    if own:
        mistakes.note(TemplateError("missing-glyphs", where="labels.j2, parts/", chars=_name(own)))
    mistakes.settle()


def _letters_of(html: str) -> set[str]:
    """The letters that may be printed: of the text, and of attributes, which style sheets may print."""
    document = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(huge_tree=True))
    return {
        char
        for text in document.xpath("//body//text() | //body/descendant-or-self::*/@*")
        for char in str(text)
    }


def _name(chars: set[str]) -> str:
    return " ".join(f"{char} (U+{ord(char):04X})" for char in sorted(chars))


def _files(booklet: Booklet) -> Iterator[tuple[str, object]]:
    """What each file of the content says."""
    yield "booklet.yaml", replace(booklet, foreword=None, articles=())
    if booklet.foreword:
        yield booklet.foreword.reads[0].name, booklet.foreword  # its own file comes first
    yield from ((f"articles/{article.slug}.md", article) for article in booklet.articles)


def _in_either_case(value: object) -> set[str]:
    """Every letter of a part of the booklet, small and large: a template may set words in capitals."""
    text = "".join(_find_texts(value))
    return {*text, *text.lower(), *text.upper()}


def _find_texts(value: object) -> Iterator[str]:
    """Every text in a part of the booklet, whatever field has it, so that none can be forgotten."""
    match value:
        case str():
            yield value
        case tuple():
            for part in value:
                yield from _find_texts(part)
        case _ if hasattr(value, "__dataclass_fields__"):
            for field in fields(value):  # type: ignore[arg-type]  # a dataclass, as all of the model are
                yield from _find_texts(getattr(value, field.name))
