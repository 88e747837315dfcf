"""What is shown: errors, what was made, and the work under way on one line of a terminal."""

import ctypes
import errno
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from threading import Event
from traceback import print_exception
from types import TracebackType
from typing import Any, TextIO

import click

from kyyeu.errors import KyyeuError, MachineError, Problems, problem_of
from kyyeu.speech.messages import Voice, word_place
from kyyeu.speech.numbers import word_number

_NOT_READ_ON = errno.EINVAL  # how Windows' library of C calls a pipe whose other end is closed
_OBEYING = 4  # the mode of a console of Windows that obeys codes (ENABLE_VIRTUAL_TERMINAL_PROCESSING)
_BAR = 20  # characters
_SECONDS_UNTOLD = 2  # nobody asks how long it will take before
_SECONDS_SHOWN = 0.1  # at least, before a line is drawn anew: thousands of files may be done in a second


class Loudness(Enum):
    """How much is said."""

    QUIET = "quiet"
    """What is wrong, and nothing else."""
    PLAIN = "plain"
    """What was made; on a terminal also what is under way."""
    VERBOSE = "verbose"
    """Each thing that is done, on a line of its own."""


def loudness() -> Loudness:
    """How much this run of the command is to say."""
    context = click.get_current_context(silent=True)
    return context.find_root().meta.get(__name__, Loudness.PLAIN) if context else Loudness.PLAIN


def set_loudness(context: click.Context, wanted: Loudness) -> None:
    """Let this run of the command say so much."""
    context.find_root().meta[__name__] = wanted


def say(text: str) -> None:
    """Tell what was made, unless nothing is to be said."""
    if loudness() is not Loudness.QUIET:
        report(text)


def report(text: str, platform: str = sys.platform) -> None:
    """Give what was asked for, however little is to be said.

    Raises BrokenPipeError where whoever read it has read enough, MachineError where it can't be written.
    """
    try:
        click.echo(text, color=_colours(sys.stdout))
    except OSError as error:
        if isinstance(error, BrokenPipeError) or (platform == "win32" and error.errno == _NOT_READ_ON):
            raise BrokenPipeError from error
        close_quietly(sys.stdout)
        raise MachineError("cannot-tell", problem=problem_of(error)) from None


def detail(text: str) -> None:
    """Tell what is being done, to who wants to know."""
    if loudness() is Loudness.VERBOSE:
        complain(text)


def complain(text: str) -> None:
    """Say what is no result: a mistake, or what is under way; where nobody can be told, nobody is."""
    try:
        click.echo(text, err=True, color=_colours(sys.stderr))
    except OSError:
        close_quietly(sys.stderr)


def close_quietly(stream: TextIO) -> None:
    """Let what is still to be written to the stream go nowhere, or Python complains of it as it leaves."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def tell(problem: KyyeuError | Problems, voice: Voice) -> None:
    """Say what is wrong; no traceback reaches a user who has not asked for it with ``KYYEU_TRACEBACK``."""
    for error in problem.errors if isinstance(problem, Problems) else [problem]:
        if error.__cause__ and os.environ.get("KYYEU_TRACEBACK"):
            print_exception(error.__cause__)
        complain(_paint(voice.word_error(error), word_place(error)))


def tell_doubts(doubts: Sequence[KyyeuError], voice: Voice) -> None:
    """Say what the editors may want to look at again."""
    if doubts:
        complain(voice.word("look-again", count=len(doubts)))
    for doubt in doubts:
        complain(voice.word_error(doubt))


def _paint(text: str, place: str) -> str:
    """An error with its place and its arrow made visible."""
    painted = click.style(place, fg="red", bold=True) + text.removeprefix(place)
    return painted.replace("\n  →", f"\n  {click.style('→', fg='green', bold=True)}")


def _colours(stream: TextIO) -> bool:
    """Whether there are colours: in a terminal and in no pipe, unless the user wants it otherwise."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or obeys_codes(stream)


