"""An error as a sentence in the reader's language: what is wrong, where, and what to do next."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from textwrap import shorten

from kyyeu.errors import KyyeuError, Term

LANGUAGES = ("vi", "en")

_LONGEST = 300  # characters of an error that another one quotes


def word_error(error: KyyeuError, language: str) -> str:
    """The error on one to three lines: ``file:line: what`` and ``→ what to do``."""
    place = word_place(error)
    what, action = (_say(error, part, language) for part in ("what", "do"))
    return f"{place}: {what}\n  → {action}" if place else f"{what}\n  → {action}"


def word_place(error: KyyeuError) -> str:
    """Where it is, as ``file:line``; empty where it is nowhere in particular."""
    path = error.path and word_path(error.path)
    return ":".join(str(part) for part in (path, error.line) if part is not None)


def word_problem(error: KyyeuError, language: str) -> str:
    """What is wrong alone, to stand in another sentence; cut where it quotes a long line."""
    return shorten(_say(error, "what", language), _LONGEST, placeholder=" …")


def word(name: str, language: str, /, **facts: object) -> str:
    """A sentence of the command's own: entry `name` of ``[said]``."""
    return str(_table()["said"][name][language]).format_map(facts)


def word_damage(name: str, language: str) -> str:
    """What a damage did, in a few words: its entry of ``[damages]``."""
    return str(_table()["damages"][name][language])


def word_damages(language: str) -> str:
    """Every name there is for ``--damage`` and what it means, one a line."""
    names = _table()["damages"]
    width = max(map(len, names))
    return "\n".join(f"  {name:{width}}  {word_damage(name, language)}" for name in names)


def word_path(path: Path) -> str:
    """The path as one would type it here: as it was given, no link followed."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):  # it is elsewhere, or relative; “here” was deleted meanwhile
        return str(path)


@cache
def _table() -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    return tomllib.loads(files("kyyeu.speech").joinpath("messages.toml").read_text("utf-8"))


def _say(error: KyyeuError, part: str, language: str) -> str:
    facts = {name: _word_fact(value, language) for name, value in error.facts.items()}
    return str(_table()["errors"][error.code][language][part]).format_map(facts)


def _word_fact(value: object, language: str) -> object:
    if isinstance(value, KyyeuError):
        return word_problem(value, language)
    if isinstance(value, Term):
        return _table()["terms"][value][language] if value else ""
    return value
