"""What every command has: help in one language, options, a line of progress, numbers in words."""

import os
import sys
from math import isnan
from pathlib import Path
from traceback import print_exception
from types import TracebackType
from typing import Any

import click

from kyyeu.errors import KyyeuError, Problems
from kyyeu.speech.messages import LANGUAGES, word, word_error
from kyyeu.speech.numbers import word_number


class PathArgument(click.Path):
    """A file or a folder, there or not; an empty word is none, though Path has it for the current folder."""

    def __init__(self) -> None:
        """Whether it can be read is told by who reads it."""
        super().__init__(readable=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path."""
        if value == "":
            raise click.MissingParameter(ctx=ctx, param=param)
        return super().convert(value, param, ctx)


FOLDER = PathArgument()


class Probability(click.FloatRange):
    """A number from 0 to 1, which “nan” is not, although it is beyond neither end."""

    def __init__(self) -> None:
        """The range, both ends in it."""
        super().__init__(0, 1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        number = float(super().convert(value, param, ctx))
        if isnan(number):
            self.fail("not a number", param, ctx)
        return number


class Clash(click.UsageError):
    """Two options that exclude each other; its message is a sentence of messages.toml."""


class BadValue(click.BadParameter):
    """A value that an option can't have; its message is the value."""


class Option(click.Option):
    """An option whose help is the entry ``help-<name>`` of the messages."""

    def __init__(self, name: str, language: str, dest: str = "", **settings: Any):
        """The option ``--<name>``, given to the command as `dest` or under its own name."""
        declared = [f"--{name}", *(["-h"] if name == "help" else []), dest or name]
        super().__init__(declared, help=word(f"help-{name}", language), **settings)

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """The value as its type has it. Raises BadValue where it can't be."""
        try:
            return super().type_cast_value(ctx, value)
        except click.MissingParameter:
            raise
        except click.BadParameter:
            raise BadValue(str(value), ctx, self) from None


class Command(click.Command):
    """A command: the main one, or one named after it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments parsed; of what is wrong with them it is told whose help to see."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # the parser leaves it out where an option lacks its value
            raise

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The text as messages.toml has it, whose last line heads the options."""
        _write_help(self, context, formatter)


class Group(Command, click.Group):
    """A command with commands under it, that does its own work where none of them is named."""


def shared_options(language: str) -> list[click.Parameter]:
    """``--lang`` and ``--help``, which every command has."""
    return [
        Option("lang", language, type=click.Choice(LANGUAGES), expose_value=False),
        Option("help", language, is_flag=True, is_eager=True, expose_value=False, callback=_show_help),
    ]


class Progress:
    """The stage under way, on a terminal; nothing in a pipe."""

    def __init__(self, language: str):
        """Stages are named in `language`."""
        self.language = language
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        """Itself: call it with the name of each stage as it begins."""
        return self

    def __call__(self, stage: str) -> None:
        """Replace the line by the name of `stage`."""
        self._write(f"{word(stage, self.language)} …")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the line clean."""
        self._write("")

    def _write(self, text: str) -> None:
        if self.shown:
            click.echo(f"\r\x1b[2K{text}", nl=False, err=True)


def tell(problem: KyyeuError | Problems, language: str) -> None:
    """Say what is wrong; no traceback reaches a user who has not asked for it with ``KYYEU_TRACEBACK``."""
    for error in problem.errors if isinstance(problem, Problems) else [problem]:
        if error.code == "unexpected" and os.environ.get("KYYEU_TRACEBACK"):
            print_exception(error.__cause__)
        click.echo(word_error(error, language), err=True)


def word_size(size: int, language: str) -> str:
    """Bytes as kB or MB."""
    return f"{size / 1000:.0f} kB" if size < 1e6 else f"{word_number(size / 1e6, language)} MB"


def _write_help(command: click.Command, context: click.Context, formatter: click.HelpFormatter) -> None:
    formatter.write(f"{command.help}\n")
    with formatter.indentation():
        options = [param for param in command.params if isinstance(param, click.Option)]
        formatter.write_dl([row for option in options if (row := option.get_help_record(context))])


def _show_help(context: click.Context, option: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(context.get_help().rstrip())
        context.exit()
