"""What can be known of macOS and Windows without one: names, what needs what, and that all has a wheel there.

`macos.json` is what the libraries of the pinned package say of themselves; with --long --accept it is written
anew out of the wheel, all 96 MB of it.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import distributions
from pathlib import Path
from struct import unpack_from

import pytest
from calling import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kyyeu.pdf.pango import CARRIERS

TABLE = Path(__file__).with_name("macos.json")
SYSTEM_S = ("/usr/lib/", "/System/Library/Frameworks/")
CARRIER = CARRIERS["darwin"]
PLATFORMS = {  # the oldest for which there is all
    "macosx_14_0_arm64": {"sys_platform": "darwin", "platform_machine": "arm64"},
    "macosx_15_0_x86_64": {"sys_platform": "darwin", "platform_machine": "x86_64"},
    "win_amd64": {"sys_platform": "win32", "platform_machine": "AMD64"},
}
ALSO = {  # what else packages ask a system for
    "darwin": {"os_name": "posix", "platform_system": "Darwin"},
    "win32": {"os_name": "nt", "platform_system": "Windows"},
}
_FAT, _THIN = 0xCAFEBABE, 0xFEEDFACF  # Mach-O (<mach-o/fat.h>, <mach-o/loader.h>)
_LOADS = (0xC, 0x80000018, 0x8000001F)  # LC_LOAD_DYLIB, that of weak ones, that of reexported ones


def pins_of(system: dict[str, str]) -> Iterator[str]:
    """What is pinned there, without hashes."""
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines():
        if "==" in line and not line.lstrip().startswith("#"):
            pin = Requirement(line.removesuffix("\\").strip())
            if pin.marker is None or pin.marker.evaluate(dict(system)):
                yield f"{pin.name}{pin.specifier}"


def told() -> dict[str, list[str]]:
    """Each library of the package that ours need, and which it needs."""
    return json.loads(TABLE.read_text("utf-8"))["needs"]  # type: ignore[no-any-return]


def test_the_table_is_of_the_package_that_is_pinned() -> None:
    package = json.loads(TABLE.read_text("utf-8"))["package"]
    assert package in [*pins_of(PLATFORMS["macosx_14_0_arm64"])]


def test_nothing_is_needed_that_is_neither_in_the_package_nor_in_macos() -> None:
    needed = {need for needs in told().values() for need in needs}
    assert {need for need in needed if not need.startswith(SYSTEM_S)} <= {*told()}
    assert {*CARRIER.files.values()} <= {*told()}


def test_of_no_library_two_files_come_into_a_process() -> None:
    """WeasyPrint is given each by the name by which the others ask for it."""
    assert not [name for name in told() if name.endswith(("-1.0.dylib", "-2.0.dylib", "fontconfig.dylib"))]
    stems = [name.removeprefix("lib").split(".dylib")[0].rstrip("0123456789").rstrip(".") for name in told()]
    assert len(stems) == len({*stems})


@pytest.mark.long
def test_the_table_is_what_the_package_says(tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    (package,) = (pin for pin in pins_of(PLATFORMS["macosx_14_0_arm64"]) if pin.startswith("gstreamer-libs"))
    pip("download", "-d", str(tmp_path), "--platform", "macosx_14_0_arm64", package)
    (wheel,) = tmp_path.glob("gstreamer_libs-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        places = {Path(name).name: name for name in archive.namelist() if name.endswith(".dylib")}
        needs, left = dict[str, list[str]](), [*CARRIER.files.values()]
        while left:
            name = left.pop()
            if name not in needs and not name.startswith(SYSTEM_S):
                needs[name] = [*needs_of(archive.read(places[name]))]
                left += needs[name]
    text = json.dumps({"package": package, "needs": dict(sorted(needs.items()))}, indent=1)
    golden(TABLE, f"{text}\n")


def needs_of(data: bytes) -> Iterator[str]:
    """What a library needs, be it for one kind of processor or for several: names, and paths of macOS."""
    magic, count = unpack_from(">II", data)
    starts = (
        [unpack_from(">5I", data, 8 + 20 * number)[2] for number in range(count)] if magic == _FAT else [0]
    )
    found = set[str]()
    for start in starts:
        magic, *_, commands, _, _, _ = unpack_from("<8I", data, start)
        assert magic == _THIN
        place = start + 32
        for _ in range(commands):
            kind, size, offset = unpack_from("<3I", data, place)
            if kind in _LOADS:
                name = data[place + offset : data.index(b"\0", place + offset)].decode()
                found.add(name if name.startswith("/") else Path(name).name)
            place += size
    yield from sorted(found)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_whatever_a_pinned_package_needs_there_is_pinned_too(platform: str) -> None:
    """As far as the package is here too: it says the same of itself on every system."""
    system = PLATFORMS[platform] | ALSO[PLATFORMS[platform]["sys_platform"]] | {"extra": ""}
    pins = {canonicalize_name(pin.partition("==")[0]) for pin in pins_of(PLATFORMS[platform])}
    here = {canonicalize_name(package.name): package for package in distributions()}
    needs = [Requirement(need) for name in pins & {*here} for need in here[name].requires or ()]
    there = [need for need in needs if not need.marker or need.marker.evaluate(system)]
    assert there and {canonicalize_name(need.name) for need in there} <= pins


@pytest.mark.long
@pytest.mark.parametrize("platform", PLATFORMS)
def test_whatever_is_pinned_has_a_wheel_there(platform: str, tmp_path: Path) -> None:
    (tmp_path / "pins.txt").write_text("\n".join(pins_of(PLATFORMS[platform])), "utf-8")
    for_it = ["--platform", platform, "--python-version", "3.13", "--implementation", "cp"]
    abis = [word for abi in ("cp313", "abi3", "none") for word in ("--abi", abi)]
    place = ["--target", str(tmp_path / "nowhere")]
    pip("install", "--dry-run", *place, *for_it, *abis, "-r", str(tmp_path / "pins.txt"))


def pip(*words: str) -> None:
    command = [sys.executable, "-m", "pip", words[0], "-q", "--no-deps", "--only-binary", ":all:", *words[1:]]
    subprocess.run(command, check=True)
