"""The C libraries: in the right order, whatever lies beside them, and a clear word where they are missing."""

import ctypes.util
import os
import shutil
import subprocess
import sys
from contextlib import nullcontext
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from kyyeu.pdf import engine, pango
from kyyeu.pdf.needs import Library, read_library

ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere WeasyPrint itself tells")

# What WeasyPrint 70 asks for (weasyprint/text/ffi.py), and by which name the makers know it.
ASKED = {
    "gobject-2.0": ("libgobject-2.0-0", "gobject-2.0-0", "gobject-2.0"),
    "pango-1.0": ("libpango-1.0-0", "pango-1.0-0", "pango-1.0"),
    "harfbuzz": ("libharfbuzz-0", "harfbuzz", "harfbuzz-0.0"),
    "harfbuzz-subset": ("libharfbuzz-subset-0", "harfbuzz-subset", "harfbuzz-subset-0.0"),
    "fontconfig": ("libfontconfig-1", "fontconfig-1", "fontconfig"),
    "pangoft2-1.0": ("libpangoft2-1.0-0", "pangoft2-1.0-0", "pangoft2-1.0"),
}
OTHERS = ("libharfbuzz-vector-0", "harfbuzz-vector", "c", "libcairo-2", "harfbuzz-subset-vector")
# Not what Python has in the process before, nor what is C's.
THEIRS = tuple(
    f"lib{name}" for name in "glib gobject gio gmodule pango harfbuzz fontconfig freetype graphite thai "
    "datrie fribidi pcre2".split()
)  # fmt: skip
MAPPED = """
import ctypes, pathlib, sys
from kyyeu.pdf.pango import preload
preload(pathlib.Path(sys.argv[1]))
print(*{line.split(maxsplit=5)[5] for line in open("/proc/self/maps") if ".so" in line}, sep="\\n")
"""


def copy_libraries(folder: Path) -> None:
    """What the six need, all that they need among it, out of this system or of `.native/`."""
    code = "from kyyeu.pdf.engine import bring_in; bring_in(); print(open('/proc/self/maps').read())"
    maps = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    for path in {Path(line.split(maxsplit=5)[5]) for line in maps.stdout.splitlines() if ".so." in line}:
        if path.name.startswith(THEIRS):
            shutil.copy(path, folder)


@linux
def test_of_a_folder_s_libraries_none_comes_from_elsewhere(tmp_path: Path) -> None:
    """Those of the system are others, perhaps; two of one in a process, and it ends in their midst."""
    copy_libraries(tmp_path)
    names = {read_library(path).name for path in tmp_path.iterdir()}
    assert {"libharfbuzz.so.0", "libharfbuzz-subset.so.0", "libglib-2.0.so.0"} <= names
    command = [sys.executable, "-c", MAPPED, str(tmp_path)]
    mapped = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    found = {path for path in map(Path, filter(None, mapped)) if read_library(path).name in names}
    assert {path.parent for path in found} == {tmp_path} and len(found) == len(names)


def test_a_library_is_loaded_after_those_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs = {"a": ("b", "c", "elsewhere"), "b": ("c",), "c": ("c",)}
    for name in needs:
        (tmp_path / f"lib{name}.so.1.0").touch()

    def read(path: Path) -> Library:
        name = path.name[3:4]
        return Library(path, name, needs[name])

    monkeypatch.setattr(pango, "read_library", read)
    loaded: list[str] = []

    def load(library: str) -> bool:
        loaded.append(Path(library).name[3:4])
        return True

    pango.preload(tmp_path, load)
    assert loaded == ["c", "b", "a"]
    needs["c"] = ("a",)  # which no linker makes
    pango.preload(tmp_path, load)
    assert loaded[3:] == ["a", "b", "c"]


@linux
@pytest.mark.parametrize("kept", [0, 3, 70, 600, 2000])
def test_a_file_that_is_no_library_needs_none(tmp_path: Path, kept: int) -> None:
    data, path = Path(sys.executable).read_bytes(), tmp_path / "libspoilt.so.1"
    for spoilt in (data[:kept], b"not ELF" * kept, data[:64] + b"\xff" * kept):
        path.write_bytes(spoilt)
        assert (read_library(path).name, read_library(path).needs) == ("libspoilt.so.1", ())


