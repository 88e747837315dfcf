"""What an editor may write in booklet.yaml and in a front matter: keys, types, defaults."""

import datetime
import re
import unicodedata
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    StringConstraints,
    Tag,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from kyyeu.model import KnownDate, can_be_laid_out

PRINTABLE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]*$"  # an escape in YAML can make any character
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
FILE_NAME = r"^[^/\\\x00-\x1f]+$"
COLOUR = r"^#[0-9A-Fa-f]{6}$"
DIGEST = r"^[0-9a-f]{64}$"
FIRST_YEAR = 1900
"""Of those celebrated; a smaller number is a slip."""
LONGEST_LINE = 3_000
"""Characters of a title, a name or a reason; twenty thousand take minutes to lay out."""


def _check_seen(given: str) -> str:
    """The line, once some of it is known to be seen: marks need a letter, and the others only part words."""
    if all(unicodedata.category(char)[0] in "CMZ" for char in given):
        raise PydanticCustomError("line_unseen", "nothing to be seen")
    return given


OneLine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_LINE, pattern=PRINTABLE),
    AfterValidator(_check_seen),
]
Words = Annotated[str, StringConstraints(min_length=1, pattern=PRINTABLE)]
"""A stretch of a line, blanks at its ends and all."""
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
Slugs = Annotated[list[Slug], Field(min_length=1)]
LONGEST_NAME = 120
"""Characters of a file's name."""
MOST_COLUMNS = 4
"""Of a roll, beyond which no name has room."""
MOST_ON_A_PAGE = 9
"""Pictures of an album."""
FileName = Annotated[str, StringConstraints(pattern=FILE_NAME, max_length=LONGEST_NAME)]
Millimetres = Annotated[float, Field(ge=60, le=420)]
Margin = Annotated[float, Field(ge=5, le=60)]
"""Millimetres: less can't be cut safely."""
Names = OneLine | list[OneLine]


def lines_of(given: Names | None) -> tuple[str, ...]:
    """What was given, each line by itself; none where nothing was."""
    return (given,) if isinstance(given, str) else tuple(given or ())


Opening = Literal["right", "any", "continue"]
"""Where an article opens: on a right-hand page, on the next one, or below the one before it."""
NotesAt = Literal["foot", "end"]
"""Where notes stand in print: at the foot of the page that calls them, or at the end of their text."""
Ordinal = Annotated[int, Field(ge=1)]
"""Which of the places where words stand, from 1; wanted where they stand at more than one."""
Day = Annotated[datetime.date, Field(ge=datetime.date(1980, 1, 1), le=datetime.date(2107, 12, 31))]
"""A day that a ZIP archive can be dated by."""

_KNOWN_DATE = re.compile(r"[1-9]\d{3}(-\d\d){0,2}", re.ASCII)


def _read_date(given: object) -> KnownDate:
    """The day, the month or the year that is given; a year alone is a number in YAML."""
    written = str(given)
    try:
        if not _KNOWN_DATE.fullmatch(written):
            raise ValueError
        datetime.date.fromisoformat(written + "-01-01"[len(written) - 4 :])
    except ValueError:
        raise PydanticCustomError("known_date", "no date") from None
    return KnownDate(*map(int, written.split("-")))


PartialDate = Annotated[KnownDate, PlainValidator(_read_date)]
"""A date of which no more than the year or the month may be known."""


def digits_of(isbn: str) -> str:
    """An ISBN as bare digits: no hyphens, and not the letters before it."""
    return re.sub("[-\u2010\u2011\u2013\\s]|^ISBN(-1[03])?:?", "", isbn.upper())


def _check_isbn(given: str) -> str:
    """The number as it is written, once its last digit is known to follow from the others (ISO 2108)."""
    digits = digits_of(given)
    if re.fullmatch("97[89][0-9]{10}", digits):
        check = _find_check_digit(digits)
    elif re.fullmatch("[0-9]{9}[0-9X]", digits):
        check = "0123456789X"[sum(int(digit) * place for place, digit in enumerate(digits[:9], 1)) % 11]
    else:
        raise PydanticCustomError("isbn_form", "no ISBN")
    if digits[-1] != check:
        raise PydanticCustomError("isbn_digit", "no ISBN", {"expected": check})
    if len(digits) == 10:
        longer = f"978{digits[:9]}"
        raise PydanticCustomError("isbn_ten", "no ISBN", {"expected": longer + _find_check_digit(longer)})
    return given


