"""A painted page as values that travel: WeasyPrint's objects become resources named by their digests."""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import pydyf

from kyyeu.binding.fragment import Drawing, Resource
from kyyeu.pdf.placed import StandIn

_REFERENCE = re.compile(rb"(\d+) 0 R")


@dataclass(slots=True)
class Harvest:
    """What the pages of one document draw with."""

    pdf: Any
    faces: Mapping[bytes, str]
    """For the reference of each font the face that it stands for."""
    resources: dict[str, Resource] = field(default_factory=dict)
    """By digest."""
    _digests: dict[int, str] = field(default_factory=dict)

    def pages(self) -> Iterator[Any]:
        """The dictionary of each page."""
        return (self.pdf.objects[number] for number in self.pdf.pages["Kids"][::3])

    def draw(self, page: Any) -> Drawing:
        """What is drawn on a page."""
        stream, resources = self._resolve(page["Contents"]), self._resolve(page["Resources"])
        content = b"q\n%s\nQ" % b"\n".join(map(_bytes, stream.stream))  # what is drawn next begins anew
        return Drawing(zlib.compress(content, 6), self._resource(resources))

    def digest_of(self, stream: Any) -> str:
        """The digest of a form that is drawn."""
        return self._digests[stream.number]

    def _resolve(self, thing: Any) -> Any:
        """What stands behind a reference."""
        reference = isinstance(thing, bytes) and _REFERENCE.fullmatch(thing)
        return self.pdf.objects[int(reference[1])] if reference else thing

    def _resource(self, thing: Any) -> Resource:
        needs = list[str]()
        if isinstance(thing, pydyf.Stream):
            head, data = self._stream(thing)
            marked = bool(getattr(thing, "owners", None))
            return Resource(b"".join(self._write(head, needs)), tuple(needs), data, marked)
        return Resource(b"".join(self._write(thing, needs)), tuple(needs), None)

    def _stream(self, stream: Any) -> tuple[Any, bytes]:
        """A stream's dictionary, with its own filter, and what it holds."""
        data = stream.data.split(b"stream\n", 1)[1].removesuffix(b"\nendstream")
        head = pydyf.Dictionary(stream.extra)
        if stream.compress:
            head["Filter"] = "/FlateDecode"
        return head, data

    def _write(self, thing: Any, needs: list[str]) -> Iterator[bytes]:
        """A value as PDF, with ``%d`` where it refers to another, and that other among the `needs`."""
        if isinstance(thing, pydyf.Dictionary):
            yield b"<<"
            for key, value in thing.items():
                yield b"/" + _plain(_bytes(key)) + b" "
                yield from self._write(value, needs)
            yield b">>"
        elif isinstance(thing, pydyf.Stream):
            yield from self._refer(thing.number, needs)
        elif isinstance(thing, list | tuple):
            yield b"["
            for value in thing:
                yield from self._write(value, needs)
                yield b" "
            yield b"]"
        elif isinstance(thing, bytes) and thing in self.faces:
            needs.append(self.faces[thing])
            yield b"%d 0 R"
        elif isinstance(thing, bytes) and (reference := _REFERENCE.fullmatch(thing)):
            yield from self._refer(int(reference[1]), needs)
        else:
            yield _plain(_bytes(thing))

    def _refer(self, number: int, needs: list[str]) -> Iterator[bytes]:
        thing = self.pdf.objects[number]
        if isinstance(thing, StandIn):
            needs.append(thing.name)
            yield b"%d 0 R"
            return
        if number not in self._digests:
            resource = self._resource(thing)
            digest = sha256(repr((resource.form, resource.needs)).encode())
            digest.update(resource.data or b"")
            if resource.marked:
                digest.update(b"%d" % number)  # two that draw the same belong to different elements
            self._digests[number] = digest.hexdigest()
            self.resources[digest.hexdigest()] = resource
        needs.append(self._digests[number])
        yield b"%d 0 R"


def _plain(text: bytes) -> bytes:
    return text.replace(b"%", b"%%")


def _bytes(item: Any) -> bytes:
    data: bytes = pydyf._to_bytes(item)
    return data
