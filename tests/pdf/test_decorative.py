"""A picture for the eye alone is no content; one with a description has that, whatever its caption says."""

import io
from pathlib import Path

import page as checker
import pikepdf
import pytest
from page import ValidationProfile

from kyyeu.content.booklet import read_booklet
from kyyeu.making.print_run import make_pdf
from kyyeu.rendering.theme import Theme

PICTURES = """![Bốn người trước cổng](images/cham.png "Đoàn công tác, 1987")

![](images/cham.png){.decorative}

![](images/cham.png "Cờ thi đua"){.decorative}

Giữa dòng ![](images/cham.png){.decorative} nữa."""


@pytest.fixture
def pdf(tiny: Path, theme: Theme) -> bytes:
    path = tiny / "articles" / "hai.md"
    path.write_text(path.read_text("utf-8").replace("## Một mục", PICTURES), "utf-8")
    return make_pdf(read_booklet(tiny), theme, tiny).data


def test_only_pictures_that_say_something_are_figures(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        elements = [item for item in opened.objects if isinstance(item, pikepdf.Dictionary)]
        said = [str(item["/Alt"]) for item in elements if item.get("/S") == "/Figure"]
        captions = [str(item["/P"]["/S"]) for item in elements if item.get("/S") == "/Caption"]
    assert sorted(said) == ["Bốn người trước cổng", "Một chấm đỏ"]
    assert captions == ["/Figure"] * 2  # of what is no figure it is a paragraph


def test_a_checker_takes_it_for_pdf_ua(pdf: bytes) -> None:
    report = checker.validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_UA_1)
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []
