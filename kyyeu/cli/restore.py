"""``kyyeu restore``: damaged sources to articles."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kyyeu.cli.frame import FOLDER, Command, Options, Probability
from kyyeu.cli.screen import Progress, complain, detail, say, tell
from kyyeu.cli.summary import summarise, word_otherwise
from kyyeu.errors import ContentError, KyyeuError, Problems, problem_of
from kyyeu.speech.messages import Voice, word, word_damages, word_path
from kyyeu.speech.numbers import word_number

if TYPE_CHECKING:
    from kyyeu.archive.archive import Archive, Outcome
    from kyyeu.intake.chosen import Chosen
    from kyyeu.intake.task import Restored
    from kyyeu.processes.workers import Workers


_MOST_JOBS = 1024  # processes; more than that is a slip of the finger


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be restored, and how: a field for each argument and option."""

    places: tuple[Path, ...]
    """Sources, and folders of them."""
    content: Path | None
    """Where articles go; the booklet's own folder unless another was named."""
    damage: str
    """The damage's name, ``auto`` or ``none``."""
    sure: float
    """The probability from which a reading is certain."""
    model: Path | None
    """A model in place of the shipped one."""
    readings: Path | None
    """What a reviewer chose."""
    review: Path | None
    """Where pages to review go."""
    force: bool
    """Whether articles that are there are made anew."""
    jobs: int | None
    """How many processes work; one a core unless it is said."""
    cluster: str | None
    """The address of the cluster that works in their place."""

    def alone(self) -> bool:
        """Whether it is one source, and no folder."""
        return len(self.places) == 1 and not os.path.isdir(self.places[0])

    def run(self, voice: Voice) -> int:
        """The exit status, once all is done that can be."""
        from kyyeu.processes.workers import find_workers

        archive = self._open(voice.language)
        with find_workers(self.cluster, self.jobs, self.alone()) as workers:
            restore = _restore_one if self.alone() else _restore_many
            return restore(archive, self.places, workers, voice)

    def _open(self, language: str) -> "Archive":
        """The archive to restore into. What is wrong with the order is told once, not for every source."""
        from kyyeu.archive.archive import Archive
        from kyyeu.intake.task import Manner, load_model
        from kyyeu.volumes.finding import find_workplace

        if self.readings and not self.alone():
            raise ContentError("readings-for-one")
        _check_damage(self.damage)
        content = find_workplace(self.content).content
        if not os.path.lexists(content):  # a mistyped one would become a new folder
            raise ContentError("no-content-folder", content)
        model = self.model and self.model.absolute()
        load_model(model)
        chosen = _read_readings(self.readings) if self.readings else None
        manner = Manner(self.damage, self.sure, model, chosen, language if self.review else "")
        return Archive(content, manner, self.force, self.review, resume=not self.alone())


def restore_command(voice: Voice) -> click.Command:
    """The command."""

    def run(**given: Any) -> int:
        return _Order(**given).run(voice)

    options = Options("restore", voice)
    params = [
        click.Argument(["places"], nargs=-1, required=True, type=FOLDER),
        options.make("damage", default="auto", metavar="NAME", shell_complete=_complete_damage),
        options.make("sure", type=Probability(), default=0.99, metavar="P"),
        options.make("readings", type=FOLDER, metavar="FILE"),
        options.make("review", type=FOLDER, metavar="DIR"),
        options.flag("force"),
        options.make("model", type=FOLDER, metavar="FILE"),
        options.make("jobs", type=click.IntRange(1, _MOST_JOBS), metavar="N"),
        options.make("cluster", metavar="ADDRESS"),
        options.make("content", type=FOLDER, metavar="DIR"),
    ]
    return Command("restore", voice, params, run, damages=word_damages(voice.language))


def _complete_damage(context: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """The damages whose names begin so."""
    from kyyeu.restorer import CHOICES

    return [name for name in CHOICES if name.startswith(begun)]


def _check_damage(name: str) -> None:
    """A name that is none is told once, not for every file."""
    from kyyeu.restorer import CHOICES, UnknownDamage
    from kyyeu.restorer.damage import damage_named

    if name in CHOICES:
        return
    try:
        damage_named(name)
    except UnknownDamage:
        raise ContentError("unknown-damage", name=name, known=", ".join(CHOICES)) from None


def _read_readings(path: Path) -> "Chosen":
    from kyyeu.files import read_file
    from kyyeu.intake.chosen import parse_chosen

    try:
        return parse_chosen(read_file(path).decode("utf-8-sig"), path)
    except FileNotFoundError:
        raise ContentError("no-file", path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError("unreadable", path, problem=problem_of(error)) from None


def _restore_one(archive: "Archive", places: tuple[Path, ...], workers: "Workers", voice: Voice) -> int:
    """Done, which is told at length; what prevents it is raised."""
    from kyyeu.archive.sources import find_sources

    (outcome,) = archive.restore_all(find_sources(places, archive.content), workers)
    if outcome.problem:
        raise outcome.problem
    assert outcome.restored is not None
    say("\n".join([word_path(outcome.article), *summarise(outcome, archive.manner.sure, voice.language)]))
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

    def count(self) -> int:
        """How many sources there were."""
        return self.done + self.kept + len(self.problems)

    def word(self, seconds: float, voice: Voice) -> str:
        """How many became articles in how long, and which of them want an editor."""
        counts = {"done": self.done, "kept": self.kept, "failed": len(self.problems)}
        head = voice.word("archive-done", **counts, seconds=word_number(seconds, voice.language))
        noted = ([word_path(path), *said] for path, said in sorted(self.noted, key=itemgetter(0)))
        return "\n".join([head, *chain.from_iterable(noted)])


def _tell_wants(restored: "Restored", language: str) -> Iterator[str]:
    """What an editor must do about an article that would be wrong in the booklet as it is."""
    if not restored.titled:
        yield word("restored-untitled", language)
    if restored.otherwise:
        yield word_otherwise(restored.otherwise, language)


def _restore_many(archive: "Archive", places: tuple[Path, ...], workers: "Workers", voice: Voice) -> int:
    """The status: that of the worst problem; the rest is done all the same. 130 where it was interrupted."""
    from kyyeu.archive.sources import find_sources

    started, tally = time.monotonic(), _Tally()
    find = partial(find_sources, places, archive.content)
    try:
        with Progress(voice) as progress:
            total = sum(1 for _ in find()) if progress.shown else 0
            for done, outcome in enumerate(archive.restore_all(find(), workers), 1):
                tally.add(outcome, voice.language)
                progress.count(done, total)
                detail(word_path(outcome.source.path))
    except KeyboardInterrupt:
        complain(voice.word("archive-stopped", done=tally.done))
        return 130
    if not tally.count():
        raise ContentError("no-sources", places[0])
    say(tally.word(time.monotonic() - started, voice))
    return _tell_problems(sorted(tally.problems, key=itemgetter(0)), voice)


def _tell_problems(problems: list[tuple[Path, KyyeuError | Problems]], voice: Voice) -> int:
    """The list at the end, and the exit status: the worst one's."""
    if problems:
        complain(voice.word("archive-failed"))
    for _, problem in problems:
        tell(problem, voice)
    return max((problem.exit_status for _, problem in problems), default=0)
