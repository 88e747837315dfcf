"""``kyyeu check``: every gate on the content and on the books, and all that was found in one table."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kyyeu.cli.build import folder_options, fresh_option, open_store
from kyyeu.cli.frame import Command, Options
from kyyeu.cli.screen import Progress, report, say
from kyyeu.speech.messages import Voice, word_line, word_path

if TYPE_CHECKING:
    from kyyeu.checks.verdicts import Verdict

_GRADES = ("error", "warning", "note")


def check_command(voice: Voice) -> click.Command:
    """The command."""

    def run(strict: bool, format: str, fresh: bool, **places: Path | None) -> int:
        from kyyeu.pipeline import check
        from kyyeu.volumes.finding import find_workplace

        workplace = find_workplace(**places)
        with Progress(voice) as progress:
            store = open_store(fresh)
            found = check(workplace.content, workplace.templates, workplace.out, progress, store)
        if format == "json":
            report(_as_json(found, voice))
        else:
            _show(found, voice)
        return _status(found, strict)

    options = Options("check", voice)
    formats = options.make("format", type=click.Choice(["table", "json"]), default="table")
    params = [*folder_options(options), options.flag("strict"), fresh_option(options), formats]
    return Command("check", voice, params, run)


def _status(found: "Sequence[Verdict]", strict: bool) -> int:
    """That of the gravest error; where the command is strict, whatever should be looked at is one."""
    wrong = _GRADES[: 2 if strict else 1]
    return max((verdict.error.exit_status for verdict in found if verdict.grade.value in wrong), default=0)


def _show(found: "Sequence[Verdict]", voice: Voice) -> None:
    """The table, file by file, and how much of each grade there is in it."""
    counts = {grade: sum(verdict.grade.value == grade for verdict in found) for grade in _GRADES}
    width = max((len(verdict.error.code) for verdict in found), default=0)
    for place, verdicts in groupby(found, key=lambda verdict: verdict.error.path):
        report(click.style(word_path(place), bold=True) if place else voice.word("check-nowhere"))
        for verdict in verdicts:
            report("\n".join(_rows(verdict, width, voice)))
    if counts["error"] or counts["warning"]:
        say(voice.word("check-found", errors=counts["error"], warnings=counts["warning"]))
    else:
        say(voice.word("check-sound"))


def _rows(verdict: "Verdict", width: int, voice: Voice) -> Iterator[str]:
    """Line, grade, code, what was found; below it what to do."""
    what, action = voice.word_parts(verdict.error)
    grade = voice.word(f"grade-{verdict.grade.value}")
    line = word_line(verdict.error)
    yield f"{line:>6}  {grade:<9}  {verdict.error.code:<{width}}  {what}"
    yield f"{'':{width + 19}}  → {action}"


def _as_json(found: "Sequence[Verdict]", voice: Voice) -> str:
    """The same for a program; sentences are in the user's language, codes and grades in none."""
    entries = []
    for verdict in found:
        what, action = voice.word_parts(verdict.error)
        error = verdict.error
        place = {"file": word_path(error.path) if error.path else None, "line": error.line}
        entries.append(
            {"code": error.code, "grade": verdict.grade.value, **place, "what": what, "do": action}
        )
    return json.dumps({"version": 1, "found": entries}, ensure_ascii=False, indent=2)
