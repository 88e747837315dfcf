"""Markdown as a tree of blocks, fit to stand among the other texts of a booklet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from lxml.html import HtmlElement
from markdown import Markdown
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import DelimiterProcessor, InlineProcessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, STX

from kyyeu.content.prose.accents import compose_letters
from kyyeu.content.prose.attributes import take_attributes
from kyyeu.content.prose.blocks import cut_blocks, cut_runs
from kyyeu.content.prose.brackets import Brackets
from kyyeu.content.prose.calls import Picture, frame_pictures, free_pictures, take_calls
from kyyeu.content.prose.cleaning import Written, clean_html, find_dropped
from kyyeu.content.prose.footnotes import (
    Footnotes,
    attach_notes,
    find_signed,
    flatten_note,
    free_calls,
    says_nothing,
    unused_attribute,
)
from kyyeu.content.prose.idiom import PLAIN, Idiom
from kyyeu.content.prose.meant import as_meant
from kyyeu.content.prose.navigation import (
    find_wordless,
    lower_headings,
    name_new_headings,
    name_places,
    settle_links,
)
from kyyeu.content.prose.raw_html import RawHtml
from kyyeu.content.prose.signs import (
    drop_line_signs,
    drop_word_signs,
    guard_code,
    guard_escapes,
    number_items,
    release_escapes,
    without_signs,
)
from kyyeu.content.prose.structure import settle_structure
from kyyeu.content.prose.table_captions import find_table_captions
from kyyeu.content.prose.unread import UnreadKind, replace_unread
from kyyeu.model import Block, Run

_EXTENSIONS = ["def_list", "fenced_code", "sane_lists", "tables"]
_LANGUAGE = "language-"
"""How the class begins that Markdown itself gives to code between fences, and is not wanted."""
_ADDRESS = r"(?<![\w/\"'=<\[])(https?://[^\s<>\"]*[^\s<>\"'.,;:!?)\]*_…”’])"
_STARS_IN_NUMBERS = r"(?<=\d)\*+(?=\d)"
_EMPHASIS, _BEFORE_EMPHASIS, _TABLES, _DEFINITIONS = (
    60,
    65,
    75,
    25,
)  # Markdown's priorities: higher ones run first
_NO_SIGNS = str.maketrans("", "", "*_")


@dataclass(frozen=True, slots=True)
class Prose:
    """A parsed text."""

    tree: HtmlElement
    """A ``div`` around the blocks."""
    pictures: tuple[Picture, ...]
    """In reading order."""
    dropped: tuple[Written, ...]
    """The tags and attributes that were written and are not in the tree."""
    leads: tuple[tuple[str, str], ...]
    """Where links lead, as written, and to what other text; empty where they lead nowhere."""
    uncalled: tuple[str, ...]
    """The labels of notes that nobody calls."""
    again: tuple[str, ...]
    """The labels that more than one note has."""
    empty: tuple[str, ...]
    """The labels of notes that say nothing."""
    flattened: tuple[str, ...]
    """The labels of notes that held more than paragraphs and lists."""
    signed: tuple[str, ...]
    """The labels of notes that say themselves that they are the editors'."""
    unused: tuple[str, ...]
    """The labels of addresses that no link has, or that are given again."""
    wordless: tuple[str, ...]
    """Where links lead that have no words."""
    unlinked: tuple[str, ...]
    """Where links led that held a picture among words, and nothing else."""
    places: dict[str, str]
    """The ids of places in the text, by what a link may call them."""
    labels: frozenset[str]
    """Those of all its notes."""
    idiom: Idiom
    """How it is written."""
    prefix: str
    """What makes its ids unique."""
    guarded: tuple[Block, ...]
    """The blocks with a sign in the place of each that was escaped or is code: what is left was not meant."""

    def cut(self) -> tuple[tuple[Run, ...], tuple[Block, ...]]:
        """The body in runs, and its blocks as plain text, both in reading order."""
        return cut_runs(self.tree)

    def cut_blocks(self) -> tuple[Block, ...]:
        """The blocks alone, at less cost."""
        return cut_blocks(self.tree)


def parse_prose(text: str, prefix: str, mark: str = "", idiom: Idiom = PLAIN) -> Prose:
    """The Markdown `text`; `prefix` makes its ids unique among other texts of the same booklet.

    Elements keep an attribute `mark` that raw HTML gives them. The text is written in that `idiom`.
    """
    attribute = unused_attribute(text)
    kept = {attribute, mark}
    footnotes = Footnotes(attribute)
    markdown = _parser(footnotes)
    markdown.references = addresses = _Addresses()
    raw = RawHtml()
    raw.give_to(markdown)
    html = drop_word_signs(markdown.convert(as_meant(raw.take(idiom.write(without_signs(text))))))
    tree = clean_html(html, kept)
    notes = dict[str, HtmlElement]()
    for label, written in footnotes.convert(markdown):
        written = drop_word_signs(written)
        notes[label] = clean_html(written, kept)
        html += written
    for part in (tree, *notes.values()):
        free_calls(part, attribute)
        settle_structure(part)
        compose_letters(part)
    empty = tuple(label for label, note in notes.items() if says_nothing(note))
    flattened = tuple(label for label, note in notes.items() if flatten_note(note))
    find_table_captions(tree)
    lower_headings(tree)
    trees = (tree, *notes.values())
    unlinked = tuple(href for part in trees for href in free_pictures(part))
    frame_pictures(tree)
    for part in trees:
        number_items(part)
        guard_code(part)
    wordless = tuple(href for part in trees for href in find_wordless(part))
    places = name_places(trees, prefix)
    leads = tuple(settle_links(trees, places))
    signed = tuple(find_signed(notes))
    uncalled = attach_notes(tree, notes, attribute, prefix)
    if idiom is not PLAIN:
        idiom.add(tree, tuple(tuple(map(without_signs, row)) for row in idiom.rows))
        idiom.shape(tree)
        places |= name_new_headings(tree, prefix, places)
        drop_line_signs(tree)
    guarded = cut_blocks(tree)
    release_escapes(tree)
    return Prose(
        tree, tuple(take_calls(tree)), tuple(_find_lost(html, attribute, mark)), leads, uncalled,
        tuple(footnotes.again), empty, flattened, signed, tuple(addresses.unused()), wordless, unlinked,
        places, frozenset(notes), idiom, prefix, guarded,
    )  # fmt: skip


