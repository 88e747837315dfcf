"""Mistakes gathered, so that an editor sees all of them at once, each with its line."""

from collections.abc import Callable, Mapping
from pathlib import Path

from kyyeu.errors import ContentError


def placed(task: Callable[[], object], path: Path, text: str) -> object:
    """The task's result; an error of it that names the file `path` but no line gets the line it quotes."""
    try:
        return task()
    except ContentError as error:
        if error.path == path and error.line is None:
            error.line = _find_line(text, error.facts)
        raise


def _find_line(text: str, facts: Mapping[str, object]) -> int | None:
    """The line (from 1) that has one of an error's facts in it: quoted words, a slug, a file's name."""
    for fact in (str(facts[name]) for name in ("text", "slug", "name") if name in facts):
        wanted = Path(fact).stem if fact.endswith(".md") else Path(fact).name
        for number, line in enumerate(text.split("\n"), 1):
            if wanted in line:
                return number
    return None
