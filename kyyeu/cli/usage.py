"""What is wrong with the way the command was called, in our words: click's own are English."""

from typing import Any

import click

from kyyeu.cli.frame import BadValue, Clash
from kyyeu.speech.messages import Voice


def word_usage(error: click.UsageError, commands: click.Group, arguments: list[str], voice: Voice) -> str:
    """What was found, and whose ``--help`` tells more."""
    command = error.ctx.command_path if error.ctx else voice.command
    return voice.word("usage", problem=_word_problem(error, commands, arguments, voice), command=command)


def _word_problem(error: click.UsageError, commands: click.Group, arguments: list[str], voice: Voice) -> str:
    """Click's complaint by what it is about."""
    match error:
        case Clash():
            return voice.word(error.message)
        case click.NoSuchOption(option_name=name, possibilities=near):
            return voice.word("near-option" if near else "no-such-option", name=name, near=_listed(near))
        case click.NoSuchCommand(command_name=name, possibilities=near):
            said = "near-command" if near else "no-such-command"
            return voice.word(said, name=name, near=_listed(near), commands=_listed(commands.commands))
        case click.MissingParameter(param=click.Argument(name=name)):
            return voice.word(f"missing-{name}")
        case click.MissingParameter(param=click.Option(opts=[name, *_])):
            return voice.word("option-alone", name=name)
        case BadValue(param=click.Option(opts=[name, *_], type=kind)):
            return voice.word("bad-option", name=name, found=error.message, choices=_word_choices(kind))
        case click.BadOptionUsage(option_name=name):
            return voice.word("flag-with-value" if _is_flag(error) else "option-alone", name=name)
    misplaced = next((word for word in arguments[1:] if word in commands.commands), "")
    return voice.word("command-first" if misplaced else "bad-arguments", name=misplaced)


def _listed(names: Any) -> str:
    return ", ".join(names or ())


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
