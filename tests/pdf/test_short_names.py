"""Paths that fontconfig can open, whatever letters a user's name has."""

import pytest

from kyyeu.errors import MachineError
from kyyeu.pdf.short_names import in_plain_place, name_plainly

LONG, SHORT = "C:\\Users\\Nguyễn Văn Đức\\Temp", "C:\\Users\\NGUYNV~1\\Temp"


def test_a_name_with_other_letters_is_a_short_one_on_windows_alone() -> None:
    assert name_plainly(LONG, "win32", lambda path: SHORT) == SHORT
    assert name_plainly("C:\\Temp", "win32", lambda path: "") == "C:\\Temp"
    assert name_plainly("/home/Nguyễn", "linux", lambda path: "") == "/home/Nguyễn"


@pytest.mark.parametrize("short", ["", LONG])
def test_where_a_disk_keeps_no_short_names_it_is_told(short: str) -> None:
    with pytest.raises(MachineError) as raised:
        name_plainly(LONG, "win32", lambda path: short)
    assert raised.value.code == "letters-in-path" and str(raised.value.path) == LONG


def test_a_folder_is_made_as_ever_and_named_plainly() -> None:
    assert in_plain_place(lambda prefix: f"/tmp/{prefix}1")(prefix="weasyprint-") == "/tmp/weasyprint-1"
