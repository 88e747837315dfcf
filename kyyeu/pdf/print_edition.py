"""A finished PDF, and what is known of it besides."""

from dataclasses import dataclass, field

import msgspec

from kyyeu.binding.fragment import SetPicture


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF."""

    data: bytes = field(repr=False)
    """The file."""
    pages: int
    """How many pages it has."""
    pictures: tuple[SetPicture, ...] = field(default=(), repr=False)
    """Those on its pages, each as often as it stands there."""
    blanks: int = 0
    """How many of its pages are blank, so that what follows opens on the right."""
    filling: int = 0
    """How many are blank besides, so that the last gathering is full."""
    waiting: tuple[int, ...] = ()
    """Those of the blank ones that are in the midst of a section, by their numbers."""

    def packed(self) -> bytes:
        """All of it as bytes."""
        return msgspec.msgpack.encode(self)


def unpack_pdf(data: bytes) -> Pdf:
    """What `Pdf.packed` gave."""
    return msgspec.msgpack.decode(data, type=Pdf)
