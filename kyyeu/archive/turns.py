"""Which of several sources has an article that they would all become."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from kyyeu.archive.sources import Source, hold_the_same
from kyyeu.errors import ContentError


class Turns:
    """Whose turn it is: of the sources for one article one at a time, in their order, until one has it.

    So the first of them that can be made has the article, however many sources are worked on at a time.
    """

    def __init__(self, sources: Iterable[Source]):
        """Every source will have its turn."""
        self._sources = iter(sources)
        self._again = deque[Source]()
        self._waiting: dict[str, list[Source]] = {}  # by the article that somebody is at work on
        self._holders: dict[str, Path] = {}

    def __iter__(self) -> Iterator[Source]:
        """Those whose turn it is now; when the turn of one ends, there may be more."""
        while source := self._again.popleft() if self._again else next(self._sources, None):
            if source.slug in self._waiting:
                self._waiting[source.slug].append(source)
            else:
                self._waiting[source.slug] = []
                yield source

    def end(self, source: Source, has_article: bool) -> None:
        """Its turn is over; those that waited for it have theirs."""
        self._again.extend(self._waiting.pop(source.slug))
        if has_article:
            self._holders.setdefault(source.slug, source.path)

    def is_held(self, source: Source, copy: Path) -> bool:
        """Whether the source has its article already, being named again or beside the copy that is kept.

        Raises ContentError where another source has it. Equal names make equal slugs, so whoever has the
        article has the place of the copy as well.
        """
        holder = self._holders.get(source.slug)
        if holder and not _is_again(source.path, holder, copy):
            raise ContentError("same-article", source.path, other=holder, article=f"{source.slug}.md")
        return holder is not None


def _is_again(path: Path, holder: Path, copy: Path) -> bool:
    """Whether the holder is the same file, or one of the two is the copy that is kept of the other."""
    files = {os.path.realpath(path), os.path.realpath(holder)}
    return len(files) == 1 or (os.path.realpath(copy) in files and hold_the_same(path, holder))
