"""Every reader of what somebody else wrote, and sound inputs to begin from."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pikepdf
from lxml import etree
from openpyxl import Workbook

from kyyeu.content.entries import Entry
from kyyeu.content.header import split_front_matter
from kyyeu.content.json import parse_json
from kyyeu.content.kinds.idioms import idiom_of
from kyyeu.content.kinds.tables import read_table
from kyyeu.content.plain_text import decode_source, decode_text
from kyyeu.content.prose import find_excess, find_slips, parse_prose
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import KyyeuError, Problems
from kyyeu.intake.chosen import parse_chosen
from kyyeu.pictures.pages_of_pdf import count_pages, draw_page
from kyyeu.rendering.asking import Asker, find_requests
from kyyeu.rendering.concealing import Sheets
from kyyeu.rendering.faces import find_faces
from kyyeu.rendering.manifest import parse_manifest
from kyyeu.rendering.properties import resolve_drawing, resolve_style
from kyyeu.restorer.adaptation import adapted_model
from kyyeu.restorer.model_file import parse_model
from kyyeu.restorer.refusals import RestorerError

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "tiny"
THEME = ROOT / "templates"
AT = Path("file")
REFUSED = (KyyeuError, Problems, RestorerError)
"""What a reader may raise."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One of them."""

    read: Callable[[bytes], object]
    """Reads a file of these bytes."""
    seeds: tuple[bytes, ...]
    """Sound files, or ones that are nearly so."""


def _text(data: bytes) -> str:
    return decode_text(data, AT)


def _read_yaml(data: bytes) -> None:
    parse_yaml(_text(data), AT, 1)


def _read_article(data: bytes) -> None:
    header, body, _ = split_front_matter(_text(data), AT)
    parse_yaml(header, AT, 2)
    if find_excess(body) is None:
        find_slips(body, parse_prose(body, "bai"))


_IDIOMS = (
    {"kind": "poem"},
    {"kind": "interview"},
    {"kind": "chronicle"},
    {"kind": "people"},
    {"kind": "roll"},
)
_KINDS = """Hỏi: Vì sao?

**Đáp:** Năm ấy.

1945: Tổng khởi nghĩa
1946 – kháng chiến

  - câu *một
    câu* hai \\

| Ảnh | Họ tên |
| --- | --- |
| ![Ấm](images/a.jpg) | Ấm |
"""


def _read_kind(header: Mapping[str, str], data: bytes) -> None:
    body = _text(data)
    if find_excess(body) is None:
        idiom = idiom_of(Entry(header), (("Tên",), ("Ấm",)))
        find_slips(body, parse_prose(body, "bai", idiom=idiom))


def _workbook() -> bytes:
    book, data = Workbook(), io.BytesIO()
    for row in (["Họ tên", "Năm"], ["Ấm", 1945], ["Yến", 2.5]):
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def _read_style(data: bytes) -> None:
    resolve_style(_text(data), {"--colour-accent": "red"}, AT)
    find_faces({"a.css": _text(data).encode()}, lambda name: None)
    list(find_requests(Asker("a.css", _text(data).encode(), AT)))
    list(Sheets({"a.css": _text(data)}, lambda ink, ground: False).find_concealed(_PAGE))


def _read_drawing(data: bytes) -> None:
    resolve_drawing(data, {"--colour-accent": "red"}, AT)
    list(find_requests(Asker("a.svg", data, AT)))


def _pdf() -> bytes:
    page, data = pikepdf.new(), io.BytesIO()
    page.add_blank_page(page_size=(60, 90)).Contents = page.make_stream(b"q 0 0 9 9 re f /F Do Q")
    page.save(data, compress_streams=False)
    return data.getvalue()


def _read_pdf(data: bytes) -> None:
    if count_pages(data):
        draw_page(data, 1)


def _read_readings(data: bytes) -> None:
    parse_json(_text(data), AT)
    parse_chosen(_text(data), AT)


_PAGE = etree.fromstring("<html><body><h1>a</h1><ol><li value='1'><p class='b'>c</p></li></ol></body></html>")
_BODY = """---
title: Nhan đề
---
# Đề mục {#a}

Đoạn *có* **nhấn** [nối](https://e.vn) ![ảnh](images/a.jpg "lời") và chú[^1] `mã` <small>nhỏ</small>.

- một
    1. hai

> trích

| a | b |
| --- | :-: |
| 1 | 2<br>3 |

[^1]: Lời chú & <b>đậm</b>.
"""
_READINGS = (
    b'{"format": "kyyeu readings 1", "source": "a.txt", "sha256": "%s", "damage": "drop", '
    b'"readings": [{"row": 1, "place": 3, "before": "t", "after": "t\xe1\xbb\x95"}]}' % (b"0" * 64)
)

READERS: Mapping[str, Reader] = {
    "yaml": Reader(_read_yaml, ((TINY / "booklet.yaml").read_bytes(), b'a: "\\U0001F600"\nb: [1, {c: ~}]\n')),
    "article": Reader(_read_article, (_BODY.encode(), (TINY / "articles" / "mot.md").read_bytes())),
    **{header["kind"]: Reader(partial(_read_kind, header), (_KINDS.encode(),)) for header in _IDIOMS},
    "table": Reader(lambda data: read_table(data, Path("a.csv")), ("Họ tên;Năm\nẤm;1945\n".encode(),)),
    "pdf": Reader(_read_pdf, (_pdf(),)),
    "workbook": Reader(lambda data: read_table(data, Path("a.xlsx")), (_workbook(),)),
    "source": Reader(
        lambda data: decode_source(data, AT),
        ("Văn phòng cấp uỷ".encode(), "Văn phòng".encode("utf-16"), "Văn phòng".encode("cp1258", "replace")),
    ),
    "readings": Reader(_read_readings, (_READINGS,)),
    "manifest": Reader(lambda data: parse_manifest(_text(data), AT), ((THEME / "theme.toml").read_bytes(),)),
    "style": Reader(_read_style, tuple(path.read_bytes()[:3000] for path in sorted(THEME.glob("*.css")))),
    "drawing": Reader(
        _read_drawing,
        tuple(path.read_bytes()[:3000] for path in sorted(THEME.glob("drawings/*.svg"))),
    ),
    "counts": Reader(
        lambda data: adapted_model(data.decode("utf-8", "replace")),
        (b"kyyeu restorer counts 1\n3\tv\xc4\x83n\n2\tv\xc4\x83n ph\xc3\xb2ng\n",),
    ),
    "model": Reader(parse_model, (b"kyyeu restorer model 4\n" + bytes(40),)),
}
