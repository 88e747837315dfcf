"""The content of the example, whole: its own texts, the two articles of content/, and its pictures, drawn."""

import shutil
from pathlib import Path

from examples.pictures import draw_all

ROOT = Path(__file__).parent.parent
_OWN, _REAL = ROOT / "examples" / "content", ROOT / "content"


def write_content(folder: Path) -> Path:
    """The folder, which must not be there yet, with all that the example is made of."""
    shutil.copytree(_OWN, folder)
    for name in ("articles", "sources"):
        shutil.copytree(_REAL / name, folder / name, dirs_exist_ok=True)
    (folder / "images").mkdir()
    draw_all(folder / "images")
    return folder
