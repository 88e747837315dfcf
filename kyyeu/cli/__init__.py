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

from kyyeu.cli.entry import main

__all__ = ["main"]