def _find_check_digit(digits: str) -> str:
    """The last digit of an ISBN of 13, by the first twelve."""
    return str(-sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits[:12])) % 10)


Isbn = Annotated[OneLine, AfterValidator(_check_isbn)]


class Form(BaseModel):
    """A mapping that refuses keys it does not know and never guesses a type."""

    # built when it is first filled: of a booklet that was read before few are
    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True, frozen=True)


class OccasionForm(Form):
    """``occasion:`` of booklet.yaml."""

    name: OneLine
    founded: datetime.date
    year: Annotated[int, Field(ge=FIRST_YEAR, le=2999)]


class SeriesForm(Form):
    """``series:`` of booklet.yaml."""

    name: OneLine
    position: int | Annotated[float, Field(allow_inf_nan=False)] | OneLine | None = None


class ImprintForm(Form):
    """``imprint:`` of booklet.yaml, in the order the lines are printed."""

    responsible: Names | None = None
    compiled_by: Names | None = None
    editors: Names | None = None
    design: Names | None = None
    cover: Names | None = None
    proofreading: Names | None = None
    print_run: Names | None = None
    licence: Names | None = None
    printed_by: Names | None = None
    deposited: Names | None = None
    isbn: Isbn | None = None
    circulation: Names | None = None


TRIMS = {
    "A4": (210, 297),
    "A5": (148, 210),
    "14.5x20.5": (145, 205),
    "16x24": (160, 240),
    "19x27": (190, 270),
}
"""The sizes that Vietnamese printers call by name, in millimetres; a name in figures is in centimetres."""


def _read_trim(given: object) -> object:
    """The size of a name, be it written with a comma or a sign of its own; anything else as it is."""
    name = (
        "x".join(map(str.strip, given.replace(",", ".").upper().lower().replace("×", "x").split("x")))
        if isinstance(given, str)
        else ""
    )
    named = {known.lower(): [*map(float, size)] for known, size in TRIMS.items()}
    if isinstance(given, str) and name not in named:
        raise PydanticCustomError("trim_name", "an unknown size")
    return named.get(name, given)


def _check_height(trim: list[float]) -> list[float]:
    if not can_be_laid_out(*trim):
        raise PydanticCustomError("trim_height", "too low a page")
    return trim


class MarginsForm(Form):
    """``margins:`` of ``page:``, in millimetres."""

    inner: Margin | None = None
    outer: Margin | None = None
    top: Margin | None = None
    bottom: Margin | None = None


class PageForm(Form):
    """``page:`` of booklet.yaml."""

    trim: (
        Annotated[
            list[Millimetres],
            Field(min_length=2, max_length=2),
            AfterValidator(_check_height),
            BeforeValidator(_read_trim),
        ]
        | None
    ) = None
    margins: MarginsForm = MarginsForm()
    contents: Literal["front", "back"] = "front"
    open: Opening = "right"
    pad: Literal[2, 4, 8, 12, 16, 24, 32] | None = None


class LookForm(Form):
    """``look:`` of booklet.yaml."""

    theme: Slug | None = None
    accent: Annotated[str, StringConstraints(pattern=COLOUR)] | None = None
    ornament: Slug | None = None
    faces: Slug | None = None


class PicturesForm(Form):
    """``pictures:`` of booklet.yaml."""

    coarse: list[FileName] = []
    screen: Literal["colour", "e-ink"] = "colour"
    list: Literal["front", "back"] | None = None


class BackCoverForm(Form):
    """``back:`` of ``cover:``."""

    motto: Names | None = None
    text: Names | None = None
    price: OneLine | None = None


class PaperForm(Form):
    """``paper:`` of ``cover:``: what the leaves of the book are printed on."""

    gsm: Annotated[float, Field(ge=30, le=400)] | None = None
    bulk: Annotated[float, Field(ge=0.5, le=3)] | None = None
    leaf: Annotated[float, Field(ge=0.03, le=0.6)] | None = None


