"""What a picture for print is: a plate, which a PDF takes as it is."""

import json
from dataclasses import dataclass, field
from itertools import accumulate

WANTED = 200
"""Pixels an inch, below which a press shows less than it could."""
LEAST = 100
"""Pixels an inch, below which anyone sees them."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture as a PDF holds it (ISO 32000-1, 8.9.5), eight bits a sample."""

    width: int
    """Pixels."""
    height: int
    """Pixels."""
    components: int
    """1: grey, 3: RGB, 4: CMYK."""
    coding: str
    """``jpeg``: `data` is such a file; ``deflate``: samples row by row, compressed (RFC 1950)."""
    inverted: bool
    """Whether 0 means most ink, as it does in Adobe's JPEGs."""
    data: bytes = field(repr=False)
    """The picture."""
    profile: bytes = field(repr=False)
    """Its colour profile (ICC.1); may be empty."""
    alpha: bytes = field(repr=False)
    """How opaque each pixel is, deflated samples of one byte; empty where all are."""

    def packed(self) -> bytes:
        """For a store."""
        parts = (self.data, self.profile, self.alpha)
        head = [self.width, self.height, self.components, self.coding, self.inverted, [*map(len, parts)]]
        return b"\n".join([json.dumps(head).encode(), b"".join(parts)])


def unpack_plate(packed: bytes) -> Plate:
    """What `Plate.packed` gave."""
    head, _, rest = packed.partition(b"\n")
    width, height, components, coding, inverted, lengths = json.loads(head)
    first, second, _ = accumulate(lengths)
    parts = rest[:first], rest[first:second], rest[second:]
    return Plate(width, height, components, coding, inverted, *parts)
