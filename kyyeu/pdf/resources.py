"""What each page draws with, named by itself; a transparency group only where something is transparent.

WeasyPrint has one dictionary of resources for all pages, and draws each background picture as a transparency
group. To a program that converts for a press without transparency every page then is one: a picture.
"""

import re
from collections.abc import Iterator
from typing import Any

import pydyf

_NAMED = re.compile(rb"/([^\s/]+) (?:[\d.]+ )?(?:Do|gs|Tf|sh|cs|CS|scn|SCN)")
"""An instruction that names a resource."""
_OPAQUE = {"ca": 1, "CA": 1, "BM": "/Normal", "SMask": "/None"}
"""For what a graphics state may say of transparency that there is none (ISO 32000-1, table 58)."""


def give_own_resources(pdf: pydyf.PDF) -> None:
    """Let each page of a PDF that is about to be written, and each form, name what it draws with."""
    resources = _Resources(pdf)
    for reference in pdf.page_references:
        resources.divide(resources.find(reference))


class _Resources:
    """The resources of one PDF."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._narrowed = set[int]()

    def find(self, value: Any) -> Any:
        """What a reference refers to; any other value as it is."""
        return self._pdf.objects[int(value.split()[0])] if isinstance(value, bytes) else value

    def divide(self, page: Any) -> None:
        """Give a page a dictionary of its own, and take transparency from what has none."""
        own = self._used_by(self.find(page["Contents"]), self.find(page["Resources"]))
        self._pdf.add_object(own)
        page["Resources"] = own.reference
        forms = [*self._forms(own)]
        if not any(map(self._is_transparent, [own, *(form.extra["Resources"] for form in forms)])):
            for form in forms:
                form.extra.pop("Group", None)

    def _used_by(self, stream: pydyf.Stream, resources: Any) -> pydyf.Dictionary:
        """Those of the resources that the stream names."""
        steps = b"\n".join(step for step in stream.stream if isinstance(step, bytes) and b"/" in step)
        names = {name.decode() for name in _NAMED.findall(steps)}
        kinds = {kind: self.find(entries) for kind, entries in resources.items()}
        used = {
            kind: pydyf.Dictionary({name: value for name, value in entries.items() if name in names})
            for kind, entries in kinds.items()
        }
        return pydyf.Dictionary({kind: entries for kind, entries in used.items() if entries})

    def _forms(self, resources: Any) -> Iterator[pydyf.Stream]:
        """The forms and patterns among the resources and within those, each with resources of its own."""
        for kind in ("XObject", "Pattern"):
            for form in map(self.find, resources.get(kind, {}).values()):
                if "Resources" in form.extra:
                    if form.number not in self._narrowed:
                        self._narrowed.add(form.number)
                        form.extra["Resources"] = self._used_by(form, self.find(form.extra["Resources"]))
                    yield form
                    yield from self._forms(form.extra["Resources"])

    def _is_transparent(self, resources: Any) -> bool:
        """Whether a graphics state or a picture among them lets something show through."""
        states = map(self.find, resources.get("ExtGState", {}).values())
        images = map(self.find, resources.get("XObject", {}).values())
        return any(
            state.get(name, opaque) != opaque for state in states for name, opaque in _OPAQUE.items()
        ) or any("SMask" in image.extra for image in images)
