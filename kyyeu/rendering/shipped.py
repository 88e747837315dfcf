"""Where the theme is that comes with the program."""

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def find_shipped_theme() -> Path:
    """The theme's folder: inside the package where that was installed, beside it in a checkout."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"
