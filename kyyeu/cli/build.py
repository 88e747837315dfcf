"""``kyyeu build``, or ``kyyeu`` alone: make the booklet."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kyyeu.cache import Store, find_user_folder
from kyyeu.cli.frame import FOLDER, Clash, Command, Option, Options
from kyyeu.cli.screen import Progress, detail, report, say, tell_doubts, word_size
from kyyeu.errors import KyyeuError, Problems
from kyyeu.speech.messages import Voice, word_path
from kyyeu.speech.numbers import word_measure, word_number

if TYPE_CHECKING:
    from kyyeu.model import Finding
    from kyyeu.pipeline import Made
    from kyyeu.processes.workers import Workers


def build_command(voice: Voice) -> click.Command:
    """The command."""

    def run(
        only: str | None,
        proof: bool,
        cluster: str | None,
        show: bool,
        strict: bool,
        fresh: bool,
        **places: Path | None,
    ) -> None:
        from kyyeu.pipeline import build, build_galley  # pydantic, lxml and the rest

        if proof and only:
            raise Clash("proof-alone")
        with _open_cluster(cluster) as workers:
            make = build_galley if proof else partial(build, only=only, workers=workers)
            make_files(make, show, strict, open_store(fresh), places, voice)

    options = Options("build", voice)
    return Command(
        "build",
        voice,
        [
            options.make("only", type=click.Choice(["pdf", "epub"])),
            options.flag("proof"),
            options.make("cluster", metavar="ADDRESS"),
            *place_options(options),
            options.flag("version", is_eager=True, expose_value=False, callback=_show_version),
        ],
        run,
    )


def _open_cluster(address: str | None) -> "AbstractContextManager[Workers | None]":
    """The cluster at that address; None where none is named. Raises MachineError where nobody answers."""
    if address is None:
        return nullcontext()
    from kyyeu.processes.workers import Cluster

    return Cluster(address)


def folder_options(options: Options) -> Sequence[Option]:
    """Where to read, and where the books are."""
    return [options.make(name, type=FOLDER, metavar="DIR") for name in ("content", "templates", "out")]


def place_options(options: Options) -> Sequence[Option]:
    """Where to read and write, whether to show what was made, to pass what may be wrong, to make all anew."""
    return [
        *folder_options(options),
        options.flag("open", "show"),
        options.flag("strict"),
        fresh_option(options),
    ]


def fresh_option(options: Options) -> Option:
    """Whether to make anew what is remembered of earlier builds."""
    return options.flag("no-cache", "fresh")


def open_store(fresh: bool) -> Store:
    """The user's store; a `fresh` one finds nothing of earlier builds."""
    return Store(find_user_folder(), fresh=fresh)


def make_files(
    make: "Callable[..., list[Made]]",
    show: bool,
    strict: bool,
    store: Store,
    places: Mapping[str, Path | None],
    voice: Voice,
) -> None:
    """Have the booklet's files made by `make`, tell of them, and open the first where it is to be shown.

    What the editors may want to look at again is told last; where the command is `strict` nothing is made.
    """
    from kyyeu.checks.verdicts import judge_findings
    from kyyeu.volumes.finding import find_workplace

    workplace = find_workplace(**places)
    facts = {"content": word_path(workplace.content), "templates": _word_theme(workplace.templates, voice)}
    detail(voice.word("taken-from", **facts))
    doubtful = list[KyyeuError]()

    def warn(findings: "Sequence[Finding]") -> None:
        found = [verdict.error for verdict in judge_findings(findings, workplace.content)]
        if strict and found:
            raise Problems(found)
        doubtful.extend(found)

    try:
        with Progress(voice) as progress:
            places_of = workplace.content, workplace.templates, workplace.out
            made = make(*places_of, say=progress, warn=warn, store=store)
    except (KyyeuError, Problems) as problem:
        raise _join(problem, doubtful, strict) from None
    for file in made:
        say(_word_made(file, voice))
    if made[0].blanks:
        say(voice.word("blank-pages", count=made[0].blanks))
    if made[0].filling:
        say(voice.word("filling-pages", count=made[0].filling))
    if spine := made[0].spine:
        width, leaf = word_measure(spine.width, voice.language), word_measure(spine.leaf, voice.language)
        say(voice.word("spine", width=width, leaves=spine.leaves, leaf=leaf))
    for title in made[0].unproved:
        say(voice.word("not-compared", title=title))
    tell_doubts(doubtful, voice)
    if show:
        click.launch(str(made[0].path))


def _word_theme(templates: Path | None, voice: Voice) -> str:
    """The folder; where there is none, who says which theme it is."""
    return word_path(templates) if templates else voice.word("theme-by-look")


def _join(problem: KyyeuError | Problems, doubtful: list[KyyeuError], strict: bool) -> KyyeuError | Problems:
    """The problem with all that was doubtful before it; where the command is strict, that is wrong too."""
    errors, doubts = ([*problem.errors], problem.doubts) if isinstance(problem, Problems) else ([problem], ())
    doubts = (*doubts, *doubtful)
    if not doubts:
        return problem
    return Problems([*errors, *doubts]) if strict else Problems(errors, doubts)


def _word_made(file: "Made", voice: Voice) -> str:
    return voice.word(
        f"made-{file.path.suffix[1:]}",
        path=word_path(file.path),
        pages=file.pages,
        size=word_size(len(file.data), voice.language),
        seconds=word_number(file.seconds, voice.language),
    )


def _show_version(context: click.Context, option: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        report(f"kyyeu {version('kyyeu')}")
        context.exit()
