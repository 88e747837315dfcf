"""The idiom of each kind of contribution, as its header says it."""

from kyyeu.content.entries import Entry
from kyyeu.content.kinds.verse import VERSE
from kyyeu.content.kinds.voices import interview
from kyyeu.content.kinds.years import YEARS
from kyyeu.content.prose.idiom import PLAIN, Idiom
from kyyeu.schema import FORMS, ArticleForm, InterviewForm

_IDIOMS = {"poem": VERSE, "chronicle": YEARS}


def form_of(header: Entry) -> type[ArticleForm]:
    """The form of the header: that of an article where it names no kind, or none that is known."""
    kind = header.value.get("kind")
    return FORMS.get(kind, ArticleForm) if isinstance(kind, str) else ArticleForm


def idiom_of(header: Entry) -> Idiom:
    """How the text under the header is written."""
    kind = header.value.get("kind")
    if kind == "interview":
        return interview(*(_names(header, key) for key in ("asks", "answers")))
    return _IDIOMS.get(kind, PLAIN) if isinstance(kind, str) else PLAIN


def _names(header: Entry, key: str) -> list[str]:
    """The names in an entry of an interview's header; those of the form where there are none."""
    given = header.value.get(key)
    named = [name.strip() for name in given if isinstance(name, str)] if isinstance(given, list) else []
    default: list[str] = InterviewForm.model_fields[key].default
    return [name for name in named if name] or default
