"""The booklet as one frozen value, complete and in order.

`content` makes it; everything downstream only places what it finds here. Dates, titles, counts and
order are settled by then, and no source file is opened again.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import TypeVar

BACK_MATTER = ("appendix", "note-on-text", "pictures", "index", "contents", "colophon")
"""What may stand behind the articles, in the order that a booklet has where its editor wants no other."""
TRIM = (145.0, 205.0)
"""Width and height in millimetres of a page for which neither the editor nor a theme asks for others."""
_LOWEST, _FLATTEST = 80, 4  # millimetres; times as wide as it is high


@dataclass(frozen=True, slots=True, order=True)
class KnownDate:
    """A date as far as it is known: a year, a month of it, or a day; the less is known, the earlier it sorts.

    >>> [str(KnownDate(1987)), str(KnownDate(2017, 10))]
    ['1987', '2017-10']
    """

    year: int
    """Of four digits."""
    month: int = 0
    """From 1; 0 where no more than the year is known."""
    day: int = 0
    """From 1; 0 where no more than the month is known."""

    def __str__(self) -> str:
        """As ISO 8601 has it."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])

    @classmethod
    def of(cls, day: date) -> "KnownDate":
        """The day, all of which is known."""
        return cls(day.year, day.month, day.day)

    def may_be(self, day: date) -> bool:
        """Whether it may have been that day."""
        return KnownDate(day.year, day.month * bool(self.month), day.day * bool(self.day)) == self


@dataclass(frozen=True, slots=True)
class Asked:
    """A file of the content folder that a text was made from, or would have been had it been there."""

    name: str
    """Its path inside the folder, as it was asked for."""
    digest: str
    """SHA-256 of what it held, hexadecimal; empty where there was no such file."""
    size: int
    """Bytes it held."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is no mistake, but most likely not what the editor meant."""

    code: str
    """The table of messages.toml that words it."""
    file: str
    """The file it is in, as it is asked for in the content folder."""
    line: int | None
    """Its line there, from 1."""
    facts: tuple[tuple[str, str], ...]
    """What the sentence needs: names and values."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link from one text to another."""

    target: str
    """The other's file name without its ending and, after a ``#``, what it calls a place there."""
    written: str
    """The link as the editor wrote it."""
    line: int
    """The line of the file with the first such link, from 1."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture file of ``content/images/``, which is read when a book needs it."""

    file: str
    """Its path inside the content folder, as the text calls it; of a page of a PDF with ``#page=2``."""
    name: str
    """Plain file name, as both books call it: a–z, 0–9, hyphens, and the ending of its kind."""
    media_type: str
    """``image/jpeg`` or ``image/png``: what the EPUB has of it, whatever kind the file is."""
    width: int
    """Pixels, upright."""
    height: int
    """Pixels, upright."""
    size: int
    """Bytes of the file."""
    digest: str
    """SHA-256 of the file, or of a PDF and its page, hexadecimal."""
    frames: int = 1
    """Pictures or pages in the file, of which the first is taken."""
    blank: bool = False
    """Whether it is a page of a PDF on which nothing is seen."""

    @property
    def drawn(self) -> bool:
        """Whether it is line art, which a JPEG would blur."""
        return self.media_type == "image/png"


