"""What both books are held against: the booklet, its sections by name, what a face may write otherwise."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kyyeu.checks.promises import Promise, promise_of
from kyyeu.model import Article, Booklet, Foreword
from kyyeu.rendering.sections import Section


@dataclass(frozen=True)
class Expectation:
    """What either book must say."""

    booklet: Booklet
    """The booklet."""
    sections: tuple[Section, ...]
    """Its sections in order, each with its name."""
    alike: Mapping[int, str]
    """For signs that a face draws as another one that other, by their code points."""
    cut_head: Callable[[str], str]
    """What of a title a running head has room for."""
    path_of: Callable[[str], Path]
    """Where a file of the theme is."""
    editors_sign: str
    """What says in a note that it is the editors'."""

    @cached_property
    def promises(self) -> Mapping[str, Promise]:
        """For the id of each section with a text of the editor's what that text must say."""
        texts = ((section.id, self.text_of(section)) for section in self.sections)
        return _Promises({id_: text for id_, text in texts if text})

    def text_of(self, section: Section) -> Article | Foreword | None:
        """The text that a section shows, if it shows one."""
        return self.booklet.foreword if section.kind == "foreword" else section.article

    def lines_of(self, section: Section) -> tuple[str, ...]:
        """What is printed of the content beside its title and its text."""
        article = section.article
        return tuple(line.text for line in (*article.signed, *article.lines)) if article else section.lines

    def file_of(self, id_: str) -> str:
        """The file to look into: of the content where the section shows a text of it, else of the theme."""
        section = next((section for section in self.sections if section.id == id_), None)
        if section and (section.part or section.lines):
            return "booklet.yaml"
        text = section and self.text_of(section)
        if text:
            return text.reads[0].name
        return f"parts/{section.kind}.html.j2" if section else "print.html.j2"

    def head_of(self, section: Section) -> str:
        """What its running head says."""
        return self.cut_head(section.article.running_head if section.article else section.name)

    def titles_of(self, section: Section) -> tuple[str, ...]:
        """What a running head over it may be the beginning of."""
        article = section.article
        return (self.booklet.title, *([article.running_head, article.author] if article else [section.name]))


class _Promises(Mapping[str, Promise]):
    """What texts must say, found out when it is asked for: of most that were sound before nobody asks."""

    def __init__(self, texts: Mapping[str, Article | Foreword]):
        self._texts, self._known = texts, dict[str, Promise]()

    def __getitem__(self, id_: str) -> Promise:
        if id_ not in self._known:
            self._known[id_] = promise_of(self._texts[id_])
        return self._known[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
