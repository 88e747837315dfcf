"""Links as annotations, one for each link and page, each saying where it leads (ISO 14289-1, 7.18.5)."""

from collections.abc import Mapping

from kyyeu.binding.fragment import Anchor, Box, LinkedArea
from kyyeu.binding.logical_structure import Keyed
from kyyeu.binding.objects import Objects, write_dictionary, write_numbers, write_string
from kyyeu.binding.outline import Destination

_PRINTED = 4  # the flag (ISO 32000-1, table 165): not hidden, since PDF/UA wants it known


def write_link(
    objects: Objects, area: LinkedArea, page: int, key: int, places: Mapping[str, Destination]
) -> Keyed:
    """The annotation of an area on that page, which the structure tree knows by the `key`."""
    if area.outside:
        leads, says = {"A": write_dictionary(S=b"/URI", URI=write_string(area.target))}, area.says
    else:
        part, anchor = places[area.target]
        leads = {"Dest": write_string(area.target)}
        says = tell_where(area, part.first + anchor.page, anchor)
    lefts, lows, rights, highs = zip(*area.quads, strict=True)
    annotation = write_dictionary(
        Type=b"/Annot",
        Subtype=b"/Link",
        F=b"%d" % _PRINTED,
        BS=b"<</W 0>>",
        Rect=write_numbers((min(lefts), min(lows), max(rights), max(highs))),
        QuadPoints=_write_quads(area.quads),
        **leads,
        Contents=write_string(says),
        StructParent=b"%d" % key,
    )
    return Keyed(objects.put(annotation), key, page)


def tell_where(area: LinkedArea, page: int, anchor: Anchor) -> str:
    """Where an area leads whose anchor is on that page of the book, in words."""
    return area.says.replace("{page}", str(page)).replace("{name}", anchor.name or area.target)


def _write_quads(quads: tuple[Box, ...]) -> bytes:
    """Where its lines are, if it has several; a rectangle is enough for one."""
    if len(quads) == 1:
        return b""
    corners = ((x1, y2, x2, y2, x1, y1, x2, y1) for x1, y1, x2, y2 in quads)
    return write_numbers(number for line in corners for number in line)