BEFORE_CREDIT = " \u00a0–—|/-,;"
"""What may part a caption from the words that say who made the picture, and ends no caption."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, cell or caption of an article, as plain text."""

    text: str
    """What a reader reads, white space folded to single spaces."""
    part: str
    """``text``, ``caption``, ``note``, or ``editors-note``: one of the editors' own, of which the text they
    were given has nothing."""
    level: int = 0
    """Of a heading, from 2, since a text's own title is the first; 0 where it is none."""
    id: str = ""
    """Of a heading or a picture's caption, what links to it call it."""
    note: int = 0
    """Of a note's paragraph, which of the text's notes it belongs to, from 1; 0 of any other block."""
    credit: str = ""
    """Of a caption, its last words, if they say who made the picture."""

    @property
    def subject(self) -> str:
        """Of a caption, what it says of the picture, without the credit."""
        return self.text.removesuffix(self.credit).rstrip(BEFORE_CREDIT) if self.credit else self.text


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a body: words that no tag interrupts, or what stands between two such stretches."""

    kind: str
    """``words``; ``markup``; ``picture``: no more than the link to one, in the midst of its tag; or what the
    theme says here.

    ``text``: that what comes before stands above the text. ``below``: that what follows stands below it.
    ``notes``: that what follows are the text's notes.
    ``notes-label``: what these are. ``note-by``: that a note is the editors'. ``back-to``: that a link
    leads back to the call of a note, whose number `xhtml` is. ``back``: the sign for that link.
    ``lost-picture``: that a picture is lost. ``heading``: in the midst of a heading's tag, its words.
    ``number``: of a list's item, in the midst of its tag. ``link``: there too, the place in another text that
    it leads to, as the EPUB calls it: its file, ``#``, and an id.
    """
    xhtml: str
    """As it stands in a document; empty for what the theme says. A tag may close in a later run."""
    text: str
    """What a reader reads there: a line break is a space, any other markup nothing."""
    block: int
    """Which of the blocks it is part of, from 0; -1 between them."""


class WithNotes:
    """What has a body that may end with notes."""

    __slots__ = ()
    body: tuple[Run, ...]

    @property
    def above(self) -> tuple[Run, ...]:
        """What was typed as part of it and stands above its text: the number and the day of a letter."""
        return self.body[: self._place_of("text", 0)]

    @property
    def text(self) -> tuple[Run, ...]:
        """The body without that, and without what follows."""
        notes = self._place_of("notes", len(self.body))
        return self.body[self._place_of("text", 0) : self._place_of("below", notes)]

    @property
    def below(self) -> tuple[Run, ...]:
        """What was typed as part of it and stands below its text: who signs a letter."""
        notes = self._place_of("notes", len(self.body))
        return self.body[self._place_of("below", notes) : notes]

    @property
    def notes(self) -> tuple[Run, ...]:
        """Its notes, in the order they are called, in one element; none where it has none."""
        return self.body[self._place_of("notes", len(self.body)) :]

    def _place_of(self, kind: str, otherwise: int) -> int:
        return next((place for place, run in enumerate(self.body) if run.kind == kind), otherwise)


@dataclass(frozen=True, slots=True)
class Emendation:
    """A change made to the text beyond putting lost letters back."""

    source: str
    """What the source has."""
    text: str
    """What the booklet has in its stead."""
    reason: str
    """Why, in a sentence for the reader; empty where no account of each is given."""
    places: int
    """How many times it was made in this article."""


@dataclass(frozen=True, slots=True)
class UncertainReading:
    """A restored word that the damage leaves open."""

    context: str
    """The words around it, as printed."""
    reading: str
    """What the booklet has."""
    alternatives: tuple[str, ...]
    """What it could also have been."""
    reason: str
    """Why this reading was chosen, in a sentence for the reader."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A stretch of an article's text that the source does not have in that form, at its place."""

    line: str
    """The entry of the header that has it: ``title``, ``author``; empty for the body."""
    block: int
    """Which of the article's blocks holds it, from 0; for the header, which of the lines of that name."""
    start: int
    """Its first character, counted from 0 in the block's or the line's text."""
    end: int
    """The character after its last."""
    kind: str
    """``restored``: one letter put back; ``emended``: words changed; ``uncertain``: an open reading."""
    entry: int
    """Which of the account's emendations or uncertain readings it is, from 0; 0 for a restored letter."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where an article's text came from and what was done to it, as the proof found it."""

    source: str
    """File name under ``content/sources/``."""
    digest: str
    """SHA-256 of that file, hexadecimal."""
    damage: str
    """Name of the declared damage, or ``none``."""
    letters: int
    """Letters of the text as restored, white space and punctuation not counted."""
    restored: int
    """Letters of the text that the source has not, or has as other characters: all put back."""
    distinct: int
    """How many different letters those are."""
    emendations: tuple[Emendation, ...]
    """In the order the front matter lists them."""
    uncertain: tuple[UncertainReading, ...]
    """In the order the front matter lists them."""
    spared: tuple[str, ...]
    """Words that the damage passed by, as the source has them, in the order they are declared."""
    traces: tuple[Trace, ...] = field(repr=False)
    """Where all this stands, in reading order; a letter of an emended stretch is not listed apart."""
    lossy: bool
    """Whether the damage lost letters; one that only respelt them left nothing to guess and no traces."""
    supplied: tuple[str, ...]
    """What the editors supplied, in the order of the form: entries of the header, such as ``title`` or
    ``date``; ``description``: what is heard instead of pictures."""
    brief: bool
    """Whether the note on the text only counts the emendations, as of an office's own article."""
    furniture: tuple[str, ...]
    """Whole lines of the source that are the page's and not the text's, in the order they are declared."""
    note: str
    """How the text reached the editors; may be empty."""
    editors_notes: int = 0
    """Notes of the editors' own, which the source has not."""
    joined: int = 0
    """Spaces of the source within words, which the article has not."""
    parted: int = 0
    """Spaces between words, which the source has not."""


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """A line of an article's header that is printed with it."""

    part: str
    """The entry that has it: ``author``, ``salutation``."""
    number: int
    """Which of the lines of its part, from 0."""
    text: str
    """As printed."""
    block: int = 0
    """Which of the signatures it is of, from 0."""


