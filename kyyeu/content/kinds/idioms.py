"""The idiom of each kind of contribution, as its header says it."""

from kyyeu.content.entries import Entry
from kyyeu.content.kinds.album import ALBUM
from kyyeu.content.kinds.formalities import letter, memoir, poem, speech
from kyyeu.content.kinds.people import people
from kyyeu.content.kinds.roll import roll
from kyyeu.content.kinds.voices import interview
from kyyeu.content.kinds.years import YEARS
from kyyeu.content.prose.idiom import PLAIN, Idiom, TableRows
from kyyeu.schema import FORMS, MOST_COLUMNS, ArticleForm, InterviewForm, is_file_name

_USUAL_COLUMNS = 2
_FORMAL = {"letter": letter, "speech": speech, "memoir": memoir, "poem": poem}


def form_of(header: Entry) -> type[ArticleForm]:
    """The form of the header: that of an article where it names no kind, or none that is known."""
    kind = header.value.get("kind")
    return FORMS.get(kind, ArticleForm) if isinstance(kind, str) else ArticleForm


def table_of(header: Entry) -> str:
    """The name of the table beside the text; empty where the header names none that its kind may have."""
    name = header.value.get("table")
    return name if "table" in form_of(header).model_fields and is_file_name(name) else ""


def idiom_of(header: Entry, rows: TableRows = ()) -> Idiom:
    """How the text under the header is written, with the `rows` of the table beside it.

    Of entries that are wrong, which the form tells of, nothing is taken.
    """
    given = header.value
    match given.get("kind"):
        case "letter" | "speech" | "memoir" | "poem" as kind:
            return _FORMAL[kind]({key for key, value in given.items() if value})
        case "chronicle":
            return YEARS
        case "interview":
            return interview(*(_names(header, key) for key in ("asks", "answers")))
        case "people":
            by = given.get("group_by")
            return people(rows, given.get("shows") != "table", by if isinstance(by, str) else "")
        case "roll":
            columns = given.get("columns")
            sound = isinstance(columns, int) and 1 <= columns <= MOST_COLUMNS
            return roll(rows, columns if sound else _USUAL_COLUMNS)
        case "album":
            return ALBUM
    return PLAIN


def _list(given: object) -> list[object]:
    return given if isinstance(given, list) else []


def _names(header: Entry, key: str) -> list[str]:
    """The names in an entry of an interview's header; those of the form where there are none."""
    named = [name.strip() for name in _list(header.value.get(key)) if isinstance(name, str)]
    default: list[str] = InterviewForm.model_fields[key].default
    return [name for name in named if name] or default
