"""The C libraries: in the right order, whatever lies beside them, and a clear word where they are missing."""

import ctypes.util
import sys
from pathlib import Path

import pytest

from kyyeu.pdf import pango


def test_each_library_is_loaded_after_those_it_needs(tmp_path: Path) -> None:
    needs = {"liba.so.1": {"libb.so.1", "libc.so.1"}, "libb.so.1": {"libc.so.1"}, "libc.so.1": set[str]()}
    for name in needs:
        (tmp_path / name).touch()
    loaded: list[str] = []

    def load(library: str) -> bool:
        name = Path(library).name
        possible = needs[name] <= set(loaded)
        if possible:
            loaded.append(name)
        return possible

    pango.preload(tmp_path, load)
    assert loaded == ["libc.so.1", "libb.so.1", "liba.so.1"]


def test_a_file_that_is_no_library_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "libbroken.so.1").write_bytes(b"not ELF")
    pango.preload(tmp_path)  # comes back


@pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere WeasyPrint itself tells")
def test_missing_libraries_are_named() -> None:
    with pytest.raises(pango.PangoMissing) as caught:
        pango.require_pango(("libc.so.6", "libno-such-thing.so.9"))
    assert caught.value.libraries == ("libno-such-thing.so.9",)


def test_only_a_checkout_has_libraries_of_its_own(tmp_path: Path) -> None:
    assert pango.find_native(tmp_path) is None
    (tmp_path / "setup").touch()
    assert pango.find_native(tmp_path) == tmp_path / ".native"


def test_libraries_are_looked_for_by_their_files_and_then_as_ever() -> None:
    before = ctypes.util.find_library
    with pango.known_by_file():
        found = ctypes.util.find_library("c")
    assert (found is None) == (sys.platform == "linux")
    assert ctypes.util.find_library is before
