"""An error as a sentence in the reader's language: what is wrong, where, and what to do next."""

import os
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePath
from textwrap import shorten
from unicodedata import category

from kyyeu.errors import KyyeuError, Term

LANGUAGES = ("vi", "en")

_LONGEST = 300  # characters of an error that another one quotes


@dataclass(frozen=True, slots=True)
class Voice:
    """Whom the program speaks to, and by what name they called it."""

    language: str
    """One of `LANGUAGES`."""
    command: str = "kyyeu"
    """As it was typed: ``kyyeu``, ``python3 build.py``."""

    def word(self, name: str, /, **facts: object) -> str:
        """A sentence of the command's own, which may name the command."""
        return word(name, self.language, **{"command": self.command, **facts})

    def word_help(self, command: str, option: str, **facts: object) -> str:
        """What an option of a command does: its entry of ``[help.<command>]``, else of ``[help.every]``."""
        table = _table()["help"]
        entry = table[command].get(option) or table["every"][option]
        return str(entry[self.language]).format_map({"command": self.command, **facts})

    def word_error(self, error: KyyeuError) -> str:
        """The error on one to three lines: ``file:line: what`` and ``→ what to do``."""
        return word_error(error, self.language, self.command)

    def word_parts(self, error: KyyeuError) -> tuple[str, str]:
        """What was found, and what to do about it."""
        return _say(error, "what", self.language, self.command), _say(
            error, "do", self.language, self.command
        )


def word_error(error: KyyeuError, language: str, command: str = "kyyeu") -> str:
    """The error on one to three lines: ``file:line: what`` and ``→ what to do``, be it by the `command`."""
    place = word_place(error)
    what, action = (_say(error, part, language, command) for part in ("what", "do"))
    return f"{place}: {what}\n  → {action}" if place else f"{what}\n  → {action}"


def word_place(error: KyyeuError) -> str:
    """Where it is, as ``file:line`` or ``file:sheet!cell``; empty where it is nowhere in particular."""
    path = error.path and word_path(error.path)
    return ":".join(part for part in (path, word_line(error)) if part)


def word_line(error: KyyeuError) -> str:
    """Which line of its file it is on, or which cell of a workbook; empty where it is on none."""
    cell = error.facts.get("cell")
    return _visible(str(cell)) if cell else str(error.line or "")


def word_problem(error: KyyeuError, language: str) -> str:
    """What is wrong alone, to stand in another sentence; cut where it quotes a long line."""
    return shorten(_say(error, "what", language), _LONGEST, placeholder=" …")


def word(name: str, language: str, /, **facts: object) -> str:
    """A sentence of the command's own: entry `name` of ``[said]``."""
    shown = {key: _word_fact(value, language) for key, value in facts.items()}
    return str(_table()["said"][name][language]).format_map(shown)


def word_damage(name: str, language: str) -> str:
    """What a damage did, in a few words; of several after one another what each did."""
    return "; ".join(_word_one_damage(part, language) for part in name.split(", "))


def _word_one_damage(name: str, language: str) -> str:
    """Its entry of ``[damages]``; where its name tells more, that of its kind."""
    damages, kinds = _table()["damages"], _table()["damage-kinds"]
    if name in damages:
        return str(damages[name][language])
    kind, facts = _parse_damage(name)
    return str(kinds[kind][language]).format_map(facts)


def _parse_damage(name: str) -> tuple[str, dict[str, str]]:
    """The kind of a damage that `kyyeu.restorer.damage` has no entry for, and what its name tells."""
    if name.startswith("utf8-as-"):
        return "misread", {"page": name.removeprefix("utf8-as-")}
    if name.startswith("windows-1252-as-"):
        return "taken", {"page": name.removeprefix("windows-1252-as-")}
    if name.startswith("vni-in-"):
        return "vni-in", {"page": name.removeprefix("vni-in-").partition("=")[0]}
    if name.startswith("lost:"):
        return "lost-letter", {"letters": name.removeprefix("lost:")}
    if name.startswith("marks-lost:"):
        return "lost-marks", {"marks": name.removeprefix("marks-lost:")}
    return "placeholders", {"signs": name.partition("as-")[2]}


def word_damages(language: str) -> str:
    """Every name there is for ``--damage`` and what it means, one a line."""
    names = _table()["damages"]
    width = max(map(len, names))
    return "\n".join(f"  {name:{width}}  {word_damage(name, language)}" for name in names)


def word_path(path: PurePath) -> str:
    """The path as one would type it here: as it was given, no link followed, its parts divided by ``/``.

    One that climbs comes down again where it can: in ``content/articles`` an article is its file's name.
    """
    try:
        here = Path(os.path.relpath(path)) if _only_climbs(path) else path.relative_to(Path.cwd())
    except (ValueError, OSError):  # it is elsewhere, or relative; “here” was deleted meanwhile
        here = path
    return _visible(here.as_posix())


def _visible(text: str) -> str:
    r"""The text, its controls written out: no name of a file moves the cursor or begins a line of its own.

    >>> _visible("anh\x1b]0;\n.png")
    'anh[U+001B]]0;[U+000A].png'
    """
    return "".join(char if _is_shown(char) else f"[U+{ord(char):04X}]" for char in text)


def _is_shown(char: str) -> bool:
    return category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _only_climbs(path: PurePath) -> bool:
    """Whether it climbs at first and never again, so that no link is in what is left out."""
    above = path.parts.count("..")
    return above > 0 and path.parts[:above] == ("..",) * above


@cache
def _table() -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    return tomllib.loads(files("kyyeu.speech").joinpath("messages.toml").read_text("utf-8"))


def _say(error: KyyeuError, part: str, language: str, command: str = "kyyeu") -> str:
    facts = {name: _word_fact(value, language) for name, value in error.facts.items()}
    facts["command"] = command
    return str(_table()["errors"][error.code][language][part]).format_map(facts)


def _word_fact(value: object, language: str) -> object:
    if isinstance(value, KyyeuError):
        return word_problem(value, language)
    if isinstance(value, Term):
        return _table()["terms"][value][language] if value else ""
    if isinstance(value, PurePath):
        return _visible(value.as_posix())
    return value if isinstance(value, int | float | date) else _visible(str(value))
