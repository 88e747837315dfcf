"""One source from its bytes to a proved article: all of the work, and no file but the model read.

A task and what comes of it are values, so that they travel to another process or another machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from kyyeu.content.articles import prove_draft
from kyyeu.content.forms import make_form
from kyyeu.content.header import render_front_matter
from kyyeu.content.plain_text import decode_source
from kyyeu.errors import ContentError, Problems, Term, problem_of
from kyyeu.files import read_file
from kyyeu.intake.chosen import Chosen, take_chosen
from kyyeu.intake.doubts import Doubt
from kyyeu.intake.draft import Draft, draft_article
from kyyeu.intake.lines import SourceLine, count_words, cut_lines
from kyyeu.intake.matter import matter_of
from kyyeu.intake.otherwise import Otherwise, find_otherwise
from kyyeu.intake.recut import restore_source
from kyyeu.model import Account
from kyyeu.proving.spelling import count_line_ends
from kyyeu.restorer import (
    AUTO,
    CHOICES,
    AmbiguousDamage,
    BrokenModel,
    Evidence,
    Restoration,
    UnknownDamage,
    restore,
)
from kyyeu.restorer.adaptation import HEADER, adapted_model
from kyyeu.restorer.damage import NONE
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.model_file import parse_model
from kyyeu.schema import ArticleForm

_MOST_BYTES = 100_000_000  # of a model; the shipped one has a twentieth of it
MOST_SHOWN = 12
"""Doubts that are kept to be shown; the article's header has them all."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the sources of one command are to be restored."""

    damage: str = "auto"
    """A damage's name, ``auto`` or ``none``."""
    sure: float = 0.99
    """The probability, 0 to 1, below which a reading is a doubt."""
    model: Path | None = None
    """A model file in place of the shipped one."""
    readings: Chosen | None = None
    """What a reviewer chose."""
    review: str = ""
    """The language of the page to review the restoration, where one is wanted as well."""


@dataclass(frozen=True, slots=True)
class Task:
    """One source to restore."""

    path: Path
    """The source's own place, for messages."""
    article: Path
    """Where the article will be: ``…/articles/<slug>.md``."""
    file: str
    """The source's name under ``content/sources/``."""
    data: bytes = field(repr=False)
    """What the source file holds."""
    manner: Manner
    """How to restore it."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a task."""

    text: str = field(repr=False)
    """The article's file, proved."""
    damage: str
    """The damage undone, or ``none``."""
    why: tuple[Evidence, ...]
    """What spoke for each damage, the best first; empty where the damage was named."""
    sure: float
    """How likely that damage is the right one, between 0 and 1."""
    titled: bool
    """Whether the source has the title."""
    joined_lines: tuple[int, ...]
    """The source's lines that were joined to the one before, by their numbers."""
    letters: int
    """Letters put back, as the note on the text will say."""
    joined: int
    """Spaces taken out of words, as the note on the text will say."""
    parted: int
    """Spaces put between words."""
    syllables: int
    """Words of the restored text, counted at white space."""
    restored: int
    """Those of them to which something was put back."""
    certain: int
    """Those of them of which nothing is in doubt, the damage included."""
    doubtful: int
    """Those of them with a reading below the threshold."""
    otherwise: Otherwise | None
    """Lines that were damaged in another way; None where there are none."""
    doubts: tuple[Doubt, ...]
    """The least certain of them, the least first."""
    unknown: tuple[tuple[str, int], ...]
    """Words left as they are, since no vocabulary explains them, each with the first line it is on."""
    review: str = field(default="", repr=False)
    """The page to review it, where one was asked for."""


def run(task: Task) -> Restored:
    """The article of a task. Raises ContentError or Problems, which say what to mend."""
    text = decode_source(task.data, task.path)
    if not text.strip():
        raise ContentError("empty-source", task.path)
    damage, restoration = _restore(text, task)
    lines = cut_lines(restoration)
    draft = draft_article(lines, damage, task.path.with_name(task.file), task.article.stem, task.manner.sure)
    otherwise = find_otherwise(lines, restoration.damage, load_model(task.manner.model))
    named = task.manner.damage not in (AUTO, NONE.name)
    if not restoration.vietnamese and (named or not otherwise or _is_outweighed(otherwise, restoration)):
        raise _refusal(restoration, named, task)
    account = _prove(draft, task)
    syllables = sum(len(line.restored.split()) for line in lines)
    doubtful = _count_doubtful(lines, draft, restoration.sure < task.manner.sure)
    return Restored(
        text=render_front_matter(draft.header) + draft.body,
        damage=damage,
        why=() if named else restoration.why,
        sure=restoration.sure,
        titled=draft.titled,
        joined_lines=draft.joined,
        letters=account.restored,
        joined=account.joined,
        parted=account.parted,
        syllables=syllables,
        restored=count_words(lines, lambda step: step.before != step.after),
        certain=max(0, syllables - doubtful - len(restoration.unknown)),
        doubtful=doubtful,
        otherwise=otherwise,
        doubts=tuple(sorted(draft.doubts, key=lambda doubt: doubt.step.probability)[:MOST_SHOWN]),
        unknown=_find_unknown(restoration),
        review=_render_review(replace(restoration, damage=damage), draft, task) if task.manner.review else "",
    )


