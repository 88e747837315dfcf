"""Damaged Vietnamese text back to what it was, by adding only what the damage removed."""
