"""Markdown as a tree of blocks, fit to stand among the other texts of a booklet."""

from dataclasses import dataclass

from lxml.html import HtmlElement
from markdown import Markdown

from kyyeu.content.prose.blocks import cut_runs
from kyyeu.content.prose.calls import Picture, frame_pictures, take_calls
from kyyeu.content.prose.cleaning import clean_html
from kyyeu.content.prose.footnotes import mark_notes, unused_attribute, watch_notes
from kyyeu.content.prose.navigation import lower_headings, prefix_ids
from kyyeu.model import Block, Run

_EXTENSIONS = ["attr_list", "def_list", "footnotes", "sane_lists", "tables"]
_SETTINGS = {
    "footnotes": {
        "SEPARATOR": "-",  # a colon is not allowed in an XML id
        "BACKLINK_TEXT": "",  # words and signs are the theme's
        "BACKLINK_TITLE": "{}",
    }
}


@dataclass(frozen=True, slots=True)
class Prose:
    """A parsed text."""

    tree: HtmlElement
    """A ``div`` around the blocks."""
    pictures: tuple[Picture, ...]
    """In reading order."""

    def cut(self) -> tuple[tuple[Run, ...], tuple[Block, ...]]:
        """The body in runs, and its blocks as plain text, both in reading order."""
        return cut_runs(self.tree)


def parse_prose(text: str, prefix: str) -> Prose:
    """The Markdown `text`; `prefix` makes its ids unique among other texts of the same booklet."""
    note = unused_attribute(text)
    tree = clean_html(_convert(text, note), kept=note)
    lower_headings(tree)
    frame_pictures(tree)
    prefix_ids(tree, prefix)
    mark_notes(tree, note)
    return Prose(tree, tuple(take_calls(tree)))


def _convert(text: str, note: str) -> str:
    """The text as HTML, raw HTML still in it; every part of a footnote has the attribute `note`."""
    markdown = Markdown(extensions=_EXTENSIONS, extension_configs=_SETTINGS, output_format="xhtml")
    watch_notes(markdown, note)
    return markdown.convert(text)
