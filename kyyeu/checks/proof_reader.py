"""Fragments and stamps read back as soon as they are made, some at a time, bound to a book of nothing else.

What is found is only whether anything is wrong: what it is, and on which page, is told of the finished book.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import chain

import msgspec
from msgspec import structs

from kyyeu.binding.about import About
from kyyeu.binding.binder import bind
from kyyeu.binding.fragment import Anchor, Drawing, Fragment, FragmentPage, PageKind, Resource, Stamp
from kyyeu.binding.pagination import Leaf, PlacedFragment, find_pieces
from kyyeu.binding.profiles import PASSING
from kyyeu.binding.weaving import weave
from kyyeu.checks.aloud import check_aloud
from kyyeu.checks.expectations import Expectation
from kyyeu.checks.misprints import find_misprints
from kyyeu.checks.on_paper import LISTS, check_paper, fold_exactly
from kyyeu.pdf.printed import read_printed
from kyyeu.pictures.plate import Plate
from kyyeu.rendering.documents import tell_apart
from kyyeu.rendering.sections import Section

_ABOUT = About("", (), "", (), "vi", date.min, date.min, "", "", b"")
_BLANK = Drawing(zlib.compress(b""), Resource(b"<<>>", (), None))
_GREY = Plate(1, 1, 1, "deflate", False, zlib.compress(b"\x80"), b"", b"")  # stands for any picture
_ELSEWHERE = Anchor(0, 0, 0, "–")


@dataclass(frozen=True)
class SectionReader:
    """Reads the sections of a book back."""

    expected: Expectation
    """What the book must say."""
    sections: Mapping[str, tuple[Section, ...]]
    """For each document the sections that it shows."""
    files: Mapping[str, bytes]
    """The files of the faces, by their digests."""

    def name_proof(self, html: str) -> str:
        """A digest of what the sections must say."""
        sections = self.sections.get(html, ())
        expected = self.expected
        said = [(each.name, expected.lines_of(each), tell_apart(expected.text_of(each))) for each in sections]
        alike = sorted(expected.alike.items())
        return sha256(msgspec.msgpack.encode([said, alike])).hexdigest()

    def find_sound(self, composed: Sequence[tuple[str, Fragment]]) -> list[bool]:
        """For each document whether nothing is wrong with its fragment.

        They are read as one book, which costs less; where anything is wrong with that, each by itself, as
        always those that tell of others.
        """
        lists = [
            any(section.kind in LISTS for section in self.sections.get(html, ())) for html, _ in composed
        ]
        texts = [each for each, is_list in zip(composed, lists, strict=True) if not is_list]
        sound = bool(texts) and self._is_sound(texts)
        return [
            (sound and not is_list) or self._is_sound([each])
            for each, is_list in zip(composed, lists, strict=True)
        ]

    def _is_sound(self, composed: Sequence[tuple[str, Fragment]]) -> bool:
        """Whether nothing is wrong with a book of the fragments of those documents, and of nothing else."""
        sections = tuple(section for html, _ in composed for section in self.sections.get(html, ()))
        expected = replace(self.expected, sections=sections)
        parts = PlacedFragment.in_a_row(_with_all_anchors(fragment) for _, fragment in composed)
        pdf, pieces = self._bind(parts), find_pieces(parts)
        aloud = (
            check_aloud(expected, pieces, pdf) if sections else ()
        )  # of a blank page there is nothing to hear
        return not any(chain(check_paper(expected, pieces, pdf), aloud))

    def are_sound(self, stamps: Sequence[Stamp]) -> bool:
        """Whether nothing is wrong with the stamps."""
        leaves = tuple(Leaf(number, _blank_for(stamp), (stamp,)) for number, stamp in enumerate(stamps, 1))
        fragment = Fragment(
            pages=tuple(leaf.page for leaf in leaves), resources={}, uses={}, anchors={}, bookmarks=(),
            areas=(), pieces=(), pictures=(), tables=0, broken={}, elements=weave((), 0, 0), opens="any",
            asked=(), counted=False, totalled=False, sizes={},
        )  # fmt: skip
        parts = [PlacedFragment(fragment, 1, leaves)]
        printed = read_printed(self._bind(parts))
        return not any(find_misprints(find_pieces(parts), printed, fold_exactly(self.expected.alike)))

    def _bind(self, parts: Sequence[PlacedFragment]) -> bytes:
        return bind(parts, self.files, lambda name: _GREY, _ABOUT, PASSING)


def _with_all_anchors(fragment: Fragment) -> Fragment:
    """The fragment with a place for whatever its links lead to."""
    targets = (area.target for area in fragment.areas if not area.outside)
    return structs.replace(fragment, anchors={**dict.fromkeys(targets, _ELSEWHERE), **fragment.anchors})


def _blank_for(stamp: Stamp) -> FragmentPage:
    """A page that the stamp is for, and nothing on it."""
    kind = PageKind("right", True, "", 0, ())
    return FragmentPage(stamp.media, stamp.trim, stamp.trim, _BLANK, kind, ())