def _find_lost(html: str, attribute: str, mark: str) -> Iterator[Written]:
    """What cleaning took out of the HTML that was not put there for it to find."""
    for written in find_dropped(html, mark):
        named = (written.tag, written.name) == ("code", "class") and written.value.startswith(_LANGUAGE)
        if not named and written.name not in (attribute, mark or attribute):
            yield written


def _parser(footnotes: Footnotes) -> Markdown:
    markdown = Markdown(extensions=[*_EXTENSIONS, Brackets(), footnotes], output_format="xhtml")
    guard_escapes(markdown)
    take_attributes(markdown)
    emphasis = _Emphasis("*", "strong,em", markdown)
    emphasis.add("_", "strong,em", smart=True)
    markdown.inlinePatterns.register(emphasis, "em_strong", _EMPHASIS)
    markdown.inlinePatterns.register(_Times(_STARS_IN_NUMBERS), "times", _BEFORE_EMPHASIS)
    markdown.inlinePatterns.register(_AddressFinder(_ADDRESS), "address", _BEFORE_EMPHASIS)
    processor = _WideTables(markdown.parser, {"use_align_attribute": False})
    markdown.parser.blockprocessors.register(processor, "table", _TABLES)
    markdown.parser.blockprocessors.register(_Definitions(markdown.parser), "deflist", _DEFINITIONS)
    return markdown


class _Addresses(dict[str, tuple[str, str]]):
    """Addresses by the labels that links may have for them, which remember whether one has."""

    def __init__(self) -> None:
        super().__init__()
        self._called = set[str]()
        self._again = list[str]()

    def __setitem__(self, label: str, address: tuple[str, str]) -> None:
        if label in self:
            self._again.append(label)
        super().__setitem__(label, address)

    def __getitem__(self, label: str) -> tuple[str, str]:
        self._called.add(label)
        return super().__getitem__(label)

    def unused(self) -> Iterator[str]:
        """The labels that no link has, and those that were given once more."""
        yield from (label for label in self if label not in self._called)
        yield from self._again


class _AddressFinder(InlineProcessor):
    """Makes links of addresses that stand in the text."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """The link."""
        link = Element("a", {"href": m[1]})
        link.text = m[1]
        return link, m.start(0), m.end(0)


class _Times(InlineProcessor):
    """Leaves stars between digits as they are: 5*3*2 is no emphasis."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """The stars, as if each were escaped."""
        return f"{STX}{ord('*')}{ETX}" * len(m[0]), m.start(0), m.end(0)


class _Emphasis(DelimiterProcessor):
    """Leaves signs as they are at which letters would be lost: ``*c`` of ``*a**b*c`` is one to Markdown."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """The element with where it begins and ends, or signs that stay as they are."""
        element, start, end = super().handleMatch(m, data)
        if element is not None and _letters(data[start:end]) != _letters("".join(element.itertext())):
            self.reset()
            return None, m.start(0), m.end(0)
        return element, start, end


def _letters(text: str) -> str:
    return text.translate(_NO_SIGNS)


class _WideTables(TableProcessor):
    """Keeps cells beyond the last column of a table's head: the head gets empty ones above them."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Put the table into its parent."""
        rows = blocks[0].split("\n")[2:]
        widest = max((len(self._split_row(row.strip(" "))) for row in rows), default=0)
        self.separator += ["---"] * (widest - len(self.separator))  # type: ignore[operator]
        super().run(parent, blocks)

    def _split_row(self, row: str) -> list[str]:
        """The row's cells; a bar that was escaped for the table's sake is one in code too."""
        cells: list[str] = super()._split_row(row)  # type: ignore[misc]
        return [replace_unread(cell, _free_bars) for cell in cells]


class _Definitions(DefListProcessor):
    """Leaves a colon as it is where nothing stands above that could be the term it defines."""

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        """Put the definition into its parent; False where it is none."""
        begins, above = self.RE.search(blocks[0]), self.lastChild(parent)
        terms = begins and blocks[0][: begins.start()].strip()
        is_raw = above is not None and HTML_PLACEHOLDER_RE.fullmatch((above.text or "").strip())
        if not terms and (above is None or above.tag not in ("p", "dl") or is_raw):
            return False
        return super().run(parent, blocks)


def _free_bars(kind: UnreadKind, code: str) -> str:
    return code.replace("\\|", "|") if kind == "span" else code