@dataclass(frozen=True, slots=True)
class HeaderPicture:
    """A picture that a header names."""

    part: str
    """The entry that names it: ``portrait``."""
    file: str
    """The picture's file, as `Image.file` has it."""
    block: int = 0
    """Which of the signatures it is of, from 0."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs a letter, in what post, and the picture of the signature or the seal."""

    signed_as: tuple[str, ...]
    """In whose stead and in what post, line by line; may be empty."""
    signed: tuple[str, ...]
    """The name, or the names; may be empty."""
    picture: Image | None
    """None where there is none."""


def id_of_article(slug: str) -> str:
    """The id of an article, which those of the places in it begin with, before it is read."""
    return f"article-{slug}"


@dataclass(frozen=True, slots=True)
class Article(WithNotes):
    """One article, proved against its source where it has one."""

    slug: str
    """Name of its file without the ending; names its pages and anchors too."""
    title: str
    """As printed."""
    signed: tuple[HeaderLine, ...]
    """Who wrote it and in what post, line by line as printed: each author's post after the name."""
    authors: tuple[str, ...]
    """The name of each author, for the catalogue; one line may sign for several."""
    office: str
    """The office it comes from or is about; may be empty."""
    publication: str
    """Where it was published; may be empty."""
    published: KnownDate | None
    """When, as far as that is known."""
    date_note: str
    """What else is known of the date; may be empty."""
    keywords: tuple[str, ...]
    """For the catalogue."""
    running_head: str
    """The editor's short title, else the title; a page may have room for less of it."""
    body: tuple[Run, ...] = field(repr=False)
    """All together well-formed XHTML, sanitised: a run of block elements without a wrapper."""
    blocks: tuple[Block, ...] = field(repr=False)
    """The same body as plain text, in reading order."""
    account: Account | None
    """None where the editor names no source."""
    images: tuple[Image, ...]
    """The pictures that it calls, each once, in order of first use, and those of its header."""
    reads: tuple[Asked, ...]
    """All that it was made from: as long as that is what it was, so is the article."""
    kind: str = "article"
    """Of which kind of contribution it is."""
    open: str = ""
    """Where it opens: ``right``: on a right-hand page; ``any``: on the next page; ``continue``: below the one
    before it; empty where all of the booklet's articles say."""
    notes_at: str = ""
    """Where its notes stand in print: at the ``foot`` of the page, at its ``end``, or empty where all of the
    booklet's texts say."""
    lines: tuple[HeaderLine, ...] = ()
    """What else of its header is printed: the lines that only its kind has, in the order of the form."""
    shown: tuple[HeaderPicture, ...] = ()
    """The pictures that its header names."""
    places: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """What a link may call places in it, each with the place's id."""
    links: tuple[Link, ...] = ()
    """Its links to other texts, each target once."""
    findings: tuple[Finding, ...] = ()
    """What its editor may want to look at again, from top to bottom."""
    counts: tuple[int, ...] = ()
    """How many pictures each page of an album has, as far as its editor says."""

    @property
    def id(self) -> str:
        """Its anchor in print and its file name in the EPUB, of whatever kind it is."""
        return id_of_article(self.slug)

    @property
    def said(self) -> Mapping[str, tuple[str, ...]]:
        """For each entry of the header that only its kind has its lines; none that is empty."""
        parts = dict.fromkeys(line.part for line in self.lines)
        return {part: tuple(line.text for line in self.lines if line.part == part) for part in parts}

    @property
    def pictured(self) -> Mapping[str, tuple[Image, ...]]:
        """For each entry of the header that names pictures these, in its order."""
        files, parts = (
            {image.file: image for image in self.images},
            dict.fromkeys(one.part for one in self.shown),
        )
        return {part: tuple(files[one.file] for one in self.shown if one.part == part) for part in parts}

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Those who sign it, from left to right."""
        lines = [line for line in self.lines if line.part in ("signed_as", "signed")]
        shown = {one.block: one.file for one in self.shown if one.part == "signature"}
        files = {image.file: image for image in self.images}

        def said(part: str, block: int) -> tuple[str, ...]:
            return tuple(line.text for line in lines if (line.part, line.block) == (part, block))

        return tuple(
            Signature(said("signed_as", block), said("signed", block), files.get(shown.get(block, "")))
            for block in sorted({*(line.block for line in lines), *shown})
        )

    @property
    def author(self) -> str:
        """All authors on one line, as signed; may be empty."""
        return ", ".join(line.text for line in self.signed if line.part == "author")

    @property
    def position(self) -> str:
        """All posts on one line, as signed; may be empty."""
        return ", ".join(line.text for line in self.signed if line.part == "position")


@dataclass(frozen=True, slots=True)
class Foreword(WithNotes):
    """The editors' own words before the articles."""

    title: str
    """Its heading."""
    signed: str
    """Who signs it; may be empty."""
    body: tuple[Run, ...] = field(repr=False)
    """All together well-formed XHTML, sanitised."""
    blocks: tuple[Block, ...] = field(repr=False)
    """The same body as plain text."""
    images: tuple[Image, ...]
    """The pictures that it calls, each once, in order of first use."""
    reads: tuple[Asked, ...]
    """All that it was made from."""
    places: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """What a link may call places in it, each with the place's id."""
    links: tuple[Link, ...] = ()
    """Its links to other texts, each target once."""
    findings: tuple[Finding, ...] = ()
    """What its editor may want to look at again, from top to bottom."""


