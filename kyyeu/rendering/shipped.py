"""Where the themes are that come with the program."""

from pathlib import Path

LOTUS = "lotus"
"""The theme that every other extends in the end, and that makes a booklet for which nobody names one."""

_PACKAGE = Path(__file__).parent.parent


def find_shipped_theme(name: str = LOTUS) -> Path:
    """The folder of that theme: inside the package where that was installed, beside it in a checkout."""
    return _find("templates") if name == LOTUS else _find("themes") / name


def name_shipped_themes() -> tuple[str, ...]:
    """What the themes are called, the lotus first."""
    return LOTUS, *sorted(path.name for path in _find("themes").iterdir() if path.is_dir())


def _find(folder: str) -> Path:
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder
