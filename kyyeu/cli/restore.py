"""``build.py restore``: damaged sources to articles."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kyyeu.cli.frame import FOLDER, Command, Option, Probability, shared_options, tell
from kyyeu.cli.summary import summarise, word_otherwise
from kyyeu.errors import ContentError, KyyeuError, Problems, problem_of
from kyyeu.speech.messages import word, word_damages, word_path
from kyyeu.speech.numbers import word_number

if TYPE_CHECKING:
    from kyyeu.archive.archive import Archive, Outcome
    from kyyeu.archive.sources import Source
    from kyyeu.archive.workers import Workers
    from kyyeu.intake.chosen import Chosen
    from kyyeu.intake.task import Restored


def restore_command(language: str) -> click.Command:
    """The command."""

    def run(
        places: tuple[Path, ...], content: Path, damage: str, sure: float, model: Path | None,
        readings: Path | None, review: Path | None, force: bool, jobs: int | None, cluster: str | None,
    ) -> int:  # fmt: skip
        from kyyeu.archive.archive import Archive
        from kyyeu.archive.sources import find_sources
        from kyyeu.archive.workers import find_workers
        from kyyeu.intake.task import Manner, load_model

        alone = len(places) == 1 and not os.path.isdir(places[0])
        if readings and not alone:
            raise ContentError("readings-for-one")
        _check_damage(damage)
        if not os.path.lexists(content):  # a mistyped one would become a new folder
            raise ContentError("no-content-folder", content)
        load_model(model and model.absolute())  # one that is none is told once, not for every file
        chosen = _read_readings(readings) if readings else None
        manner = Manner(damage, sure, model and model.absolute(), chosen, language if review else "")
        archive = Archive(content, manner, force, review, resume=not alone)
        with find_workers(cluster, jobs, alone) as workers:
            if alone:
                return _restore_one(archive, next(find_sources(places, content)), workers, language)
            return _restore_many(archive, places, workers, language)

    return Command(
        "restore",
        callback=run,
        help=word("help-restore", language, damages=word_damages(language)),
        add_help_option=False,
        params=[
            click.Argument(["places"], nargs=-1, required=True, type=FOLDER),
            Option("damage", language, default="auto", metavar="NAME"),
            Option("sure", language, type=Probability(), default=0.99, metavar="P"),
            Option("readings", language, type=FOLDER, metavar="FILE"),
            Option("review", language, type=FOLDER, metavar="DIR"),
            Option("force", language, is_flag=True),
            Option("model", language, type=FOLDER, metavar="FILE"),
            Option("jobs", language, type=click.IntRange(1), metavar="N"),
            Option("cluster", language, metavar="ADDRESS"),
            Option("content", language, type=FOLDER, default=Path("content"), metavar="DIR"),
            *shared_options(language),
        ],
    )


def _check_damage(name: str) -> None:
    """A name that is none is told once, not for every file."""
    from kyyeu.restorer import CHOICES

    if name not in CHOICES:
        raise ContentError("unknown-damage", name=name, known=", ".join(CHOICES))


def _read_readings(path: Path) -> "Chosen":
    from kyyeu.intake.chosen import parse_chosen

    try:
        return parse_chosen(path.read_text("utf-8-sig"), path)
    except FileNotFoundError:
        raise ContentError("no-file", path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError("unreadable", path, problem=problem_of(error)) from None


def _restore_one(archive: "Archive", source: "Source", workers: "Workers", language: str) -> int:
    (outcome,) = archive.restore_all([source], workers)
    if outcome.problem:
        raise outcome.problem
    assert outcome.restored is not None
    click.echo(word_path(outcome.article))
    for line in summarise(outcome, archive.manner.sure, language):
        click.echo(line)
    return 0


@dataclass
class _Tally:
    """What has become of many sources so far."""

    done: int = 0
    """Articles made."""
    kept: int = 0
    """Articles that were there and were left."""
    noted: list[tuple[Path, list[str]]] = field(default_factory=list)
    """Sources that want an editor, and what is said of each."""
    problems: list[tuple[Path, KyyeuError | Problems]] = field(default_factory=list)
    """Sources of which nothing was made."""

    def add(self, outcome: "Outcome", language: str) -> None:
        """Count one source in."""
        self.done += outcome.restored is not None
        self.kept += outcome.kept and outcome.restored is None
        if outcome.restored and (said := list(_tell_wants(outcome.restored, language))):
            self.noted.append((outcome.source.path, said))
        if outcome.problem:
            self.problems.append((outcome.source.path, outcome.problem))


def _tell_wants(restored: "Restored", language: str) -> Iterator[str]:
    """What an editor must do about an article that would be wrong in the booklet as it is."""
    if not restored.titled:
        yield word("restored-untitled", language)
    if restored.otherwise:
        yield word_otherwise(restored.otherwise, language)
    elif not restored.vietnamese:
        yield word("restored-foreign", language)


def _restore_many(archive: "Archive", places: tuple[Path, ...], workers: "Workers", language: str) -> int:
    """The status: that of the worst problem; the rest is done all the same. 130 where it was interrupted."""
    from kyyeu.archive.sources import find_sources

    started, tally = time.monotonic(), _Tally()
    find = partial(find_sources, places, archive.content)
    try:
        with _progress(find, language) as advance:
            for outcome in archive.restore_all(find(), workers):
                tally.add(outcome, language)
                advance()
    except KeyboardInterrupt:
        click.echo(word("archive-stopped", language, done=tally.done), err=True)
        return 130
    failed = len(tally.problems)
    if not tally.done + tally.kept + failed:
        raise ContentError("no-sources", places[0])
    seconds = word_number(time.monotonic() - started, language)
    click.echo(
        word("archive-done", language, done=tally.done, kept=tally.kept, failed=failed, seconds=seconds)
    )
    for path, said in sorted(tally.noted, key=itemgetter(0)):
        click.echo("\n".join([word_path(path), *said]))
    return _tell_problems(sorted(tally.problems, key=itemgetter(0)), language)


def _tell_problems(problems: list[tuple[Path, KyyeuError | Problems]], language: str) -> int:
    """The list at the end, and the exit status: the worst one's."""
    if problems:
        click.echo(word("archive-failed", language), err=True)
    for _, problem in problems:
        tell(problem, language)
    return max((problem.exit_status for _, problem in problems), default=0)


@contextmanager
def _progress(find: Callable[[], Iterator["Source"]], language: str) -> Iterator[Callable[[], object]]:
    """A bar on a terminal, nothing in a pipe; call what comes back once for each source that is done."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        under_way = bar.add_task(word("archive-under-way", language), total=sum(1 for _ in find()))
        yield lambda: bar.advance(under_way)
