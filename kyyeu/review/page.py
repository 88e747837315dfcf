"""A restoration as a page for its reviewer: one HTML file that needs no network, no server and no program."""

import hashlib
import json
import tomllib
from base64 import b64encode
from bisect import bisect_left
from collections.abc import Collection, Container, Iterator
from functools import cache
from html import escape
from importlib.resources import files
from operator import attrgetter
from pathlib import Path
from string import Template

from kyyeu.restorer import Restoration, Step
from kyyeu.restorer.damage import NONE, Damage, damage_named
from kyyeu.speech.messages import word_damage
from kyyeu.speech.numbers import word_probability, word_threshold

_SCRIPTS = ("page.js", "damage.js", "places.js", "readings.js", "list.js", "panel.js", "keys.js")

_MARK = b'<meta name="generator" content="kyyeu review">'
_HEAD = 500  # bytes at a page's beginning that have the mark in them

_HARMLESS = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})
"""What could end a script element, written as JSON may write it."""


def render_review(
    restoration: Restoration,
    name: str,
    sure: float,
    language: str = "vi",
    joined: Collection[int] = (),
) -> str:
    """The page as HTML: the source beside the restoration, and what is less sure than `sure` marked.

    `name` is the source's file name, `sure` a probability, `language` one of those in labels.toml. Lines of
    the source that go on the line before are `joined`, by their numbers from 1. The same arguments give the
    same text.

    Raises:
        ValueError: `sure` is no probability.
        KeyError: there are no labels in this language.
    """
    if not 0 <= sure <= 1:
        raise ValueError(f"{sure} is not between 0 and 1")
    labels = _labels()[language]
    script, style = "\n".join(map(_part, _SCRIPTS)), _part("page.css")
    doubtful = [step for step in restoration.steps if step.probability < sure]
    facts = {
        "places": len(doubtful), "steps": len(restoration.steps), "sure": word_threshold(sure, language),
        "damage": restoration.damage, "what": word_damage(restoration.damage, language),
    }  # fmt: skip
    said = "sound" if restoration.damage == NONE.name else "summary" if doubtful else "certain"
    facts |= {"percent": word_probability(restoration.sure, language), "unknown": len(restoration.unknown)}
    facts |= {"joined": len(joined)}
    more = {"unsure": restoration.sure < sure, "unknown": restoration.unknown, "joined": joined}
    summary = [
        labels["intro"][each].format(**facts) for each in (said, *(each for each in more if more[each]))
    ]
    return Template(_part("page.html")).substitute(
        labels["page"],
        language=language,
        script_hash=_hash(script),
        style_hash=_hash(style),
        name=escape(name),
        summary=escape(" ".join(summary)),
        rows="\n".join(_rows(restoration, sure, joined)),
        data=_json(_data(restoration, doubtful, name, labels["script"])),
        script=script,
        style=style,
    )


def is_review(path: Path) -> bool:
    """Whether that is a page made here; what can't be read is none."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return False
        with path.open("rb") as page:
            return _MARK in page.read(_HEAD)
    except OSError:
        return False


def _rows(restoration: Restoration, sure: float, joined: Container[int]) -> Iterator[str]:
    """Source and restoration side by side, a row for every line that has something on it."""
    steps, start = iter(restoration.steps), 0
    step = next(steps, None)
    for number, line in enumerate(restoration.source.split("\n"), 1):
        end = start + len(line)
        here = []
        while step and step.start <= end:
            here.append(step)
            step = next(steps, None)
        if here or line.strip():
            yield _row(restoration, here, start, end, sure, ' class="joined"' if number in joined else "")
        start = end + 1


def _row(restoration: Restoration, steps: list[Step], start: int, end: int, sure: float, manner: str) -> str:
    source, restored, place = [], [], start
    for step in steps:
        doubtful = step.probability < sure
        kept = escape(restoration.source[place : step.start])
        source += [kept, f"<u>{escape(step.before)}</u>" if doubtful else escape(step.before)]
        letters = _lettered(restoration, step)
        restored += [
            _kept(restoration, place, step.start),
            f"<mark>{letters}</mark>" if doubtful else letters,
        ]
        place = step.end
    source.append(escape(restoration.source[place:end]))
    restored.append(_kept(restoration, place, end))
    # Letters restored one after the other share an element, so that a long text stays light.
    cells = "".join(source), "".join(restored).replace("</i><i>", "")
    return f'<div role="row"{manner}><p role="cell">{cells[0]}</p><p role="cell">{cells[1]}</p></div>'


def _kept(restoration: Restoration, start: int, end: int) -> str:
    """A stretch of the source that stays as it is, each word that nobody knows in an <em>."""
    first = bisect_left(restoration.unknown, start, key=attrgetter("end"))
    last = bisect_left(restoration.unknown, end, key=attrgetter("start"))
    pieces, place = list[str](), start
    for word in restoration.unknown[first:last]:
        begin, stop = max(word.start, place), min(word.end, end)
        if begin < stop:
            unknown = f"<em>{escape(restoration.source[begin:stop])}</em>"
            pieces += [escape(restoration.source[place:begin]), unknown]
            place = stop
    return "".join([*pieces, escape(restoration.source[place:end])])


def _lettered(restoration: Restoration, step: Step) -> str:
    """What was restored, each letter that the damage would take again in an <i>."""
    damage, previous = damage_named(restoration.damage), _previous(restoration, step)
    text, pieces, place = previous + step.after, [], len(previous)
    for start, end in damage.taken(text):
        if start >= place:
            pieces += [escape(text[place:start]), f"<i>{escape(text[start:end])}</i>"]
            place = end
    return "".join([*pieces, escape(text[place:])])


def _previous(restoration: Restoration, step: Step) -> str:
    """The character that stands before the step, as `Restoration.with_readings` sees it."""
    return restoration.source[: step.start][-1:] or "\n"


def _data(
    restoration: Restoration, doubtful: list[Step], name: str, labels: dict[str, str]
) -> dict[str, object]:
    """All that the script has to know and the document does not show."""
    return {
        "name": name,
        "digest": hashlib.sha256(restoration.source.encode()).hexdigest(),
        "damage": restoration.damage,
        "rule": _rule(damage_named(restoration.damage)),
        "places": [
            {
                "start": step.start,
                "before": step.before,
                "after": step.after,
                "probability": step.probability,
                "alternatives": [[other.text, other.probability] for other in step.alternatives],
                "previous": _previous(restoration, step),
                "following": restoration.source[step.end : step.end + 1],
            }
            for step in doubtful
        ],
        "labels": labels,
    }


def _rule(damage: Damage) -> dict[str, object]:
    """The damage as the script can do it."""
    return {"lost": damage.lost, "remains": dict(damage.remains), "mark": damage.mark}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_HARMLESS)


def _hash(text: str) -> str:
    """The text's hash as a Content-Security-Policy names it."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _part(name: str) -> str:
    return files("kyyeu.review").joinpath(name).read_text("utf-8")


@cache
def _labels() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(_part("labels.toml"))