Text = TypeVar("Text", Article, Foreword)
"""Either of the two that has a body."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """The day the booklet is for."""

    name: str
    """What the day is called."""
    founded: date
    """The day it commemorates."""
    year: int
    """The year celebrated."""

    @property
    def celebrated(self) -> date:
        """The anniversary in the year celebrated; 28 February stands in for a missing 29."""
        try:
            return self.founded.replace(year=self.year)
        except ValueError:
            return self.founded.replace(year=self.year, day=28)


@dataclass(frozen=True, slots=True)
class ImprintLine:
    """One line of the imprint page."""

    key: str
    """Its key in booklet.yaml."""
    values: tuple[str, ...]
    """One or more names or facts."""


_ROMAN = {"M": 1000, "CM": 900, "D": 500, "CD": 400, "C": 100, "XC": 90, "L": 50, "XL": 40, "X": 10, "IX": 9,
          "V": 5, "IV": 4, "I": 1}  # fmt: skip


def _from_roman(text: str) -> int:
    """The number; 0 where it is none.

    >>> _from_roman("XIV"), _from_roman("IIX")
    (14, 0)
    """
    if not re.fullmatch("M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", text):
        return 0
    return sum(_ROMAN[sign] for sign in re.findall("CM|CD|XC|XL|IX|IV|.", text))


@dataclass(frozen=True, slots=True)
class Series:
    """The yearly run this booklet belongs to."""

    name: str
    """Name of the series."""
    position: str
    """This booklet's place in it as written: ``2026``, ``1.5``, ``II``; by default the year."""

    @property
    def number(self) -> str:
        """The same in digits, for catalogues; empty where it is neither a number nor a Roman one."""
        if re.fullmatch(r"\d+([.,]\d+)?", self.position, re.ASCII):
            return self.position.replace(",", ".")
        return str(_from_roman(self.position) or "")


@dataclass(frozen=True, slots=True)
class PageMargins:
    """How far the text stands from the edges of its page, in millimetres; 0 where nobody says."""

    inner: float = 0
    """From the edge where the book is bound."""
    outer: float = 0
    """From the other one."""
    top: float = 0
    """From the upper one."""
    bottom: float = 0
    """From the lower one, at least."""


def can_be_laid_out(width: float, height: float) -> bool:
    """Whether a page of that size, in millimetres, is high enough for a title page and a running head."""
    return height >= _LOWEST and height * _FLATTEST >= width


