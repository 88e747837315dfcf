"""The command: arguments in, sentences out.

It is a skin; the library does the work. Nothing heavy is imported until there is something to do.

build      make the booklet
restore    damaged sources to articles
summary    what is told of one of them
adapt      the office's own way of writing, for the restorer to go by
frame      what every command has: help in one language, options, a line of progress
"""

import os
import sys
from itertools import pairwise
from typing import Any

import click

from kyyeu.cli.build import booklet_command
from kyyeu.cli.frame import BadValue, Clash, tell
from kyyeu.errors import KyyeuError, Problems, unexpected
from kyyeu.speech.messages import LANGUAGES, word


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its status: 0 done, 1 to 4 as `errors` has it, 130 interrupted."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(_run(arguments, _choose_language(arguments)))


def _choose_language(arguments: list[str]) -> str:
    """What ``--lang`` says, else English in an English locale, else Vietnamese."""
    for argument, following in pairwise([*arguments, ""]):
        chosen = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and chosen in LANGUAGES:
            return chosen
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "vi"


def _run(arguments: list[str], language: str) -> int:
    """The status of the command; whatever went wrong has been said, even where no sentence fits it."""
    try:
        return _obey(arguments, language)
    except Exception as fault:
        tell(unexpected(fault), language)
        return 1


def _obey(arguments: list[str], language: str) -> int:
    """The status of the command; what a user may have caused has been said."""
    try:
        commands = booklet_command(language)  # whose own main() would take a closed pipe for a fault
        with commands.make_context("build.py", arguments) as context:
            return int(commands.invoke(context) or 0)
    except click.exceptions.Exit as done:  # --help
        return done.exit_code
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "build.py"
        _complain(word("usage", language, problem=_word_usage(error, language), command=command))
        return 2
    except (click.Abort, KeyboardInterrupt):
        _complain(word("interrupted", language))
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains as it leaves
        return 0
    except Problems as problems:
        tell(problems, language)
        _complain(word("problems", language, count=len(problems.errors)))
        return problems.exit_status
    except KyyeuError as error:
        tell(error, language)
        return error.exit_status


def _word_usage(error: click.UsageError, language: str) -> str:
    """Click's complaint, whose own words are English, by what it is about."""
    if isinstance(error, Clash):
        return error.message
    if isinstance(error, click.NoSuchOption):
        return word("no-such-option", language, name=error.option_name)
    if isinstance(error, click.MissingParameter) and isinstance(error.param, click.Argument):
        return word(f"missing-{error.param.name}", language)
    if isinstance(error, click.MissingParameter) and error.param:
        return word("option-alone", language, name=error.param.opts[0])
    if isinstance(error, BadValue) and error.param:
        choices = _word_choices(error.param.type)
        return word("bad-option", language, name=error.param.opts[0], found=error.message, choices=choices)
    if isinstance(error, click.BadOptionUsage):
        said = "flag-with-value" if _is_flag(error) else "option-alone"
        return word(said, language, name=error.option_name)
    if isinstance(error, click.NoSuchCommand):
        commands = ", ".join(booklet_command(language).commands)
        return word("no-such-command", language, name=error.command_name, commands=commands)
    return word("bad-arguments", language)


def _is_flag(error: click.BadOptionUsage) -> bool:
    """Whether the option misused is one that takes no value."""
    params = error.ctx.command.params if error.ctx else []
    flags = [param for param in params if isinstance(param, click.Option) and param.is_flag]
    return any(error.option_name in flag.opts for flag in flags)


def _word_choices(kind: click.ParamType[Any]) -> str:
    """The values a parameter may have; a range by its ends, the upper one left out where there is none."""
    if isinstance(kind, click.IntRange | click.FloatRange):
        return f"{kind.min} … {'' if kind.max is None else kind.max}".rstrip()
    return ", ".join(getattr(kind, "choices", ["…"]))


def _complain(text: str) -> None:
    click.echo(text, err=True)
