"""Code between fences, as editors write it: indented, in an item, with any words behind the first fence.

Those words are not printed: they name the language for other programs.
"""

import re
from collections.abc import Mapping, Sequence

FENCE = re.compile(r"( *)(`{3,}|~{3,})[^`]*$")
"""A line that may begin code: its indent, its fence."""
_NAMES = frozenset(
    "apache asm awk bash bat bibtex c c# c++ clojure cmake cmd conf console cpp cs csharp css csv dart"
    " diff docker dockerfile elixir env erlang fortran fsharp gherkin git go graphql groovy haskell hs"
    " html http ini java javascript jinja js json jsx julia kotlin kt latex less lisp log lua makefile"
    " markdown matlab md mermaid nginx none objc ocaml pascal perl php pl plain plaintext powershell"
    " properties ps1 python python3 py r rb rs ruby rust sass scala scss sh shell sql svg swift tex text"
    " toml ts tsx typescript txt vb vim xml yaml yml zig zsh".split()
)
"""What programs call languages."""
_NAMED = re.compile(r"(?:(?P<name>[^\s{}]+)|\{ *\.?(?P<other>[^\s{}]+) *\})?")
_END_OF_CODE = re.compile(r" *(`{3,}+|~{3,}+) *+$")


def says_words(opening: str) -> bool:
    """Whether more stands behind the fence that begins code than the name of a language.

    >>> says_words("```python"), says_words("~~~ {.sql}"), says_words("```Lời giới thiệu")
    (False, False, True)
    """
    said = opening.lstrip("> ").lstrip("`~").strip()
    named = _NAMED.fullmatch(said)
    name = (named["name"] or named["other"] or "") if named else said
    return bool(name) and name.lower().lstrip(".") not in _NAMES


class Fences:
    """The lines of a text that are code between fences."""

    def __init__(self, lines: Sequence[str]):
        """`lines` are those of the text."""
        self._lines, self._below = lines, _find_fences_below(lines)

    def end_of(self, place: int) -> int:
        """The place after the fence that ends what begins here; 0 where nothing does, or it has no end."""
        fence = FENCE.match(self._lines[place])
        if fence is None or self._below[place + 1][fence[2][0]] < len(fence[2]):
            return 0
        closing = re.compile(rf" *{re.escape(fence[2][0])}{{{len(fence[2])},}} *$")
        return next(end + 1 for end in range(place + 1, len(self._lines)) if closing.match(self._lines[end]))


def _find_fences_below(lines: Sequence[str]) -> Sequence[Mapping[str, int]]:
    """For each line how long the longest fence of either sign is that may end code there or below."""
    below: list[Mapping[str, int]] = [{"`": 0, "~": 0}]
    for line in reversed(lines):
        fence = _END_OF_CODE.match(line)
        longest = {fence[1][0]: max(len(fence[1]), below[-1][fence[1][0]])} if fence else {}
        below.append({**below[-1], **longest})
    return below[::-1]
