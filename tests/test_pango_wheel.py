"""The wheel that brings Pango to Linux: what the program looks for is in it, and sets the same books."""

import os
import subprocess
import sys
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from calling import ROOT

from kyyeu.pdf.pango import CARRIERS

RECIPE = ROOT / "wheels" / "pango"
TELL = """
from kyyeu.pdf.engine import bring_in
from kyyeu.pdf.pango import name_press
bring_in()
print(name_press())
"""
MAPPED = f"""
{TELL}
print(*{{line.split()[5] for line in open("/proc/self/maps") if ".so" in line}}, sep="\\n")
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it is for Linux")


def test_what_is_looked_for_is_what_is_packed() -> None:
    spec = spec_from_file_location("hatch_build", RECIPE / "hatch_build.py")
    assert spec and spec.loader
    spec.loader.exec_module(recipe := module_from_spec(spec))
    carrier = CARRIERS["linux"]
    assert {*carrier.files.values()} == {*recipe.WANTED}
    assert f'"{carrier.package}/{carrier.folder}"' in (RECIPE / "hatch_build.py").read_text("utf-8")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made and unpacked."""
    if "VERSION_CODENAME=bookworm" not in Path("/etc/os-release").read_text("utf-8"):
        pytest.skip("it is made of Debian 12")
    place = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(place), str(RECIPE)]
    subprocess.run(pip, check=True)
    (wheel,) = place.glob("kyyeu_pango-*-manylinux_*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "site")
    return place / "site"


def run(*words: str, **environment: str) -> str:
    command = [sys.executable, *words]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, encoding="utf-8", check=True
    ).stdout


@pytest.mark.long
def test_no_library_comes_from_the_system_that_is_in_the_wheel(unpacked: Path) -> None:
    ours = {path.name: path for path in (unpacked / "kyyeu_pango" / "lib").iterdir()}
    mapped = [Path(line) for line in run("-c", MAPPED, PYTHONPATH=str(unpacked)).splitlines()[1:]]
    assert {path for path in mapped if path.name in ours} == {*ours.values()}


@pytest.mark.long
def test_each_package_has_its_licence_and_its_source_in_it(unpacked: Path) -> None:
    (licences,) = unpacked.glob("*.dist-info/licenses")
    named = {line.split()[0] for line in (licences / "SOURCES.txt").read_text("utf-8").splitlines()}
    assert {path.stem for path in licences.glob("lib*.txt")} | {"zlib1g"} == named and len(named) > 15


@pytest.mark.long
def test_its_books_are_those_of_debian_12(unpacked: Path, tiny: Path, tmp_path: Path) -> None:
    made = list[dict[str, bytes]]()
    for site in ("", str(unpacked)):
        out = tmp_path / f"dist{len(made)}"
        words = ("build.py", "--no-cache", "--content", str(tiny), "--out", str(out))
        run(*words, PYTHONPATH=site)
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    same = run("-c", TELL, PYTHONPATH="") == run("-c", TELL, PYTHONPATH=str(unpacked))
    assert made[0] == made[1] if same else {*made[0]} == {*made[1]}
