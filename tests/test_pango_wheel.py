"""The wheel for Linux: pip takes it where it fits, and it makes the same books without the system's Pango."""

import os
import subprocess
import sys
import venv
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from calling import ROOT

from kyyeu.pdf.needs import read_library
from kyyeu.pdf.pango import CARRIERS

RECIPE = ROOT / "wheels" / "pango" / "hatch_build.py"
PYTHON_S = ("libz.", "libexpat.", "libffi.")  # it has these in the process before
TELL = """
from kyyeu.pdf.engine import bring_in
from kyyeu.pdf.pango import name_press
bring_in()
print(name_press().split(" ", 1)[1])
"""
MAPPED = """
from kyyeu.pdf.engine import bring_in
bring_in()
print(*{line.split(maxsplit=5)[5] for line in open("/proc/self/maps") if ".so" in line}, sep="", end="")
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is for Linux")


def test_what_is_looked_for_is_what_is_packed() -> None:
    spec = spec_from_file_location("hatch_build", RECIPE)
    assert spec and spec.loader
    spec.loader.exec_module(recipe := module_from_spec(spec))
    carrier = CARRIERS["linux"]
    assert {*carrier.files.values()} == {*recipe.WANTED}
    assert f"{carrier.package}/{carrier.folder}" == recipe.PLACE


def run(*words: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [*map(str, words)], cwd=cwd, env=ours | {"SOURCE_DATE_EPOCH": "1700000000"} | environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


def make_wheel(place: Path, carrying: str) -> None:
    pip = (sys.executable, "-m", "pip", "wheel", "-q", "--no-deps")
    run(*pip, "-w", place, ROOT, HATCH_BUILD_HOOK_ENABLE_CUSTOM=carrying)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of both wheels, for Linux and for all systems."""
    if "VERSION_CODENAME=bookworm" not in Path("/etc/os-release").read_text("utf-8"):
        pytest.skip("it is made of Debian 12")
    place = tmp_path_factory.mktemp("bản phát hành")
    for carrying in ("false", "true"):
        make_wheel(place, carrying)
    assert len([*place.glob("*.whl")]) == 2
    return place


def wheel_for_linux(place: Path) -> Path:
    return next(place.glob("kyyeu-*-py3-none-manylinux_2_*.whl"))


@pytest.fixture(scope="module")
def installed(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of the one that pip chose; what it depends on is the checkout's."""
    place = tmp_path_factory.mktemp("máy mới") / "env"
    venv.create(place, symlinks=True)
    pip = (sys.executable, "-m", "pip", "--python", place / "bin" / "python", "install", "-q")
    run(*pip, "--no-index", "--no-deps", "--find-links", published, "kyyeu")
    (packages,) = place.glob("lib/python*/site-packages")
    theirs = [path for path in sys.path if Path(path).name == "site-packages"]
    (packages / "theirs.pth").write_text("\n".join(theirs), "utf-8")
    return place


@pytest.fixture(scope="module")
def carried(installed: Path) -> dict[str, Path]:
    """The libraries that came with it, by the names they are asked for."""
    (folder,) = installed.glob("lib/python*/site-packages/kyyeu/lib")
    return {path.name: path for path in folder.glob("lib*.so*")}


@pytest.fixture(scope="module")
def masked(carried: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder for the loader to look into first: whatever it finds there is no library, and it stops."""
    place = tmp_path_factory.mktemp("masked")
    for name in carried:
        if not name.startswith(PYTHON_S):
            (place / name).touch()
    return str(place)


@pytest.mark.long
def test_what_is_carried_needs_no_library_of_the_system(
    installed: Path, carried: dict[str, Path], masked: str, tmp_path: Path
) -> None:
    told = run(installed / "bin" / "python", "-c", MAPPED, cwd=tmp_path, LD_LIBRARY_PATH=masked)
    found = {path: read_library(path).name for path in map(Path, told.splitlines())}
    named = {*carried} & {path.name for path in Path(masked).iterdir()}
    assert {path for path, name in found.items() if name in named} == {carried[name] for name in named}


@pytest.mark.long
def test_each_library_has_its_licence_and_its_source_beside_it(carried: dict[str, Path]) -> None:
    licences = carried["libpango-1.0.so.0"].with_name("licences")
    sources = (licences / "SOURCES.txt").read_text("utf-8").splitlines()
    kept = {path.stem for path in licences.iterdir()}
    assert {line.split()[0] for line in sources} < kept and len(sources) > 15
    assert {"LGPL-2.1", "GPL-2"} < kept  # named by what Debian says of GLib


@pytest.mark.long
def test_made_again_it_is_the_same(published: Path, tmp_path: Path) -> None:
    make_wheel(tmp_path, "true")
    assert wheel_for_linux(tmp_path).read_bytes() == wheel_for_linux(published).read_bytes()


@pytest.mark.long
def test_but_for_the_libraries_it_is_the_wheel_for_all_systems(published: Path) -> None:
    packed = list[dict[str, bytes]]()
    for wheel in (wheel_for_linux(published), next(published.glob("*-none-any.whl"))):
        with zipfile.ZipFile(wheel) as archive:
            packed.append({name: archive.read(name) for name in archive.namelist()})
    ours, every = packed
    assert {name for name in ours if ours[name] != every.get(name)} == {
        *(name for name in ours if name.startswith("kyyeu/lib/")),
        *(name for name in ours if name.endswith((".dist-info/WHEEL", ".dist-info/RECORD"))),
    }
    assert {*every} < {*ours}


@pytest.mark.long
def test_its_books_are_those_of_debian_12(installed: Path, masked: str, tiny: Path, tmp_path: Path) -> None:
    python, alone = installed / "bin" / "python", {"LD_LIBRARY_PATH": masked}
    run(installed / "bin" / "kyyeu", "new", "x", cwd=tmp_path, **alone)
    run(installed / "bin" / "kyyeu", cwd=tmp_path / "x", **alone)
    assert {path.suffix for path in (tmp_path / "x" / "dist").iterdir()} == {".pdf", ".epub"}
    words = ("--no-cache", "--content", tiny, "--out")
    run(python, "-m", "kyyeu", *words, tmp_path / "one", cwd=tmp_path, **alone)
    run(sys.executable, "build.py", *words, tmp_path / "other")
    made = [{path.name: path.read_bytes() for path in (tmp_path / out).iterdir()} for out in ("one", "other")]
    same = run(python, "-c", TELL, cwd=tmp_path, **alone) == run(sys.executable, "-c", TELL)
    assert made[0] == made[1] if same else {*made[0]} == {*made[1]}
