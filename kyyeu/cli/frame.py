"""What every command has: help in one language, options, how much it is to say."""

from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kyyeu.cli.screen import Loudness, loudness, report, set_loudness
from kyyeu.speech.messages import LANGUAGES, Voice

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


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
    """Two options that exclude each other; its message names a sentence of messages.toml."""


class BadValue(click.BadParameter):
    """A value that an option can't have; its message is the value."""


class Option(click.Option):
    """An option whose help is its entry in the command's table of the messages."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """The value as its type has it. Raises BadValue where it can't be."""
        try:
            return super().type_cast_value(ctx, value)
        except click.MissingParameter:
            raise
        except click.BadParameter:
            raise BadValue(str(value), ctx, self) from None


class Options:
    """The options of one command, each worded in the user's language."""

    def __init__(self, command: str, voice: Voice):
        """Of the command of that name."""
        self._command, self._voice = command, voice

    def make(self, name: str, *more: str, **settings: Any) -> Option:
        """The option ``--<name>``; `more` are a letter for it, and the name its value is given under."""
        help = self._voice.word_help(self._command, name)
        return Option([f"--{name}", *more], help=help, **settings)

    def flag(self, name: str, *more: str, **settings: Any) -> Option:
        """The option without a value."""
        return self.make(name, *more, is_flag=True, **settings)


class Command(click.Command):
    """A command whose help is a page of the messages."""

    def __init__(
        self, name: str, voice: Voice, params: Sequence[click.Parameter], callback: Any, **facts: object
    ):
        """The command with its `params` and those that all have; `facts` fill its page."""
        super().__init__(
            name,
            callback=callback,
            params=[*params, *shared_options(name, voice), _help_option(name, voice)],
            help=voice.word_help(name, "page", **facts),
            epilog=voice.word_help(name, "statuses"),
            add_help_option=False,
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments parsed; of what is wrong with them it is told whose help to see."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # the parser leaves it out where an option lacks its value
            raise

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The page, whose last line heads the options, and what the exit status says."""
        formatter.write(f"{self.help}\n")
        with formatter.indentation():
            options = [param for param in self.params if isinstance(param, click.Option)]
            formatter.write_dl([row for option in options if (row := option.get_help_record(context))])
        formatter.write(f"\n{self.epilog}\n")


class Group(click.Group):
    """Commands under one name, the first of which is meant where none is named."""

    def __init__(self, commands: Sequence[click.Command], params: Sequence[click.Parameter]):
        """The commands, and the options that may stand before their names."""
        super().__init__(commands=commands, params=list(params), add_help_option=False)
        self._first = commands[0]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments parsed, with the name of the first command where they begin with none."""
        wanted = ctx.resilient_parsing and not args  # a shell asks what may stand there
        return super().parse_args(
            ctx, args if wanted or self._names_one(args) else [str(self._first.name), *args]
        )

    def _names_one(self, args: list[str]) -> bool:
        """Whether the first word that is no option of the group's own is no option at all."""
        with_value = {
            name for param in self.params for name in param.opts if not getattr(param, "is_flag", False)
        }
        flags = {name for param in self.params for name in param.opts} - with_value
        words = iter(args)
        for word in words:
            if word in with_value:
                next(words, None)
            elif word not in flags and word.partition("=")[0] not in with_value:
                return not word.startswith("-")
        return False

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """The commands that may follow, and the options of the first."""
        first = self._first.shell_complete(ctx, incomplete) if incomplete.startswith("-") else []
        return [*super().shell_complete(ctx, incomplete), *first]


def shared_options(command: str, voice: Voice) -> list[click.Parameter]:
    """What every command takes, after its name or before it."""
    options = Options(command, voice)
    return [
        options.make("lang", type=click.Choice(LANGUAGES), expose_value=False),
        options.flag("quiet", "-q", expose_value=False, callback=_set_quiet),
        options.flag("verbose", "-v", expose_value=False, callback=_set_verbose),
    ]


def _help_option(command: str, voice: Voice) -> click.Parameter:
    return Options(command, voice).flag("help", "-h", is_eager=True, expose_value=False, callback=_show_help)


def _show_help(context: click.Context, option: click.Parameter, asked: bool) -> None:
    if asked:
        report(context.get_help().rstrip())
        context.exit()


def _set_quiet(context: click.Context, option: click.Parameter, asked: bool) -> None:
    _change_loudness(context, Loudness.QUIET, asked)


def _set_verbose(context: click.Context, option: click.Parameter, asked: bool) -> None:
    _change_loudness(context, Loudness.VERBOSE, asked)


def _change_loudness(context: click.Context, wanted: Loudness, asked: bool) -> None:
    if asked:
        if loudness() not in (Loudness.PLAIN, wanted):
            raise Clash("quiet-and-verbose", context)
        set_loudness(context, wanted)
