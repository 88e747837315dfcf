"""A restored source as the file of an article: front matter as far as the source tells, and the text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kyyeu.content.articles import agrees
from kyyeu.content.plain_text import refuse_unprintable
from kyyeu.errors import ContentError
from kyyeu.intake.doubts import Doubt, find_doubts
from kyyeu.intake.lines import SourceLine
from kyyeu.intake.pointers import Passage, Pointer, find_spared, point_at
from kyyeu.intake.recognition import Furniture, Paragraph, Recognised, recognise
from kyyeu.intake.verbatim import escape
from kyyeu.model import KnownDate
from kyyeu.proving.spelling import settle
from kyyeu.restorer import restore
from kyyeu.restorer.damage import Damage, damage_named
from kyyeu.speech.messages import word
from kyyeu.speech.numbers import word_probability

_LANGUAGE = "vi"  # the articles', whatever the editor's terminal speaks
_TITLE_WORDS = 12


@dataclass(frozen=True, slots=True)
class Draft:
    """An article, not yet proved."""

    header: Mapping[str, object]
    """The front matter."""
    body: str
    """The Markdown."""
    doubts: tuple[Doubt, ...]
    """The readings below the threshold, in the order of the source."""
    titled: bool
    """Whether the source has the title; otherwise its first words stand for one."""
    joined: tuple[int, ...]
    """The source's lines that were joined to the one before, by their numbers."""


def draft_article(lines: Sequence[SourceLine], damage: str, path: Path, slug: str, sure: float) -> Draft:
    """The article `slug` of a source file's restored lines; readings below `sure` (0 to 1) are told.

    Raises ContentError where the source, at `path`, has no text, or a character that can't be printed.
    """
    layout = recognise(lines)
    if not layout.paragraphs:
        raise ContentError("empty-source", path)
    for line in lines:
        refuse_unprintable(line.restored, path, line.number)
    parts = _parts(layout)
    texts = [part.text for part in parts]
    passages = [Passage(number, part) for number, part in enumerate(parts)]
    damaging = damage_named(damage)
    doubts = sorted(find_doubts(passages, texts, damaging, sure), key=lambda doubt: doubt.step.start)
    signed = {name: line.restored for name, line in _signed(layout).items()}
    header = {"title": signed.pop("title", "") or _first_words(layout), **signed, **_published(layout)}
    header["source"] = {
        "file": path.name,
        "damage": damage,
        **_account(layout, _spared(layout, passages, texts), doubts, damaging),
    }
    body = "\n\n".join(_paragraphs(layout, slug))
    joined = (line.number for part in layout.paragraphs if not part.verse for line in part.lines[1:])
    return Draft(header, f"\n{body}\n", tuple(doubts), layout.title is not None, tuple(joined))


def _signed(layout: Recognised) -> dict[str, SourceLine]:
    """The header's lines that the source has."""
    lines = {"title": layout.title, "author": layout.author, "position": layout.position}
    return {name: line for name, line in lines.items() if line}


def _parts(layout: Recognised) -> list[Paragraph]:
    """The header's lines that the source has, and the paragraphs: what the proof counts, in its order."""
    return [*(Paragraph((line,)) for line in _signed(layout).values()), *layout.paragraphs]


def _first_words(layout: Recognised) -> str:
    words = layout.paragraphs[0].text.split()
    return " ".join(words[:_TITLE_WORDS]) + " …" * (len(words) > _TITLE_WORDS)


def _spared(layout: Recognised, passages: Sequence[Passage], texts: Sequence[str]) -> list[object]:
    """What the header says of the words that the damage passed by: whole parts first, then words."""
    captions = [paragraph.lines[0] for paragraph in layout.paragraphs if paragraph.caption]
    restored = any(mark.step.before != mark.step.after for line in captions for mark in line.marks)
    whole = [name for name, line in _signed(layout).items() if line.untouched]
    whole += ["caption"] if not restored and any(line.untouched for line in captions) else []
    called = [*_signed(layout), *("caption" if part.caption else "" for part in layout.paragraphs)]
    rest = (passage for name, passage in zip(called, passages, strict=True) if name not in whole)
    places = [place for passage in rest for place in find_spared(passage)]
    return [*whole, *(_name(pointer) for pointer in point_at(places, texts) if pointer)]


def _name(pointer: Pointer) -> dict[str, object]:
    return {"text": pointer.place.text} | ({"place": pointer.ordinal} if pointer.ordinal else {})


def _published(layout: Recognised) -> dict[str, object]:
    """Where and when, as far as the page tells."""
    named = layout.publication
    if named.isascii() and " " in named:  # a page's own name is often typed without any diacritics
        named = restore(named, "strip-diacritics").text
    known = {"publication": named, "date": layout.published}
    return {name: value for name, value in known.items() if value}


def _account(
    layout: Recognised, spared: Sequence[object], doubts: Sequence[Doubt], damage: Damage
) -> dict[str, object]:
    """What the header says of the source: only what there is to say."""
    said = {
        "spared": spared,
        "supplied": [] if layout.title else ["title"],
        "furniture": [
            {"line": line, "becomes": _becomes(entry, line, layout, damage)}
            for entry in layout.furniture
            for line in [_furniture_line(entry.line, damage)]
        ],
        "uncertain": [_declare(doubt) for doubt in doubts if doubt.alternatives],
    }
    return {key: value for key, value in said.items() if value}


def _furniture_line(line: SourceLine, damage: Damage) -> str:
    """The line as the source has it; as a reader reads it where it was only written in another code page."""
    return line.restored if damage.exact and not line.spared else settle(line.source)


def _becomes(entry: Furniture, line: str, layout: Recognised, damage: Damage) -> str:
    """What the line became in the header; nothing where another line, or none, gave it."""
    day = KnownDate.of(layout.published) if layout.published else None
    told = agrees(line, entry.becomes, day, layout.publication, damage)
    return entry.becomes if told else "nothing"


def _declare(doubt: Doubt) -> dict[str, object]:
    others = (
        f"“{other.text}” ({word_probability(other.probability, _LANGUAGE)})"
        for other in doubt.step.alternatives
        if other.text
    )
    return {
        "text": doubt.text,
        **({"place": doubt.place} if doubt.place else {}),
        "reading": doubt.reading,
        "or": list(doubt.alternatives),
        "reason": word(
            "doubt-reason", _LANGUAGE, reading=doubt.step.after or "∅",
            percent=word_probability(doubt.step.probability, _LANGUAGE), others=", ".join(others),
        ),
    }  # fmt: skip


def _paragraphs(layout: Recognised, slug: str) -> Iterator[str]:
    """The Markdown, paragraph by paragraph."""
    pictures = 0
    for paragraph in layout.paragraphs:
        if paragraph.verse:
            yield "\\\n".join(escape(line.restored) for line in paragraph.lines)
            continue
        text = escape(paragraph.text)
        pictures += paragraph.caption
        yield f"![{text}](images/{slug}-{pictures}.jpg){{.lost}}" if paragraph.caption else text
