"""Bytes to text."""

import pickle

import pytest

from kyyeu.restorer import NotText, OtherKind, SpoiltUtf8, restore
from kyyeu.restorer.text_file import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read(encoding: str) -> None:
    assert decode("cấp uỷ".encode(encoding)) == "cấp uỷ"


def test_an_old_code_page_is_read_for_a_damage_to_undo() -> None:
    assert restore(decode(b"V\xa8n ph\xdfng c\xcap \xf1y"), "tcvn3").text == "Văn phòng cấp ủy"


NO_TEXT = [b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfea\x00\x00\xd8", b"text\x00more", "cấp uỷ".encode("utf-32")]


@pytest.mark.parametrize("data", NO_TEXT)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotText):
        decode(data)


PAGE = '<!DOCTYPE html>\n<html><body><div class="cấp">Văn phòng cp u</div></body></html>\n'
OTHER_FILES = [
    (b"%PDF-1.4\n1 0 obj", "pdf"),
    (b"%PDF-1.7\n\xe2\xe3\0", "pdf"),
    (b"{\\rtf1\\ansi V\\u259 n}", "rtf"),
    (b"PK\x03\x04\x14", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "office"),
    (PAGE.encode(), "html"),
    (f"\n\t {PAGE.lower()}".encode("utf-8-sig"), "html"),
    (PAGE.encode("utf-16"), "html"),
    (PAGE[16:].encode(), "html"),
    (PAGE[16:].upper().encode("latin-1", "ignore"), "html"),
    (b"<html\nlang=vi>", "html"),
    (b'<?xml version="1.0"?>\r\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">', "html"),
]


@pytest.mark.parametrize(("data", "kind"), OTHER_FILES)
def test_a_file_of_another_kind_is_told_by_its_beginning(data: bytes, kind: str) -> None:
    with pytest.raises(OtherKind) as raised:
        decode(data)
    assert pickle.loads(pickle.dumps(raised.value)).kind == raised.value.kind == kind


PLAIN = [
    "Tệp %PDF-1.4 là gì",
    "PK",
    "<htmlx>",
    "{rtf",
    "Thẻ <html> và <!doctype html>",
    "  %PDF-1.4",
    "<!doctype",
]


@pytest.mark.parametrize("text", PLAIN)
def test_text_that_only_speaks_of_other_kinds_is_text(text: str) -> None:
    assert decode(text.encode()) == text


LINES = "Nhan đề\nVăn phòng cp u t chc tng kết"


@pytest.mark.parametrize(
    ("data", "line", "byte"),
    [
        (LINES.encode().replace(b"cp", b"c\xffp"), 2, "0xFF"),
        (LINES.encode()[:-2], 2, "0xE1"),
        (LINES.replace("đ", "\xa0").encode("latin-1", "ignore") + LINES.encode() * 3, 1, "0xA0"),
    ],
)
def test_utf_8_with_a_few_bad_bytes_is_no_old_code_page(data: bytes, line: int, byte: str) -> None:
    with pytest.raises(SpoiltUtf8) as raised:
        decode(data)
    assert (raised.value.line, raised.value.found) == (line, byte)


def test_a_spoilt_file_is_told_across_processes() -> None:
    error = pickle.loads(pickle.dumps(SpoiltUtf8(7, "0xFF", 2)))
    assert (error.place, error.found, error.line) == (7, "0xFF", 2)
