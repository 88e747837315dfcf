"""``kyyeu adapt``: the office's own way of writing, for the restorer to go by."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from kyyeu.cli.frame import FOLDER, Command, Options
from kyyeu.cli.screen import say, word_size
from kyyeu.errors import ContentError, MachineError, Term, problem_of
from kyyeu.speech.messages import Voice, word, word_path, word_place, word_problem


def adapt_command(voice: Voice) -> click.Command:
    """The command."""

    def run(folder: Path, counts: Path) -> None:
        from kyyeu.restorer.adaptation import adapt
        from kyyeu.saving import save

        _refuse_other(counts)
        articles = list(_sound_articles(folder, voice.language))
        if not articles:
            raise ContentError("no-articles", folder)
        data = adapt(articles).encode()
        save({Path(os.path.realpath(counts)): data})  # a link stays one
        size = word_size(len(data), voice.language)
        say(voice.word("adapted", path=word_path(counts), size=size, files=len(articles)))

    params = [
        click.Argument(["folder"], type=FOLDER),
        Options("adapt", voice).make("counts", type=FOLDER, default=Path("local.counts"), metavar="FILE"),
    ]
    return Command("adapt", voice, params, run)


def _refuse_other(counts: Path) -> None:
    """A file that is there is replaced where it holds counts alone: a mistyped name may be an article's."""
    from kyyeu.restorer.adaptation import HEADER

    if os.path.exists(counts) and not os.path.isfile(counts):
        kind = "is-a-folder" if os.path.isdir(counts) else "no-regular-file"
        raise MachineError("cannot-save", counts, problem=Term(kind))
    if os.path.isfile(counts) and not _read_bytes(counts).startswith(HEADER.encode()):
        raise ContentError("no-counts", counts)


def _sound_articles(folder: Path, language: str) -> Iterator[str]:
    """The articles of the folder that have words; those that are not sound are told and left out."""
    from kyyeu.restorer.adaptation import body_of, find_articles

    for path in find_articles(folder):
        try:
            body = body_of(_read(path, folder))
        except ContentError as error:
            problem = word_problem(error, language)
            say(word("left-out-unread", language, place=word_place(error), problem=problem))
            continue
        if fault := _word_fault(body, path, language):
            say(fault)
        elif body.strip():
            yield body


def _read(path: Path, folder: Path) -> str:
    """What the file says; it must lie in the folder, links followed."""
    from kyyeu.content.door import lies_in
    from kyyeu.content.plain_text import decode_source

    if not lies_in(path, folder):
        raise ContentError("link-outside", path, folder=folder)
    return decode_source(_read_bytes(path), path)


def _read_bytes(path: Path) -> bytes:
    from kyyeu.files import read_file

    try:
        return read_file(path)
    except OSError as error:
        raise ContentError("unreadable", path, problem=problem_of(error)) from None


def _word_fault(body: str, path: Path, language: str) -> str:
    """Why nothing can be learnt from an article; empty where it is sound."""
    from kyyeu.restorer import AmbiguousDamage
    from kyyeu.restorer.detection import detect
    from kyyeu.restorer.model_file import shipped_model

    try:
        found = detect(body, shipped_model())
    except AmbiguousDamage as error:
        return word("left-out-damaged", language, path=word_path(path), damage=", ".join(error.names))
    if found.damage != "none":
        return word("left-out-damaged", language, path=word_path(path), damage=found.damage)
    return "" if found.vietnamese else word("left-out-foreign", language, path=word_path(path))
