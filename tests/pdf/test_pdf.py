"""What the PDF is and says, asked of pikepdf, pypdfium2, poppler and a PDF/UA checker."""

import io
import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import page as checker
import pikepdf
import pypdfium2
import pytest
from alone import bind_alone
from page import ValidationProfile
from pikepdf import Array, Dictionary, Name, Object

from kyyeu.content.prose import parse_prose
from kyyeu.errors import TemplateError
from kyyeu.model import Booklet
from kyyeu.pdf.print_edition import Pdf
from kyyeu.rendering.theme import Theme

STYLE = """<link rel="stylesheet" href="faces.css"/>
<style>@page{size:60mm 40mm;margin:10mm} body{font:10pt/1.45 "Source Serif 4"}</style>"""


def sheet_of(body: str, style: str = "") -> str:
    head = f"<head><title>Thử</title>{STYLE}<style>{style}</style></head>"
    return f'<html lang="vi">{head}<body>{body}</body></html>'


def write(html: str, theme: Theme) -> Pdf:
    return bind_alone(html, theme).pdf


def read(pdf: Pdf) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf.data))


def text_of(pdf: Pdf) -> list[str]:
    with pypdfium2.PdfDocument(pdf.data) as document:
        return [sheet.get_textpage().get_text_bounded() for sheet in document]


def kids_of(node: Object) -> list[Object]:
    kids = node.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def elements(node: Object) -> Iterator[Object]:
    """The structure elements below a node, in order."""
    for kid in kids_of(node):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def operators(page: pikepdf.Page) -> list[tuple[str, list[Object]]]:
    """What a page draws: each operator with its operands."""
    return [(str(step.operator), list(step.operands)) for step in pikepdf.parse_content_stream(page)]


# Stamp-sized pages: one trait each


def test_a_page_has_the_size_asked_for(theme: Theme) -> None:
    with pypdfium2.PdfDocument(write(sheet_of("<p>chữ</p>"), theme).data) as document:
        assert [round(side / 72 * 25.4, 2) for side in document[0].get_size()] == [60, 40]


def test_stacked_marks_come_back_as_they_went_in(theme: Theme) -> None:
    words = "Ế Ộ Ữ ẫ ằ ẤẨẪẬ ĐẶNG NGUYỄN Ỷ đường"
    assert text_of(write(sheet_of(f"<p>{words}</p>"), theme))[0].split() == words.split()


def test_no_word_is_hyphenated(theme: Theme) -> None:
    own = '<link rel="stylesheet" href="style.css"/>'
    words = "internet telecommunication " * 12
    pdf = write(sheet_of(f"{own}<div lang='en' class='prose'><p>{words}</p></div>"), theme)
    assert "".join("".join(text_of(pdf)).split()) == "".join(words.split())


def test_stacked_marks_never_touch_the_line_above(theme: Theme) -> None:
    """Between the ink of two lines full of the deepest and the tallest letters there is a white row."""
    own = '<link rel="stylesheet" href="style.css"/>'
    for tag in ("p", "h2"):
        lines = "gjpqyjgpợựệ<br/>ẾỘỮẤẪẰỎ"
        pdf = write(sheet_of(f"{own}<div class='prose'><{tag}>{lines}</{tag}></div>"), theme)
        with pypdfium2.PdfDocument(pdf.data) as document:
            image = document[0].render(scale=6).to_pil().convert("L")
        rows = [min(image.crop((0, y, image.width, y + 1)).tobytes()) < 128 for y in range(image.height)]
        bands = [ink for ink, _ in itertools.groupby(rows)]
        assert bands.count(True) >= 2, tag


@pytest.mark.parametrize(
    "markdown",
    ["- a\n    - b\n        - c", "- một\n\n- hai", "chữ[^1]\n\n[^1]: chú\n\n    thêm", "#### Sâu\n\n# Nông"],
    ids=["nested", "loose", "note", "headings"],
)
def test_common_markdown_is_pdf_ua(theme: Theme, markdown: str) -> None:
    own = '<link rel="stylesheet" href="style.css"/>'
    runs, _ = parse_prose(markdown, "x").cut()
    body = f"{own}<h1>Đầu</h1><div class='prose'>{''.join(run.xhtml for run in runs)}</div>"
    report = checker.validate_pdf_bytes(write(sheet_of(body), theme).data, profile=ValidationProfile.PDF_UA_1)
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


def test_a_long_address_stays_on_the_page(theme: Theme) -> None:
    own = '<link rel="stylesheet" href="style.css"/>'
    address = "https://example.org/" + "abcdefghij" * 12
    pdf = write(sheet_of(f"{own}<div class='prose'><p>{address}</p></div>"), theme)
    with pypdfium2.PdfDocument(pdf.data) as document:
        inside = [page.get_textpage().get_text_bounded(left=0, right=page.get_width()) for page in document]
    assert "".join("".join(inside).split()) == address


def test_a_running_head_is_an_artifact_and_not_content(theme: Theme) -> None:
    style = '@page{@top-left{content:"đầu trang";font:7pt "Source Serif 4"}}'
    with read(write(sheet_of("<p>thân bài</p>", style), theme)) as pdf:
        marks = [str(operands[0]) for name, operands in operators(pdf.pages[0]) if name == "BDC"]
    assert marks.count("/Artifact") == 1