@dataclass(frozen=True, slots=True)
class Page:
    """The printed page."""

    width: float
    """Trim width in millimetres."""
    height: float
    """Trim height in millimetres."""
    contents: str
    """Where the contents page stands: ``front`` or ``back``."""
    open: str = "right"
    """Where articles open that do not say it: ``right``, ``any`` or ``continue``."""
    margins: PageMargins = PageMargins()
    """Those that the editor names; the others are the theme's."""
    named: bool = True
    """Whether the editor names that trim size."""
    gathering: int = 1
    """How many pages the printer folds together: the book has a whole number of such."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the editor chooses of a theme; what is empty is left to the theme."""

    theme: str = ""
    """The name of a theme that comes with the program."""
    accent: str = ""
    """A colour, as style sheets write it."""
    ornament: str = ""
    """One of the theme's ornaments."""
    faces: str = ""
    """One of the theme's pairs of faces."""
    lines: tuple[tuple[str, int], ...] = ()
    """On which line of booklet.yaml each of them stands."""

    def line(self, entry: str) -> int | None:
        """The line of booklet.yaml with that entry."""
        return dict(self.lines).get(entry)


NO_WISHES = Wishes()
"""All is left to the theme."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the booklet: articles that belong together, behind a page of their own."""

    title: str
    """What it is called."""
    number: int
    """Its number among those that have one, from 1; 0 where it has none."""
    note: str
    """A line or two under the title; may be empty."""
    image: Image | None
    """A picture for its page, if it has one."""
    slugs: tuple[str, ...]
    """Its articles, in order; at least one."""


GSM, BULK = 80.0, 1.25
"""Of the usual uncoated paper: grams a square metre, and cubic centimetres a gram (ISO 534)."""


@dataclass(frozen=True, slots=True)
class BackCover:
    """What stands on the back of the booklet, beside its ISBN."""

    motto: tuple[str, ...]
    """Line by line; may be empty."""
    text: tuple[str, ...]
    """What is said of the booklet, paragraph by paragraph; may be empty."""
    price: str
    """As it is printed; may be empty."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What the editor wants of the cover."""

    image: Image | None = None
    """A photograph for its front, if it has one."""
    emblem_at: str = "above"
    """Where the office's emblem stands: ``above`` the title, or ``below`` it."""
    back: BackCover | None = None
    """None where the booklet has no back cover of its own."""
    leaf: float | None = None
    """How thick a leaf of the book is, in millimetres; None where the editor does not say."""
    spine: str = ""
    """What stands on the spine, where it is not the title."""
    spread: bool = False
    """Whether a print shop is to have back, spine and front on one sheet, as a file of its own."""

    @property
    def thickness(self) -> float:
        """The same, taken to be that of the usual paper where the editor does not say."""
        return self.leaf or round(GSM * BULK / 1000, 4)

    @property
    def pages(self) -> int:
        """How many pages of print are its sides, outside and inside."""
        return 4 if self.back else 2

    @property
    def wants_spine(self) -> bool:
        """Whether it matters how thick the book is."""
        return self.spread or self.leaf is not None or self.back is not None


THEME_S_COVER = Cover()
"""All is left to the theme."""


@dataclass(frozen=True, slots=True)
class Frontispiece:
    """The picture that faces the title page."""

    image: Image
    """The picture."""
    description: str
    """What is heard instead of it: what the editor says, else the caption."""
    caption: str
    """What is said of it; may be empty."""
    credit: str
    """Who made it; may be empty."""


@dataclass(frozen=True, slots=True)
class IndexedName:
    """A name of the index."""

    name: str
    """As the index prints it."""
    kind: str
    """``persons`` or ``units``."""
    places: tuple[str, ...] = ()
    """Where the texts have it, in reading order: the EPUB's file, ``#``, and an id."""


