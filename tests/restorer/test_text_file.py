"""Bytes to text."""

import pickle

import pytest

from kyyeu.restorer import NotText, SpoiltUtf8, restore
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