def test_a_file_that_is_no_library_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "libbroken.so.1").write_bytes(b"not ELF")
    pango.preload(tmp_path)  # comes back


@linux
def test_missing_libraries_are_named() -> None:
    with pytest.raises(pango.PangoMissing) as caught:
        pango.require_pango(("libc.so.6", "libno-such-thing.so.9"))
    assert caught.value.libraries == ("libno-such-thing.so.9",)


def test_only_a_checkout_has_libraries_of_its_own(tmp_path: Path) -> None:
    assert pango.find_native(tmp_path) is None
    (tmp_path / "setup").touch()
    assert pango.find_native(tmp_path) == tmp_path / ".native"


@pytest.fixture(params=pango.CARRIERS)
def carried(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A system on which the package is installed that has the libraries."""
    carrier = pango.CARRIERS[request.param]
    (tmp_path / carrier.folder).mkdir()
    for file in carrier.files.values():
        (tmp_path / carrier.folder / file).touch()
    spec = ModuleSpec(carrier.package, None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(pango, "find_spec", {carrier.package: spec}.get)
    monkeypatch.setattr(os, "add_dll_directory", lambda folder: nullcontext(), raising=False)
    return str(request.param)


def test_a_package_that_has_them_all_is_found(carried: str, tmp_path: Path) -> None:
    carrier = pango.CARRIERS[carried]
    assert pango.find_carried(carried) == tmp_path / carrier.folder
    (tmp_path / carrier.folder / carrier.files["harfbuzz"]).unlink()
    assert pango.find_carried(carried) is None


@pytest.mark.parametrize("carried", ["win32", "darwin"], indirect=True)
def test_whatever_weasyprint_asks_for_is_answered_with_one_file_and_all_else_with_none(
    carried: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier, before = pango.CARRIERS[carried], ctypes.util.find_library
    monkeypatch.setenv("WEASYPRINT_DLL_DIRECTORIES", "C:\\another")
    with pango.answered(carried):
        for name, asked in ASKED.items():
            path = str(tmp_path / carrier.folder / carrier.files[name])
            assert {ctypes.util.find_library(each) for each in asked} == {path}
        assert {ctypes.util.find_library(other) for other in OTHERS} == {None}
        told = os.environ["WEASYPRINT_DLL_DIRECTORIES"]
        assert told == (str(tmp_path / "bin") if carried == "win32" else "C:\\another")
    assert ctypes.util.find_library is before
    assert os.environ["WEASYPRINT_DLL_DIRECTORIES"] == "C:\\another"


def test_the_names_that_weasyprint_asks_for_are_those(theme: object) -> None:
    engine.bring_in()
    from weasyprint.text import ffi

    source = Path(ffi.__file__).read_text("utf-8")
    assert all(f"'{asked}'" in source for names in ASKED.values() for asked in names)


def test_where_no_package_has_them_all_is_as_ever() -> None:
    before = ctypes.util.find_library
    with pango.answered():
        found = ctypes.util.find_library("c")
    assert (found is None) == (sys.platform != "darwin")  # Windows knows none of that name
    with pango.answered("darwin"):
        assert ctypes.util.find_library is before
    assert ctypes.util.find_library is before


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_each_system_is_told_how_it_gets_them(platform: str) -> None:
    assert engine._name_lack(platform) == ("no-pango" if platform == "linux" else "pango-not-carried")


@linux
def test_what_is_carried_goes_before_what_setup_put_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = list[Path]()
    monkeypatch.setattr(pango, "preload", loaded.append)
    monkeypatch.setattr(pango, "find_native", lambda: tmp_path / ".native")
    for carried in (tmp_path / "lib", None):
        monkeypatch.setattr(pango, "find_carried", lambda found=carried: found)
        pango.require_pango(())
    assert loaded == [tmp_path / "lib", tmp_path / ".native"]