class CoverForm(Form):
    """``cover:`` of booklet.yaml."""

    picture: FileName | None = None
    emblem_at: Literal["above", "below"] = "above"
    back: BackCoverForm | None = None
    paper: PaperForm | None = None
    spine: OneLine | None = None
    spread: bool = False


class IndexedForm(Form):
    """A name of the index that texts write in several ways."""

    name: OneLine
    also: Names = []


class IndexForm(Form):
    """``index:`` of booklet.yaml."""

    persons: list[OneLine | IndexedForm] = []
    units: list[OneLine | IndexedForm] = []


class FrontispieceForm(Form):
    """``frontispiece:`` of booklet.yaml."""

    picture: FileName
    caption: OneLine | None = None
    description: OneLine | None = None


class PartForm(Form):
    """One of ``parts:`` of booklet.yaml."""

    title: OneLine
    numbered: bool = True
    note: OneLine | None = None
    picture: FileName | None = None
    articles: Slugs


class BookletForm(Form):
    """The whole of booklet.yaml."""

    title: OneLine
    subtitle: OneLine | None = None
    slug: Slug
    language: Literal["vi", "vi-VN"] = "vi"
    office: OneLine
    occasion: OccasionForm
    issued: Day
    revised: Day | None = None
    series: SeriesForm | None = None
    description: OneLine | None = None
    keywords: list[OneLine] = []
    half_title: bool | None = None
    frontispiece: FrontispieceForm | None = None
    dedication: Names | None = None
    epigraph: Names | None = None
    epigraph_by: OneLine | None = None
    imprint: ImprintForm = ImprintForm()
    page: PageForm = PageForm()
    look: LookForm = LookForm()
    emblem: FileName | None = None
    cover: CoverForm = CoverForm()
    pictures: PicturesForm = PicturesForm()
    notes: NotesAt = "foot"
    foreword: FileName | None = None
    articles: Slugs = []
    parts: Annotated[list[PartForm], Field(min_length=1)] = []
    index: IndexForm = IndexForm()
    back_matter: list[Literal["appendix", "note-on-text", "pictures", "index", "contents", "colophon"]] = []


class ForewordForm(Form):
    """Front matter of the foreword."""

    title: OneLine = "Lời giới thiệu"
    signed: OneLine | None = None


class FurnitureForm(Form):
    """A whole line of the source that is page furniture, not text."""

    line: OneLine
    becomes: Literal["publication", "date", "nothing"] = "nothing"


class EmendationForm(Form):
    """A change beyond restoring lost letters."""

    source: Words
    text: Words
    reason: OneLine | None = None  # wanted where each is printed: in a full account
    everywhere: bool = False


class UncertainForm(Form):
    """A reading that the damage leaves open."""

    text: OneLine
    reading: OneLine
    alternatives: Annotated[list[OneLine], Field(alias="or", min_length=1)]
    reason: OneLine
    place: Ordinal | None = None


class SparedForm(Form):
    """Words of the text that the damage passed by."""

    text: OneLine
    place: Ordinal | None = None


Line = Literal[
    "title", "author", "position", "number", "dateline", "addressee", "salutation", "epigraph", "epigraph_by",
    "signed_as", "signed", "recipients",
]  # fmt: skip
"""Entries of a header whose lines a source carries too."""
SparedPart = Literal[Line, "caption"]
Spared = Annotated[
    Annotated[SparedPart, Tag("part")] | Annotated[SparedForm, Tag("words")],
    Discriminator(lambda given: "part" if isinstance(given, str) else "words"),
]
"""A part of the article, or words of it."""


class SourceForm(Form):
    """``source:`` of an article."""

    file: FileName
    damage: OneLine = "none"
    note: OneLine | None = None
    account: Literal["full", "brief"] = "full"
    spared: list[Spared] = []
    supplied: list[Literal[Line, "publication", "date"]] = []
    furniture: list[FurnitureForm] = []
    emendations: list[EmendationForm] = []
    uncertain: list[UncertainForm] = []


