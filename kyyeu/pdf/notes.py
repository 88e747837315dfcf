"""The notes of a document: which elements they are, and what calls them."""

from collections.abc import Iterator
from typing import Any


def find_notes(document: Any) -> dict[Any, int]:
    """The document's notes, each with its place among those of its text, from 1."""
    return {note: number for list_ in _lists(document) for number, note in enumerate(list_, 1)}


def find_calls(document: Any) -> dict[Any, Any]:
    """For each note that is to stand at the foot of a page what calls it first in the text, in their order.

    What another note calls first goes with that. What nobody calls has no page.
    """
    holders = [each for each in document.iter() if _says(each, "data-notes", "foot")]
    notes = [note for holder in holders for list_ in _lists(holder) for note in list_]
    named = {each.get("id"): each for each in document.iter() if each.get("id")} if notes else {}
    around = {inner: note for note in notes for inner in note.iter()}
    calls = dict[Any, Any]()
    for note in notes:
        call = named.get(_leads_back(note))
        if (caller := around.get(call)) is not None:
            call = calls.get(caller)
        if call is not None:
            calls[note] = call
    return calls


def find_way_back(note: Any) -> Any:
    """The link from a note to what calls it first; None where nothing does."""
    return next((link for link in note.iter("a") if _says(link, "role", "doc-backlink")), None)


def _leads_back(note: Any) -> str:
    """The id of what calls a note first."""
    link = find_way_back(note)
    return "" if link is None else str(link.get("href"))[1:]


def _lists(element: Any) -> Iterator[Any]:
    """The lists of notes in an element."""
    for holder in element.iter():
        if _says(holder, "role", "doc-endnotes"):
            yield from (list_ for list_ in holder if list_.tag == "ol")


def _says(element: Any, name: str, value: str) -> bool:
    return isinstance(element.tag, str) and element.get(name) == value
