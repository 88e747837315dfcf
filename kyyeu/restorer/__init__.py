"""Damaged Vietnamese text back to what it was, by adding only what the damage removed."""

from kyyeu.restorer.restoration import Alternative, Evidence, Restoration, Span, Step, replay

__all__ = ["Alternative", "Evidence", "Restoration", "Span", "Step", "replay"]
