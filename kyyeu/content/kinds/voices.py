"""Who speaks in an interview: a paragraph that begins with a name and a colon is said by whoever has it."""

import re
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from kyyeu.content.kinds.broken_lines import wrap_start
from kyyeu.content.prose.idiom import MARK, Idiom


def interview(asks: Sequence[str], answers: Sequence[str]) -> Idiom:
    """The idiom of an interview between those names; each goes on to speak until another is named."""
    roles = {**dict.fromkeys(asks, "question"), **dict.fromkeys(answers, "answer")}
    return Idiom(shape=lambda tree: _shape(tree, roles))


def speaks(name: str, text: str) -> bool:
    """Whether the paragraph of that text is said by whoever has the name."""
    return bool(re.match(rf"{MARK}{re.escape(name)}\s*:", text))


def _shape(tree: HtmlElement, roles: Mapping[str, str]) -> None:
    role = ""
    for paragraph in [*tree.iterchildren()]:
        if paragraph.tag != "p":
            role = role if paragraph.tag in ("blockquote", "ul", "ol") else ""
            continue
        said = " ".join("".join(paragraph.itertext()).split())
        name = next((name for name in roles if speaks(name, said)), None)
        if name is not None:
            role = roles[name]
            _mark_voice(paragraph, name)
        if role:
            paragraph.set("class", role if name is not None else f"{role} goes-on")


def _mark_voice(paragraph: HtmlElement, name: str) -> None:
    """The name that the paragraph begins with is told from what is said."""
    begins = re.match(rf"\s*{MARK}{re.escape(name)}\s*:", paragraph.text or "")
    if begins:
        wrap_start(paragraph, begins.end(), "strong", "voice")
    elif len(paragraph) and not (paragraph.text or "").strip() and paragraph[0].tag in ("strong", "b"):
        paragraph[0].set("class", "voice")
