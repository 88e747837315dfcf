"""What a text must say: its words, the numbers of its lists and the signs of its notes, in order.

A number is one sign, and so is a place where the theme says something: no text can hold either.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from lxml import etree

from kyyeu.model import Account, Article, Foreword

NUMBER = "\x01"
"""Stands for the number of a list's item."""
GAP = "\x03"
"""Stands for whatever the theme says in a text."""

_THEMES = ("lost-picture", "notes-label", "note-by", "back")  # runs that the theme fills
_UNREAD = ("back-to", "heading", "link", "notes", "picture")  # a list's number is read in the midst of a tag
_PHRASING = frozenset("a abbr b cite code del em i img ins kbd q s small span strong sub sup u".split())
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


@dataclass(frozen=True, slots=True)
class Promise:
    """What is said, or must be."""

    words: str = field(repr=False)
    """All of it, with `NUMBER` for each number and `GAP` wherever the theme says something."""
    numbers: tuple[int, ...]
    """The numbers of its lists' items, in order."""
    blocks: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    """Where in the words each stretch of one block begins, and which block it is of."""
    heard: tuple[str, ...] = ()
    """What is heard instead of its pictures, in order; those for the eye alone are left out."""

    def block_at(self, place: int) -> tuple[int, int]:
        """Which block has the character `place` of the words, and about which of its characters it is."""
        index = max(bisect_right(self.blocks, place, key=itemgetter(0)) - 1, 0)
        begin, block = self.blocks[index]
        return block, len(" ".join(self.words[begin:place].split()))


def promise_of(text: Article | Foreword) -> Promise:
    """What the body of the text must say."""
    parts, block = ['<div xmlns:epub="http://www.idpf.org/2007/ops">'], -1
    for run in text.body:
        if run.kind in _THEMES:
            parts.append("<?theme?>")
        elif run.kind not in _UNREAD:
            if run.kind == "words" and run.block != block:
                block = run.block
                parts.append(f"<?block {block}?>")
            parts.append(run.xhtml)
    return read_markup(etree.fromstring("".join([*parts, "</div>"]), _PARSER))


def statement_of(account: Account) -> tuple[Sequence[tuple[str, ...]], ...]:
    """What the note on the text must say of an article: entries of some kinds, those of a kind in order."""
    changes = () if account.brief else account.emendations
    return (
        [(line,) for line in account.furniture],
        [(change.source, change.text, change.reason) for change in changes],
        [(place.context, place.reading, *place.alternatives, place.reason) for place in account.uncertain],
    )


def parse_document(data: bytes) -> etree._Element:
    """The root of a document of the EPUB."""
    return etree.fromstring(data, _PARSER)


def read_markup(element: etree._Element) -> Promise:
    """What the element says."""
    words, numbers, blocks, length = list[str](), list[int](), list[tuple[int, int]](), 0
    heard = list[str]()
    for node, said in _walk(element):
        match node:
            case "number":
                numbers.append(int(said))
                said = NUMBER
            case "block":
                blocks.append((length, int(said)))
                said = ""
            case "picture":
                heard += [said] * bool(said)
                said = ""
        words.append(said)
        length += len(said)
    return Promise("".join(words), tuple(numbers), tuple(blocks), tuple(heard))


def _walk(element: etree._Element) -> Iterator[tuple[str, str]]:
    """What the element says piece by piece: ``words``, a ``number``, a ``block``, a ``picture``."""
    tag = str(element.tag).rpartition("}")[2]  # QName asks for three times as long
    if tag == "img":
        yield "picture", element.get("alt", "")
    apart = " " if tag not in _PHRASING else ""
    yield "words", apart + (element.text or "")
    number = int(element.get("start", "1"))
    for child in element:
        if isinstance(child, etree._ProcessingInstruction):
            yield ("words", GAP) if child.target == "theme" else ("block", child.text or "")
        elif isinstance(child.tag, str):
            if tag == "ol" and child.tag.rpartition("}")[2] == "li":
                number = int(child.get("value", number))
                yield "number", str(number)
                number += 1
            yield from _walk(child)
        yield "words", child.tail or ""
    yield "words", apart
