"""The boxes of notes, each given to what calls it, where a document says so: ``data-notes="foot"``.

The document has its notes at its end, as a list. Their boxes are taken from there, so that looks and numbers,
and the structure tree, are the list's. What stands in a table, in columns or in a row of cards or pictures is
laid out more than once, so the notes that are called there stand right below.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes

from kyyeu.pdf.notes import find_calls, find_notes, find_way_back


def bring_to_calls(root: Any, document: Any) -> Iterator[Any]:
    """Take the notes out of their lists; those for the foot of a page, each known to the box of its call.

    `root` is the box of the `document`.
    """
    calls = find_calls(document)
    paths = dict(_find_paths(root, {*calls.values()}))
    taken = _Taken()
    if wanted := {note for note, call in calls.items() if call in paths}:
        taken.take_out(root, wanted)
    below = dict[Any, tuple[Any, list[Any]]]()
    for note, box in taken.notes.items():
        _lead_back(box, note)
        path = paths[calls[note]]
        place = _find_set_apart(path)
        if place is None:
            _attach(path[-1], box)
            yield box
        else:
            below.setdefault(path[place], (path[place - 1], []))[1].append(box)
    for block, (parent, notes) in below.items():
        _put_below(block, parent, taken.lists[notes[0]].copy_with_children(notes))


def _find_paths(box: Any, elements: set[Any]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """For the elements the way to their boxes, from the outermost."""
    if box.element in elements and isinstance(box, boxes.InlineBox) and "::" not in box.element_tag:
        yield box.element, (box,)
    for child in getattr(box, "children", ()):
        yield from ((element, (box, *path)) for element, path in _find_paths(child, elements))


@dataclass(frozen=True, slots=True)
class _Taken:
    """The boxes of notes that were taken out, in the order of the document."""

    notes: dict[Any, Any] = field(default_factory=dict)
    """By their elements."""
    lists: dict[Any, Any] = field(default_factory=dict)
    """For each of them that of its list."""

    def take_out(self, box: Any, notes: Collection[Any]) -> None:
        """Take those of the elements `notes` out of the box, and what has held no others."""
        if not isinstance(box, boxes.ParentBox):
            return
        kept = list[Any]()
        for child in box.children:
            if child.element in notes and child.element_tag == child.element.tag:
                self.notes[child.element] = child
                self.lists[child] = box
                continue
            self.take_out(child, notes)
            if not _holds_only(child, notes):
                kept.append(child)
        box.children = kept


def _holds_only(box: Any, notes: Collection[Any]) -> bool:
    """Whether the box is the frame around those notes, with their label, and around no others."""
    if box.element is None or box.element.get("role") != "doc-endnotes":
        return False
    own = find_notes(box.element)
    return bool(own) and all(note in notes for note in own)


def _attach(call: Any, note: Any) -> None:
    """Let the box of a call know its note, and then those that this calls first."""
    known = boxes.InlineBox.anonymous_from(call, [])
    known.footnote = note
    others = [child for child in call.children if child.footnote]
    call.children = [*others, known, *call.children[len(others) :]]


def _lead_back(note: Any, element: Any) -> None:
    """Let a note's number lead to its call, where the style sheet has no other sign for that."""
    link = find_way_back(element)
    if any(box.element is link for box in note.descendants()):
        return
    for marker in (child for child in note.children if child.is_outside_marker):
        marker.link = "url", ("internal", str(link.get("href"))[1:])


def _put_below(block: Any, parent: Any, notes: Any) -> None:
    """Put a list of notes behind the block, on the kind of page that this has."""
    notes.style = notes.style.copy()
    notes.style["page"] = block.style["page"]
    place = [*parent.children].index(block) + 1
    parent.children = [*parent.children[:place], notes, *parent.children[place:]]


def _find_set_apart(path: Sequence[Any]) -> int | None:
    """Where in the path the outermost block is whose notes stand below it; None where there is none."""
    apart = next((place for place, box in enumerate(path) if _is_set_apart(box)), None)
    while apart and not (isinstance(path[apart], boxes.BlockLevelBox) and path[apart].is_in_normal_flow()):
        apart -= 1
    return apart


_APART = boxes.AtomicInlineLevelBox, boxes.FlexContainerBox, boxes.GridContainerBox


def _is_set_apart(box: Any) -> bool:
    columns = box.style["column_count"], box.style["column_width"]
    return box.is_table_wrapper or isinstance(box, _APART) or columns != ("auto", "auto")