def ask_console(number: int) -> bool:
    """Ask the console of Windows that the file is to obey codes; whether it will, as since Windows 10."""
    import msvcrt

    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined]
    console = ctypes.c_void_p(msvcrt.get_osfhandle(number))  # type: ignore[attr-defined]
    mode = ctypes.c_ulong()
    return bool(
        kernel.GetConsoleMode(console, ctypes.byref(mode))
        and kernel.SetConsoleMode(console, mode.value | _OBEYING)
    )


def obeys_codes(
    stream: TextIO, platform: str = sys.platform, ask: Callable[[int], bool] = ask_console
) -> bool:
    """Whether it is a terminal that draws in colours and a line anew; Windows' shows codes unless asked."""
    return stream.isatty() and (platform != "win32" or ask(stream.fileno()))


def word_size(size: int, language: str) -> str:
    """Bytes as kB or MB."""
    return f"{size / 1000:.0f} kB" if size < 1e6 else f"{word_number(size / 1e6, language)} MB"


INTERRUPTED = Event()
"""Whether Ctrl-C was pressed: Python loses what a signal raises where it clears away what nobody needs."""


class Progress:
    """What is under way, on one line of a terminal that is left clean; nothing in a pipe.

    Who asked for every detail has a line for each stage instead, in a pipe too.
    """

    def __init__(self, voice: Voice):
        """Nothing yet; `shown` says whether anything will be on a line of its own."""
        self._voice = voice
        wanted = os.environ.get("TERM") != "dumb" and loudness() is Loudness.PLAIN
        self.shown = wanted and obeys_codes(sys.stderr)
        self._started = self._drawn = time.monotonic()
        self._stage = ""
        self._steps = "", self._started
        """The kind of the steps under way, and when the first began."""

    def __enter__(self) -> "Progress":
        """Itself: call it with the name of each stage as it begins, or let it count."""
        return self

    def __call__(self, stage: str, **facts: object) -> None:
        """Replace the line by the name of `stage`; one with facts is a step of the stage under way.

        Raises KeyboardInterrupt where one was lost.
        """
        if INTERRUPTED.is_set():
            raise KeyboardInterrupt
        said = self._voice.word(stage, **facts)
        if facts:
            self._write(f"{self._with_time_left(stage, said, facts)} …")
            detail(said)
        else:
            self._write(f"{said} …")
            self._end_stage()
            self._stage = said

    def _with_time_left(self, step: str, said: str, facts: Mapping[str, object]) -> str:
        """A step, and how long all of its kind will take if they go on so, once that can be told."""
        number, count = facts.get("number"), facts.get("count")
        if not isinstance(number, int) or not isinstance(count, int):
            return said
        if step != self._steps[0] or number == 1:
            self._steps = step, time.monotonic()
        since = time.monotonic() - self._steps[1]
        if since < _SECONDS_UNTOLD:
            return said
        return self._voice.word("under-way-left", said=said, left=_clock(since / number * (count - number)))

    def count(self, done: int, total: int) -> None:
        """Show how much of it all is done, and how long the rest will take if it goes on so."""
        now = time.monotonic()
        if now - self._drawn < _SECONDS_SHOWN and done < total:
            return
        left = (now - self._started) / max(done, 1) * (total - done)
        filled = _BAR * done // max(total, 1)
        bar = "━" * filled + "─" * (_BAR - filled)
        facts = {"done": done, "total": total, "left": _clock(left)}
        self._write(self._voice.word("archive-under-way", bar=bar, **facts))
        self._drawn = now

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the line clean."""
        self._end_stage()
        self._write("")

    def _end_stage(self) -> None:
        now = time.monotonic()
        if self._stage:
            seconds = word_number(now - self._started, self._voice.language)
            detail(self._voice.word("stage-done", stage=self._stage, seconds=seconds))
        self._started = now

    def _write(self, text: str) -> None:
        if self.shown:
            click.echo(f"\r\x1b[2K{text}", nl=False, err=True, color=True)


def _clock(seconds: float) -> str:
    """Minutes and seconds."""
    return f"{seconds // 60:.0f}:{seconds % 60:02.0f}"
