"""What a text has that Markdown does not read: code, comments, and declarations of other languages."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

_SHORTEST = 3  # signs of a fence
_FENCE = r"^[ >]*+(?P<fence>`{3,}+|~{3,}+)[^\n`]*\n"
_OTHERS = (
    r"(?P<indented>^(?: {0,3}> ?+)*+(?: {4}|\t)[^\n]*$)|(?P<ticks>(?<!`)`++)"
    r"|(?P<comment><!--(?!-?>))|(?P<declaration><(?=[!?]))"
)
_BEGINNING = re.compile(f"{_FENCE}|{_OTHERS}", re.MULTILINE)
_OTHER_BEGINNING = re.compile(_OTHERS, re.MULTILINE)
_END_OF_FENCED = re.compile(r"^[ >]*+(`{3,}+|~{3,}+) *+$", re.MULTILINE)
END_OF_COMMENT = re.compile("--!?>")
_TICKS_OR_LINE = re.compile("`+|\n")

UnreadKind = Literal["fenced", "indented", "span", "comment", "open", "declaration"]


class Unread(NamedTuple):
    """A stretch of the kind."""

    kind: UnreadKind
    """``open`` begins a comment without an end; it and a ``declaration`` are their first sign alone."""
    start: int
    """Where it begins in the text."""
    end: int
    """Where it ends."""


def replace_unread(text: str, say: Callable[[UnreadKind, str], str]) -> str:
    """The text with what is said for each stretch, which is given with its kind."""
    said, place = list[str](), 0
    for kind, start, end in find_unread(text):
        said += [text[place:start], say(kind, text[start:end])]
        place = end
    return "".join([*said, text[place:]])


def find_unread(text: str) -> Iterator[Unread]:
    """Each stretch, in order, in as much time as the text is long: what has no end is looked for once.

    >>> [tuple(found) for found in find_unread("`a` <!-- b --> <?c")]
    [('span', 0, 3), ('comment', 4, 14), ('declaration', 15, 16)]
    """
    ends, place = _Ends(text), 0
    while begins := _BEGINNING.search(text, place):
        found = ends.of(begins)
        other = _OTHER_BEGINNING.match(text, begins.start()) if begins["fence"] and found is None else None
        found = ends.of(other) if other else found
        if found:
            yield found
        place = found.end if found else max(begins.start("fence"), begins.start()) + 1


class _Ends:
    """Knows where in a text may end what has begun."""

    def __init__(self, text: str):
        self._text = text
        self._fences = defaultdict[str, list[tuple[int, int]]](list)
        for fence in _END_OF_FENCED.finditer(text):
            self._fences[fence[1]].append(fence.span())
        self._ticks = dict(_pair_ticks(text)) if "`" in text else {}
        self._last_comment = max(text.rfind("-->"), text.rfind("--!>"))

    def of(self, begins: re.Match[str]) -> Unread | None:
        """What begins there; None where it has no end."""
        start = begins.start()
        match begins.lastgroup:
            case "fence":
                end = self._end_of_fenced(begins["fence"], begins.end())
                return Unread("fenced", start, end) if end else None
            case "ticks":
                return Unread("span", start, self._ticks[start]) if start in self._ticks else None
            case "comment" if self._last_comment >= begins.end():
                end_of_comment = END_OF_COMMENT.search(self._text, begins.end())
                assert end_of_comment
                return Unread("comment", start, end_of_comment.end())
            case "indented":
                return Unread("indented", *begins.span())
        kind: UnreadKind = "open" if self._text.startswith("<!--", start) else "declaration"
        return Unread(kind, start, start + 1)

    def _end_of_fenced(self, fence: str, after: int) -> int:
        """Where the first line with the same fence ends; of waves, which a name may follow, a shorter one."""
        shortest = _SHORTEST if fence[0] == "~" else len(fence)
        for known in sorted(self._fences, key=len, reverse=True):
            if known[0] == fence[0] and shortest <= len(known) <= len(fence):
                places = self._fences[known]
                if (number := bisect_left(places, (after, 0))) < len(places):
                    return places[number][1]
        return 0


def _pair_ticks(text: str) -> Iterator[tuple[int, int]]:
    """For each run of ticks where it begins, and where the next of as many on its line ends."""
    open_ = dict[int, int]()
    for run in _TICKS_OR_LINE.finditer(text):
        if run[0] == "\n":
            open_.clear()
            continue
        long = run.end() - run.start()
        if long in open_:
            yield open_[long], run.end()
        open_[long] = run.start()
