"""The command: arguments in, sentences out.

It is a skin; the library does the work. Nothing heavy is imported until there is something to do.

entry    main: the command obeyed, its exit status
usage    what is wrong with the way it was called
build    make the booklet
check    every gate on content and books
proof    make the proof copy
new      begin a booklet, or carry last year's over
restore  damaged sources to articles
summary  what is told of one of them
remembered  where what is remembered of earlier builds lies
adapt    the office's own way of writing, for the restorer to go by
frame    what every command has: help in one language, options, how much it is to say
screen   what is shown: errors, what was made, a line of progress
"""

import signal
from contextlib import suppress

_before = signal.getsignal(signal.SIGINT)
if _before is signal.default_int_handler:  # until `main` can tell of it, Ctrl-C ends all without a word
    with suppress(ValueError):  # which only the main thread may have so
        signal.signal(signal.SIGINT, signal.SIG_DFL)
try:
    from kyyeu.cli.entry import main
finally:
    with suppress(ValueError):
        signal.signal(signal.SIGINT, _before)

__all__ = ["main"]
