"""Profiles: what a bound file says that it keeps, and how tightly it is packed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """A property by which a file says that it keeps a standard."""

    prefix: str
    space: str
    """The namespace that the prefix stands for."""
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A way to write a PDF. Whoever wants another one writes down its row here."""

    version: str
    """The version of PDF that its header names (ISO 32000-1, 7.5.2)."""
    claims: tuple[Claim, ...]
    """What it says in its metadata that it keeps; the validators of each look for these."""
    effort: int
    """How much is done to make it small, from 0 to 9."""


_UA_1 = Claim("pdfuaid", "http://www.aiim.org/pdfua/ns/id/", "part", "1")  # ISO 14289-1, 5

ACCESSIBLE = Profile(version="1.7", claims=(_UA_1,), effort=6)
"""What goes to readers: PDF/UA-1."""
PASSING = Profile(version="1.7", claims=(), effort=0)
"""What is read or drawn at once, and kept by nobody."""
