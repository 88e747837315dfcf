"""A restored source as the file of an article: front matter as far as the source tells, and the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from kyyeu.content import letters_of
from kyyeu.errors import ContentError
from kyyeu.header import render_front_matter
from kyyeu.intake.doubts import Doubt, DoubtFinder
from kyyeu.intake.layout import Furniture, Layout, Paragraph, find_day, recognise
from kyyeu.intake.lines import Line, cut_lines, damage_of
from kyyeu.intake.verbatim import escape
from kyyeu.messages import word
from kyyeu.restorer import Restoration, restore

_LANGUAGE = "vi"  # the articles', whatever the editor's terminal speaks
_TITLE_WORDS = 12


@dataclass(frozen=True, slots=True)
class Draft:
    """An article, not yet proved."""

    text: str
    """The file's: front matter and Markdown."""
    doubts: tuple[Doubt, ...]
    """The readings below the threshold, in the order of the source."""
    titled: bool
    """Whether the source has the title; otherwise its first words stand for one."""


def draft_article(restoration: Restoration, path: Path, slug: str, sure: float) -> Draft:
    """The article `slug` of a restored source file; readings below `sure` (0 to 1) are told in its header.

    Raises ContentError where the source, at `path`, has no text, or the damage spared words of its text.
    """
    layout = recognise(cut_lines(restoration))
    if not layout.paragraphs:
        raise ContentError("empty-source", path)
    _refuse_mixed(layout, path)
    heading = {name: _words(line) for name, line in _signed(layout).items()}
    title = heading.pop("title", "") or _first_words(layout)
    finder = DoubtFinder(
        [title, *heading.values(), *map(_text, layout.paragraphs)], damage_of(restoration), sure
    )
    doubts = tuple(_find_doubts(layout, finder))
    header = {"title": title, **heading, **_published(layout)}
    header["source"] = {"file": path.name, **_account(layout, restoration, doubts)}
    body = "\n\n".join(_paragraphs(layout, slug))
    return Draft(f"{render_front_matter(header)}\n{body}\n", doubts, layout.title is not None)


def _signed(layout: Layout) -> dict[str, Line]:
    """The header's lines that the source has."""
    lines = {"title": layout.title, "author": layout.author, "position": layout.position}
    return {name: line for name, line in lines.items() if line}


def _words(line: Line) -> str:
    """What an article has of a line that the damage may have spared."""
    return line.restored if line.damaged else normalize("NFC", line.source)


def _text(paragraph: Paragraph) -> str:
    return _words(paragraph.lines[0]) if paragraph.caption else paragraph.text


def _first_words(layout: Layout) -> str:
    words = layout.paragraphs[0].text.split()
    return " ".join(words[:_TITLE_WORDS]) + " …" * (len(words) > _TITLE_WORDS)


def _refuse_mixed(layout: Layout, path: Path) -> None:
    """The proof needs all of the text to be damaged alike, and all of the captions."""
    captions = [paragraph.lines[0] for paragraph in layout.paragraphs if paragraph.caption]
    changed = [line for line in captions if line.damaged and line.restored != line.source]
    mixed = changed if any(not line.damaged for line in captions) else []
    mixed += [
        line
        for paragraph in layout.paragraphs
        if not paragraph.caption
        for line in paragraph.lines
        if not line.damaged
    ]
    if mixed:
        first = min(mixed, key=lambda line: line.number)
        raise ContentError("mixed-damage", path, first.number, text=first.source[:80], count=len(mixed))


def _find_doubts(layout: Layout, finder: DoubtFinder) -> Iterator[Doubt]:
    parts = [Paragraph((line,)) for line in _signed(layout).values()]
    for paragraph in sorted([*parts, *layout.paragraphs], key=lambda part: part.lines[0].number):
        if all(line.damaged for line in paragraph.lines):
            yield from finder.find(paragraph)


def _published(layout: Layout) -> dict[str, object]:
    """Where and when, as far as the page tells."""
    named = layout.publication
    if named.isascii() and " " in named:  # a page's own name is often typed without any diacritics
        named = restore(named, "strip-diacritics").text
    known = {"publication": named, "date": layout.published}
    return {name: value for name, value in known.items() if value}


def _account(layout: Layout, restoration: Restoration, doubts: Sequence[Doubt]) -> dict[str, object]:
    """What the header says of the source: only what there is to say."""
    parts = list(_signed(layout).items())
    parts += [("caption", paragraph.lines[0]) for paragraph in layout.paragraphs if paragraph.caption]
    said = {
        "damage": restoration.damage or "none",
        "spared": list(dict.fromkeys(name for name, line in parts if not line.damaged)),
        "supplied": [] if layout.title else ["title"],
        "furniture": [
            {"line": entry.line.source, "becomes": _becomes(entry, layout)} for entry in layout.furniture
        ],
        "uncertain": [_declare(doubt) for doubt in doubts if doubt.alternatives],
    }
    return {key: value for key, value in said.items() if value}


def _becomes(entry: Furniture, layout: Layout) -> str:
    """What the line became in the header; nothing where another line, or none, gave it."""
    day = find_day(entry.line.source)
    agrees = {
        "date": day is not None and day == layout.published,
        "publication": letters_of(entry.line.source) in letters_of(layout.publication),
    }
    return entry.becomes if agrees.get(entry.becomes) else "nothing"


def _declare(doubt: Doubt) -> dict[str, object]:
    others = (
        f"“{other.text}” ({percent(other.probability)} %)" for other in doubt.step.alternatives if other.text
    )
    return {
        "text": doubt.text,
        "reading": doubt.reading,
        "or": list(doubt.alternatives),
        "reason": word(
            "doubt-reason", _LANGUAGE, reading=doubt.step.after or "∅",
            percent=percent(doubt.step.probability), others=", ".join(others),
        ),
    }  # fmt: skip


def percent(probability: float) -> str:
    """A probability in hundredths, to one decimal, as Vietnamese writes it."""
    return f"{probability * 100:.1f}".replace(".", ",")


def _paragraphs(layout: Layout, slug: str) -> Iterator[str]:
    """The Markdown, paragraph by paragraph."""
    pictures = 0
    for paragraph in layout.paragraphs:
        text = escape(_text(paragraph))
        pictures += paragraph.caption
        yield f"![{text}](images/{slug}-{pictures}.jpg){{.lost}}" if paragraph.caption else text