def test_a_link_is_one_annotation_whatever_is_inside_it(theme: Theme) -> None:
    pdf = write(sheet_of('<p id="x">xem <a href="#x"><b>đậm</b> <i>nghiêng</i></a></p>'), theme)
    with read(pdf) as opened:
        assert len(list(opened.pages[0].Annots)) == 1
    assert checker.is_pdf_compliant_bytes(pdf.data, profile=ValidationProfile.PDF_UA_1)


@pytest.mark.parametrize(
    "address", ["https://example.org/a.png", "file:///etc/passwd", "../pyproject.toml", "/etc/hosts"]
)
def test_nothing_outside_the_booklet_is_fetched(theme: Theme, address: str) -> None:
    with pytest.raises(TemplateError):
        write(sheet_of(f'<p><img src="{address}" alt="x"/></p>'), theme)


def test_what_the_layout_engine_warns_of_is_an_error(theme: Theme) -> None:
    with pytest.raises(TemplateError, match="render-warning"):
        write(sheet_of("<p>chữ</p>", "p{colour:red}"), theme)


# The whole booklet


def test_poppler_and_qpdf_find_nothing_wrong(real_pdf: Pdf, tmp_path: Path) -> None:
    if not (shutil.which("qpdf") and shutil.which("pdftotext")):
        pytest.skip("qpdf and poppler-utils are not installed")
    path = tmp_path / "booklet.pdf"
    path.write_bytes(real_pdf.data)
    assert subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0
    assert subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stderr == b""


@pytest.mark.parametrize("name", ["small_pdf", "real_pdf"])
def test_a_checker_finds_it_pdf_ua(name: str, request: pytest.FixtureRequest) -> None:
    report = checker.validate_pdf_bytes(
        request.getfixturevalue(name).data, profile=ValidationProfile.PDF_UA_1
    )
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


def test_no_text_is_drawn_outside_a_tag_or_an_artifact(real_pdf: Pdf) -> None:
    with read(real_pdf) as pdf:
        for sheet in pdf.pages:
            depth = 0
            for name, _ in operators(sheet):
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(name, 0)
                assert depth > 0 or name not in ("Tj", "TJ")


def test_headings_skip_no_level(real_pdf: Pdf) -> None:
    with read(real_pdf) as pdf:
        kinds = [str(element.S) for element in elements(pdf.Root.StructTreeRoot)]
    levels = [int(kind[2]) for kind in kinds if re.fullmatch("/H[1-6]", kind)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_figure_has_alternative_text(small_pdf: Pdf) -> None:
    with read(small_pdf) as pdf:
        figures = [element for element in elements(pdf.Root.StructTreeRoot) if Name.Figure == element.S]
    assert figures and all(str(figure.get("/Alt", "")) for figure in figures)


def test_it_says_who_wrote_what_and_when(real: Booklet, real_pdf: Pdf) -> None:
    with read(real_pdf) as pdf, pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == real.title
        assert xmp["pdfuaid:part"] == "1"
        assert str(pdf.docinfo["/Author"]) == ", ".join(real.authors)
        assert str(pdf.docinfo["/Keywords"]) == ", ".join(real.keywords)
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261018")
        assert str(pdf.Root.Lang) == "vi"


def test_the_outline_lists_every_section_once(real: Booklet, real_pdf: Pdf) -> None:
    with pypdfium2.PdfDocument(real_pdf.data) as document:
        titles = [bookmark.get_title() for bookmark in document.get_toc()]
    assert titles == [
        "Bìa", "Trang tên sách", "Trang xuất bản", "Mục lục", "Lời giới thiệu",
        *(article.title for article in real.articles), "Về văn bản", "Đôi dòng cuối sách",
    ]  # fmt: skip


def test_every_article_opens_on_a_right_hand_page(real: Booklet, real_pdf: Pdf) -> None:
    with pypdfium2.PdfDocument(real_pdf.data) as document:
        opens = {mark.get_title(): mark.get_dest().get_index() + 1 for mark in document.get_toc()}
    assert [opens[article.title] % 2 for article in real.articles] == [1] * len(real.articles)


def test_the_contents_give_true_pages_each_a_link(real: Booklet, real_pdf: Pdf) -> None:
    with pypdfium2.PdfDocument(real_pdf.data) as document:
        opens = {mark.get_title(): mark.get_dest().get_index() + 1 for mark in document.get_toc()}
        listing = document[opens["Mục lục"] - 1].get_textpage().get_text_bounded()
    for title in ("Lời giới thiệu", *(article.title for article in real.articles), "Về văn bản"):
        entry = r"\s+".join(re.escape(word) for word in title.split())
        assert re.search(rf"{entry}[\s.…]*{opens[title]}\b", listing), title
    with read(real_pdf) as pdf:
        links = [
            note for note in pdf.pages[opens["Mục lục"] - 1].get("/Annots", []) if note.Subtype == Name.Link
        ]
    assert len({str(link.Dest) for link in links}) == 3 + len(real.articles)


def test_every_face_is_ours_embedded_and_subset(real_pdf: Pdf) -> None:
    with read(real_pdf) as pdf:
        faces = [
            thing
            for thing in pdf.objects
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.FontDescriptor
        ]
        names = {str(face.FontName).split("+")[-1] for face in faces}
        assert faces and all("/FontFile2" in face or "/FontFile3" in face for face in faces)
    assert all(
        name.startswith(("Source-Serif", "SourceSerif", "Be-Vietnam", "BeVietnam")) for name in names
    ), names
