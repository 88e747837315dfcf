"""Each page names what it draws with; only what is transparent is blended."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from alone import bind_alone

from kyyeu.rendering.theme import Theme

SHEET = """<html lang="vi"><head><title>Thử</title><link rel="stylesheet" href="faces.css"/>
<style>@page { size: 60mm 40mm; margin: 5mm } body { font: 10pt "Source Serif 4" }
p { break-after: page } .other { font-family: "Be Vietnam Pro" } .faint { opacity: 0.5 }
.drawn { background: url("drawings/lotus.svg") no-repeat center / contain }
.tiled { background: url("drawings/mark.svg") 0 0 / 5mm }</style></head>
<body><p>một</p><p class="other">hai</p><p class="drawn">ba</p><p class="tiled">bốn</p>
<p class="drawn"><span>năm</span></p><p class="drawn faint">sáu</p></body></html>"""


@pytest.fixture(scope="module")
def pdf(theme: Theme) -> bytes:
    return bind_alone(SHEET, theme).data


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> Iterator[list[pikepdf.Object]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        yield [page.obj for page in opened.pages]


def forms_of(resources: pikepdf.Object) -> list[pikepdf.Object]:
    named = [*resources.get("/XObject", {}).values(), *resources.get("/Pattern", {}).values()]
    forms = [thing for thing in named if "/Resources" in thing]
    return forms + [inner for form in forms for inner in forms_of(form.Resources)]


def test_a_page_names_what_it_draws_with_and_no_more(pages: list[pikepdf.Object]) -> None:
    for page in pages:
        for drawn, resources in (
            (page.Contents[0], page.Resources),
            *((form, form.Resources) for form in forms_of(page.Resources)),
        ):
            steps = drawn.read_bytes().decode("latin-1").replace("\n", " ").split(" ")
            names = [name for kind in resources.values() for name in kind.keys()]  # noqa: SIM118
            assert names and set(names) <= set(steps)
    assert all(len(page.Resources.get("/Font", {})) <= 1 for page in pages)


def test_only_what_is_transparent_is_a_transparency_group(pages: list[pikepdf.Object]) -> None:
    groups = [any("/Group" in form for form in forms_of(page.Resources)) for page in pages]
    assert [bool(forms_of(page.Resources)) for page in pages] == [False, False, True, True, True, True]
    assert groups == [False, False, False, False, False, True]


def test_words_stay_words_for_a_press_without_transparency(pdf: bytes, tmp_path: Path) -> None:
    if not (shutil.which("gs") and shutil.which("pdftotext")):
        pytest.skip("Ghostscript and poppler-utils are not installed")
    (tmp_path / "sheet.pdf").write_bytes(pdf)
    quiet = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-dCompatibilityLevel=1.3"]
    old = ["-sOutputFile=old.pdf", "sheet.pdf"]
    subprocess.run([*quiet, *old], cwd=tmp_path, check=True, capture_output=True)
    said = subprocess.run(["pdftotext", "old.pdf", "-"], cwd=tmp_path, check=True, capture_output=True)
    assert said.stdout.decode().split() == ["một", "hai", "ba", "bốn", "năm"]