def _count_doubtful(lines: Sequence[SourceLine], draft: Draft, damage_doubted: bool) -> int:
    """Words to be looked at: those with a doubt in them, or all where the damage itself is doubted."""
    if damage_doubted:
        return sum(len(line.restored.split()) for line in lines)
    doubted = {doubt.step.start for doubt in draft.doubts}
    return count_words(lines, lambda step: step.start in doubted)


def _is_outweighed(otherwise: Otherwise, restoration: Restoration) -> bool:
    """Whether all lines together tell of another damage than single ones do."""
    return restoration.why[0].damage not in (NONE.name, otherwise.damage)


def _refusal(restoration: Restoration, named: bool, task: Task) -> ContentError:
    """Why nothing can be made of a source: what befell it is not known, or not what its user says."""
    likelier = restoration.why[0].damage if restoration.why else NONE.name
    if likelier in (NONE.name, restoration.damage):
        return ContentError(matter_of(restoration.source), task.path)
    if named:
        return ContentError("other-damage", task.path, name=restoration.damage, likelier=likelier)
    if restore(restoration.source, likelier, load_model(task.manner.model)).vietnamese:
        return ContentError("more-than-damage", task.path, likelier=likelier)
    return ContentError(matter_of(restoration.source), task.path)


def _prove(draft: Draft, task: Task) -> Account:
    """What the proof tells of the article as it will stand; raises ContentError where that is not proved."""
    try:
        form = make_form(draft.header, ArticleForm, task.article)
        return prove_draft(form, draft.body, task.article, task.data)
    except (ContentError, Problems) as error:
        first = error.errors[0] if isinstance(error, Problems) else error
        raise ContentError("not-proved", task.path, problem=first) from None


def _find_unknown(restoration: Restoration) -> tuple[tuple[str, int], ...]:
    """The words that nothing explains, each once, with the first line it is on, from 1."""
    source, lines = restoration.source, dict[str, int]()
    for word in restoration.unknown:
        lines.setdefault(source[word.start : word.end], count_line_ends(source, word.start) + 1)
    return tuple(lines.items())


def _restore(text: str, task: Task) -> tuple[str, Restoration]:
    """What befell the text, and the restoration of what its notations say."""
    manner = task.manner
    model, damage = load_model(manner.model), manner.damage
    if manner.readings and damage == "auto":
        damage = manner.readings.damage
    try:
        found, restoration = restore_source(text, damage, model)
        if manner.readings:
            restoration = take_chosen(manner.readings, found, restoration, task.path)
        return found, restoration
    except UnknownDamage as error:
        raise ContentError("unknown-damage", task.path, name=error.name, known=", ".join(CHOICES)) from None
    except AmbiguousDamage as error:
        raise ContentError("ambiguous-damage", task.path, names=", ".join(error.names)) from None


@lru_cache(maxsize=1)
def load_model(path: Path | None) -> Model | None:
    """The model in a file, be it whole or the counts of `adapt`; None, for the shipped one, without a file.

    It is loaded once in a process. Raises ContentError where it is not there, or broken.
    """
    if path is None:
        return None
    try:
        data = read_file(path, _MOST_BYTES)
        return adapted_model(data.decode()) if data.startswith(HEADER.encode()) else parse_model(data)
    except BrokenModel as error:
        raise ContentError("broken-model", path, error.line, problem=Term(error.reason)) from None
    except UnicodeDecodeError as error:
        raise ContentError("broken-model", path, problem=problem_of(error)) from None
    except FileNotFoundError:
        raise ContentError("no-model", path) from None
    except OSError as error:
        raise ContentError("unreadable", path, problem=problem_of(error)) from None


def _render_review(restoration: Restoration, draft: Draft, task: Task) -> str:
    from kyyeu.review.page import render_review  # whoever asks for no page does without

    return render_review(
        restoration, task.file, task.manner.sure, task.manner.review, frozenset(draft.joined)
    )