@dataclass(frozen=True, slots=True)
class Booklet:
    """Everything both outputs are made from."""

    title: str
    """Main title."""
    subtitle: str
    """May be empty."""
    slug: str
    """Names the output files."""
    language: str
    """BCP 47 tag."""
    office: str
    """The office that publishes."""
    occasion: Occasion
    """The day it is for."""
    issued: date
    """Publication day."""
    revised: date | None
    """The day of the corrections, where the booklet has been corrected since."""
    series: Series | None
    """None where the booklet stands alone."""
    description: str
    """A sentence or two for catalogues; may be empty."""
    keywords: tuple[str, ...]
    """For the catalogue."""
    half_title: bool
    """Whether a page with nothing but the title comes before the title page, as one does wherever there is a
    frontispiece, which has the back of its leaf."""
    dedication: tuple[str, ...]
    """Whom it is for, line by line; may be empty."""
    epigraph: tuple[str, ...]
    """Words of another that stand before it, line by line; may be empty."""
    epigraph_by: str
    """Whose words those are; may be empty."""
    imprint: tuple[ImprintLine, ...]
    """Only the lines the editor gave, in the convention's order."""
    isbn: str
    """Its 13 digits, nothing between them; may be empty."""
    page: Page
    """The printed page."""
    emblem: Image | None
    """The office's own emblem for the cover, where it has one and may use it."""
    cover: Cover
    """What else is on the cover."""
    coarse: tuple[str, ...]
    """Files of pictures of which no finer ones are to be had, as the texts call them."""
    listed: str
    """Where the list of pictures stands: ``front``, ``back``, or empty where there is none."""
    screen: str
    """What the EPUB's pictures are made for: ``colour`` or ``e-ink``."""
    foreword: Foreword | None
    """None where the editor leaves it out."""
    articles: tuple[Article, ...]
    """In printed order; at least one."""
    parts: tuple[Part, ...]
    """In printed order; articles that are in none stand before them."""
    identifier: str
    """``urn:uuid:…``, the same for every build of this year's booklet."""
    reads: tuple[Asked, ...] = field(repr=False)
    """All that was asked of the content folder, each file once."""
    findings: tuple[Finding, ...] = ()
    """What its editors may want to look at again, file after file."""
    look: Wishes = NO_WISHES
    """What it asks of the theme."""
    frontispiece: Frontispiece | None = None
    """None where no picture faces the title page."""
    notes_at: str = "foot"
    """Where the notes of texts that do not say it stand in print: at the ``foot`` of the page that calls
    them, or at the ``end`` of their text."""
    back: tuple[str, ...] = BACK_MATTER
    """All of `BACK_MATTER`, in the order of print."""
    indexed: tuple[IndexedName, ...] = ()
    """The names of the index, kind by kind, each in the order of the alphabet; none where it has no index."""

    def sized(self, trim: tuple[float, float]) -> "Booklet":
        """The same on pages of that width and height (millimetres), unless its editor names others."""
        width, height = (self.page.width, self.page.height) if self.page.named else trim
        return replace(self, page=replace(self.page, width=width, height=height))

    @property
    def day_apart(self) -> str:
        """What the day is called, where neither title nor subtitle says so."""
        said = f"{self.title} {self.subtitle}".casefold()
        return "" if self.occasion.name.casefold() in said else self.occasion.name

    @property
    def modified(self) -> date:
        """The day that both files bear, so that no clock enters them: of the last corrections, if any."""
        return self.revised or self.issued

    @property
    def texts(self) -> "tuple[Article | Foreword, ...]":
        """The foreword, if there is one, and the articles."""
        return (*([self.foreword] if self.foreword else []), *self.articles)

    @property
    def images(self) -> tuple[Image, ...]:
        """Every picture of the texts and the parts, and the frontispiece, each once, as they come first."""
        own = (part.image for part in self.parts if part.image)
        called = (image for text in self.texts for image in text.images)
        front = [self.frontispiece.image] if self.frontispiece else []
        return tuple({image.name: image for image in chain(front, called, own)}.values())

    @property
    def pictures(self) -> Mapping[str, Image]:
        """The same and those of the cover, by the names that documents call them."""
        cover = {image.name: image for image in (self.emblem, self.cover.image) if image}
        return {f"images/{image.name}": image for image in self.images} | cover

    @property
    def digest(self) -> str:
        """SHA-256 of all content read, hexadecimal: tells two states of the text apart."""
        found = sorted((asked.name, asked.digest) for asked in self.reads if asked.digest)
        return hashlib.sha256("".join(f"{name}\0{digest}\n" for name, digest in found).encode()).hexdigest()

    @property
    def proved(self) -> tuple[Article, ...]:
        """The articles that were compared with their sources."""
        return tuple(article for article in self.articles if article.account)

    @property
    def unproved(self) -> tuple[Article, ...]:
        """The articles that name no source, so that nothing was compared."""
        return tuple(article for article in self.articles if not article.account)

    @property
    def authors(self) -> tuple[str, ...]:
        """Each author once, in order of first appearance."""
        return tuple(dict.fromkeys(name for article in self.articles for name in article.authors))
