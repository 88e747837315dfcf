"""Where the themes are that come with the program."""

from pathlib import Path

LOTUS = "lotus"
"""The theme that every other extends in the end, and that makes a booklet for which nobody names one."""

_ROOM = Path(__file__).parent
_THEMES = _ROOM / "themes"


def find_shipped_theme(name: str = LOTUS) -> Path:
    """The folder of that theme."""
    return _find_lotus() if name == LOTUS else _THEMES / name


def name_shipped_themes() -> tuple[str, ...]:
    """What the themes are called, the lotus first."""
    return LOTUS, *sorted(path.name for path in _THEMES.iterdir() if path.is_dir())


def _find_lotus() -> Path:
    """Inside the package where that was installed, beside it in a checkout."""
    inside = _ROOM.parent / "templates"
    return inside if inside.is_dir() else _ROOM.parents[1] / "templates"
