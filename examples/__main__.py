"""Makes the example in every theme that comes with the program, and draws its pages on sheets.

``python -m examples`` leaves in ``dist/examples/`` the content, pictures and all, and for each theme a folder
with both books and the sheets; ``--readme`` draws docs/pages.png of them. With folders of themes behind it,
``python -m examples FOLDER``, it makes it in those alone.
"""

import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

import kyyeu
from examples.sheets import draw_front, draw_sheets, save
from examples.volume import ROOT, write_content
from kyyeu.cache import Store, find_user_folder
from kyyeu.model import Finding
from kyyeu.rendering.shipped import find_shipped_theme, name_shipped_themes

OUT = ROOT / "dist" / "examples"
FRONT = (
    (400, (("lotus", "Bìa", 0), ("lotus", "Mùa nước nổi", 0), ("lotus", "Những khoảnh khắc", 1))),
    (376, (("gallery", "Những khoảnh khắc", 3), ("office", "Diễn văn tại Lễ kỷ niệm Ngày truyền thống", 0))),
)
"""Rows of spreads for the README: how high each is in pixels, and the spreads."""


def main() -> None:
    """Make everything anew, and say what was made."""
    parser = ArgumentParser("python -m examples", description="Makes the example, and lays its pages out.")
    parser.add_argument("themes", nargs="*", type=Path, metavar="FOLDER", help="that of a theme of your own")
    parser.add_argument("--readme", action="store_true", help="draw docs/pages.png too")
    asked = parser.parse_args()
    themes = {theme.resolve().name: theme for theme in asked.themes}
    if asked.readme or not themes:
        themes |= {name: find_shipped_theme(name) for name in name_shipped_themes()}
    shutil.rmtree(OUT, ignore_errors=True)
    content = write_content(OUT / "content")
    for name, theme in themes.items():
        for path in make(theme, content, OUT / name):
            print(path.relative_to(ROOT))
    if asked.readme:
        save(draw_front(FRONT, OUT), ROOT / "docs" / "pages.png")


def tell(findings: Sequence[Finding]) -> None:
    """Print what may have been meant otherwise."""
    for finding in findings:
        print(finding, file=sys.stderr)


def make(theme: Path, content: Path, out: Path) -> list[Path]:
    """Both books and the sheets of the PDF, in `out`; what may have been meant otherwise is printed."""
    store = Store(find_user_folder())
    made = kyyeu.build(content, theme, out, warn=tell, store=store)
    paths = [file.path for file in made]
    with pypdfium2.PdfDocument(made[0].data) as document:
        sheets = enumerate(draw_sheets(document), 1)
        return [*paths, *(save(sheet, out / f"sheet-{number}.png") for number, sheet in sheets)]


if __name__ == "__main__":
    main()
