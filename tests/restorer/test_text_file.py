"""Bytes to text."""

import pytest

from kyyeu.restorer import NotText, restore
from kyyeu.restorer.text_file import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read(encoding: str) -> None:
    assert decode("cấp uỷ".encode(encoding)) == "cấp uỷ"


def test_an_old_code_page_is_read_for_a_damage_to_undo() -> None:
    assert restore(decode(b"V\xa8n ph\xdfng c\xcap \xf1y"), "tcvn3").text == "Văn phòng cấp ủy"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfea\x00\x00\xd8", b"text\x00more"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotText):
        decode(data)
