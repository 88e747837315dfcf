"""A Booklet as documents, filled in by a theme."""
