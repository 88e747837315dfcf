"""The command obeyed: whatever it was asked, an exit status and no traceback."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper
from itertools import pairwise

import click

from kyyeu.cli.adapt import adapt_command
from kyyeu.cli.build import build_command
from kyyeu.cli.check import check_command
from kyyeu.cli.frame import Group, shared_options
from kyyeu.cli.new import new_command
from kyyeu.cli.proof import proof_command
from kyyeu.cli.remembered import cache_command
from kyyeu.cli.restore import restore_command
from kyyeu.cli.screen import INTERRUPTED, close_quietly, complain, tell, tell_doubts
from kyyeu.cli.usage import word_usage
from kyyeu.errors import KyyeuError, MachineError, Problems, unexpected
from kyyeu.speech.languages import find_language
from kyyeu.speech.messages import LANGUAGES, Voice

_ENDING = ("SIGTERM", "SIGHUP", "SIGBREAK")  # the last is Windows', whose consoles say so when they close
_NO_PLACE = ("failed to map segment", "cannot allocate memory")
_COMPLETE = "_KYYEU_COMPLETE"
"""Set by a shell that asks what may follow; the name is click's."""


def main(arguments: list[str] | None = None, called: str = "kyyeu") -> None:
    """Run the command, which the user `called` so, and leave with its status.

    0 done, 1 to 4 as `errors` has it, 130 interrupted, 143 and 129 where it was ended or its terminal closed.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    sys.stdout, sys.stderr = (stream or TextIOWrapper(BytesIO()) for stream in (sys.stdout, sys.stderr))
    for stream in (sys.stdout, sys.stderr):  # there were none where nobody is told, as by pythonw
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        with _ending_in_order():
            status = _run(arguments, Voice(_choose_language(arguments), called))
    except KeyboardInterrupt:  # before there is a voice to say so, or after all was said
        status = 130
    sys.exit(status)


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Whoever ends the command, or closes its terminal, ends it as Ctrl-C does: nothing of it is left."""
    ends = {number: _leave for name in _ENDING if (number := getattr(signal, name, None))}
    ends[signal.SIGINT] = _interrupt
    INTERRUPTED.clear()
    if threading.current_thread() is not threading.main_thread():
        ends = {}  # signals come to the other one
    before = {number: signal.getsignal(number) for number in ends}
    for number, handler in ends.items():
        if before[number] != signal.SIG_IGN:  # as nohup has it
            signal.signal(number, handler)
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def _interrupt(number: int, frame: object) -> None:
    """Stop; should that be lost, the next stage of the work does."""
    INTERRUPTED.set()
    raise KeyboardInterrupt


def _leave(number: int, frame: object) -> None:
    """Leave with the status that a shell gives what a signal ended."""
    raise SystemExit(128 + number)


def _choose_language(arguments: list[str]) -> str:
    """What ``--lang`` says, else what the system does."""
    for argument, following in pairwise([*arguments, ""]):
        chosen = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and chosen in LANGUAGES:
            return chosen
    return find_language()


def _run(arguments: list[str], voice: Voice) -> int:
    """The status of the command; whatever went wrong has been said, even where no sentence fits it."""
    try:
        return _obey(arguments, voice)
    except Exception as fault:
        problem = MachineError("no-memory") if _lacks_memory(fault) else unexpected(fault)
        tell(problem, voice)
        return problem.exit_status


def _lacks_memory(fault: Exception) -> bool:
    """Whether it says so, or that a library found no place."""
    said = str(fault).lower()
    return isinstance(fault, MemoryError) or any(words in said for words in _NO_PLACE)


def commands_in(voice: Voice) -> click.Group:
    """All there is to do, told in that voice; the first is meant where none is named."""
    makers = (build_command, check_command, new_command, restore_command, adapt_command, proof_command,
              cache_command)  # fmt: skip
    return Group(commands=[make(voice) for make in makers], params=shared_options("every", voice))


def _obey(arguments: list[str], voice: Voice) -> int:
    """The status of the command; what a user may have caused has been said."""
    commands = commands_in(voice)
    try:
        if _COMPLETE in os.environ:
            return _complete(commands, os.environ[_COMPLETE])
        # not click's own main(), which would take a closed pipe for a fault
        with commands.make_context(voice.command, arguments) as context:
            return int(commands.invoke(context) or 0)
    except click.exceptions.Exit as done:  # --help
        return done.exit_code
    except click.UsageError as error:
        complain(word_usage(error, commands, arguments, voice))
        return 2
    except (click.Abort, KeyboardInterrupt):
        complain(voice.word("interrupted"))
        return 130
    except BrokenPipeError:
        close_quietly(sys.stdout)
        return 0
    except Problems as problems:
        tell(problems, voice)
        complain(voice.word("problems", count=len(problems.errors)))
        tell_doubts(problems.doubts, voice)
        return problems.exit_status
    except KyyeuError as error:
        tell(error, voice)
        return error.exit_status


def _complete(commands: click.Group, asked: str) -> int:
    """What may follow the words typed so far, or the script that lets a shell ask: `asked` names which."""
    from click.shell_completion import shell_complete

    return shell_complete(commands, {}, "kyyeu", _COMPLETE, asked)
