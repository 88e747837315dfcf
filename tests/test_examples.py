"""The example: every kind of contribution, in every theme that comes with the program, without a fault."""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from checking import check_epub

import kyyeu
from examples.sheets import draw_sheets
from examples.volume import ROOT, write_content
from kyyeu.checks.validators import check_pdf
from kyyeu.model import Finding
from kyyeu.rendering.shipped import find_shipped_theme, name_shipped_themes
from kyyeu.schema import FORMS

ARTICLES = ROOT / "examples" / "content" / "articles"


def test_it_has_every_kind() -> None:
    headers = "".join(path.read_text("utf-8") for path in ARTICLES.glob("*.md"))
    assert {"article", *re.findall(r"^kind: (\w+)", headers, re.MULTILINE)} == {*FORMS}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_content(tmp_path_factory.mktemp("example") / "content")


@pytest.mark.ci
@pytest.mark.parametrize("theme", name_shipped_themes())
def test_it_is_without_fault_in_every_theme(theme: str, content: Path, tmp_path: Path) -> None:
    def fail(findings: Sequence[Finding]) -> None:
        assert not findings

    pdf, cover, epub = kyyeu.build(content, find_shipped_theme(theme), tmp_path, warn=fail)
    assert [*check_pdf(pdf.data, pdf.path)] == [] and cover.path.stem.endswith("-cover")
    if shutil.which("java"):
        assert check_epub(epub.data, tmp_path) == []
    with pypdfium2.PdfDocument(pdf.data) as document:
        assert [sheet.width for sheet in draw_sheets(document)]