class ArticleForm(Form):
    """Front matter of an article, and what that of every other kind of contribution has too."""

    kind: str = "article"
    open: Opening | None = None
    notes: NotesAt | None = None
    title: OneLine
    short_title: OneLine | None = None
    author: Names | None = None
    authors: list[OneLine] = []
    position: Names | None = None
    office: OneLine | None = None
    publication: OneLine | None = None
    date: PartialDate | None = None
    date_note: OneLine | None = None
    keywords: list[OneLine] = []
    source: SourceForm | None = None


class SpeechForm(ArticleForm):
    """Front matter of a speech."""

    dateline: OneLine | None = None
    salutation: Names | None = None
    portrait: FileName | None = None


class SignatureForm(Form):
    """One of several signatures."""

    signed_as: Names | None = None
    signature: FileName | None = None
    signed: Names | None = None


class LetterForm(ArticleForm):
    """Front matter of a letter or a decision."""

    number: OneLine | None = None
    dateline: OneLine | None = None
    addressee: Names | None = None
    recipients: Names | None = None
    signatures: list[SignatureForm] = []
    signed_as: Names | None = None
    signature: FileName | None = None
    signed: Names | None = None


class PoemForm(ArticleForm):
    """Front matter of a poem, or of several."""

    epigraph: Names | None = None
    epigraph_by: OneLine | None = None
    dateline: OneLine | None = None
    portrait: FileName | None = None


class InterviewForm(ArticleForm):
    """Front matter of an interview."""

    asks: list[OneLine] = ["Hỏi"]
    answers: list[OneLine] = ["Đáp"]
    portrait: FileName | None = None


class MemoirForm(ArticleForm):
    """Front matter of a memoir."""

    dateline: OneLine | None = None
    portrait: FileName | None = None


class ChronicleForm(ArticleForm):
    """Front matter of a chronicle."""


class AppendixForm(ArticleForm):
    """Front matter of an appendix."""

    number: OneLine | None = None


class PeopleForm(ArticleForm):
    """Front matter of a list of people."""

    table: FileName | None = None
    shows: Literal["cards", "table"] = "cards"
    group_by: OneLine | None = None


class RollForm(ArticleForm):
    """Front matter of a roll of names or units."""

    table: FileName | None = None
    columns: Annotated[int, Field(ge=1, le=MOST_COLUMNS)] = 2


class AlbumForm(ArticleForm):
    """Front matter of an album."""

    pages: list[Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE)]] = []


class FacsimileForm(ArticleForm):
    """Front matter of a facsimile."""

    picture: FileName | list[FileName]


FORMS: dict[str, type[ArticleForm]] = {
    "article": ArticleForm,
    "speech": SpeechForm,
    "letter": LetterForm,
    "poem": PoemForm,
    "interview": InterviewForm,
    "memoir": MemoirForm,
    "chronicle": ChronicleForm,
    "appendix": AppendixForm,
    "people": PeopleForm,
    "roll": RollForm,
    "album": AlbumForm,
    "facsimile": FacsimileForm,
}
"""The front matter of each kind of contribution."""


class ReadingForm(Form):
    """A reading that a reviewer chose."""

    start: Annotated[int, Field(ge=0)]
    before: str
    reading: str


class ReadingsForm(Form):
    """The file that the review page saves."""

    kyyeu: Literal["readings"]
    version: Literal[1]
    source: OneLine
    sha256: Annotated[str, StringConstraints(pattern=DIGEST)]
    damage: OneLine | None  # pages made before ``none`` had a name save null for it
    readings: list[ReadingForm]


_FILE_NAME, _SLUG = TypeAdapter[str](FileName), TypeAdapter[str](Slug)


def is_file_name(value: object) -> bool:
    """Whether a header may call a file so."""
    return _holds(_FILE_NAME, value)


def is_slug(value: object) -> bool:
    """Whether booklet.yaml may list an article so."""
    return _holds(_SLUG, value)


def _holds(type_: TypeAdapter[str], value: object) -> bool:
    try:
        type_.validate_python(value)
    except ValidationError:
        return False
    return True
