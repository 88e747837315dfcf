"""What whoever makes a book is told."""

from typing import Protocol


class Say(Protocol):
    """Told what begins."""

    def __call__(self, stage: str, **facts: object) -> None:
        """The name of a stage, and what there is to tell of it."""


def hush(stage: str, **facts: object) -> None:
    """Say nothing."""
