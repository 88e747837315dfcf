"""Debian's libraries, made ready to lie beside each other in kyyeu's wheel for Linux."""

import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGES = """
libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 libfreetype6 libglib2.0-0
libfribidi0 libthai0 libdatrie1 libgraphite2-3 libexpat1 libpng16-16 zlib1g libbrotli1 libffi8
libpcre2-8-0 libmount1 libblkid1 libselinux1
""".split()
WANTED = """
libgobject-2.0.so.0 libpango-1.0.so.0 libharfbuzz.so.0 libharfbuzz-subset.so.0 libfontconfig.so.1
libpangoft2-1.0.so.0
""".split()
SYSTEM_S = re.compile(
    r"(libc|libm|libdl|libpthread|librt|ld-linux.*)\.so\.\d+"
)  # every Linux with glibc has them


COMMON = re.compile(r"/usr/share/common-licenses/(\w[\w.-]*\w)")
PLACE = "kyyeu/lib"  # where kyyeu/pdf/pango.py looks
PANGO = "1.50.12"  # as Debian 12 has it


class Libraries(BuildHookInterface[Any]):
    """Fetches them, and puts them into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the wheel is packed."""
        self.made = tempfile.TemporaryDirectory()
        made, unpacked = Path(self.made.name, "lib"), Path(self.made.name, "unpacked")
        for folder in (made / "licences", unpacked):
            folder.mkdir(parents=True)
        sources = [*fetch(unpacked, made / "licences")]
        check_version(sources)
        (made / "licences" / "SOURCES.txt").write_text("\n".join(sources) + "\n", "utf-8")
        closure(find_libraries(unpacked), made)
        build_data["force_include"][str(made)] = PLACE
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-manylinux_2_{newest_glibc(made)}_{platform.machine()}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """After it was."""
        self.made.cleanup()


def fetch(folder: Path, licences: Path) -> Iterator[str]:
    """The packages unpacked into the folder; of each its source and version, its licence kept."""
    run("apt-get", "-qq", "download", *PACKAGES, cwd=folder)
    for archive in sorted(folder.glob("*.deb")):
        run("dpkg-deb", "-x", archive.name, "root", cwd=folder)
        fields = run("dpkg-deb", "-f", archive.name, "Package", "Source", "Version", cwd=folder)
        told = dict(line.split(": ", 1) for line in fields.splitlines())
        name, source = told["Package"], told.get("Source", told["Package"])
        keep_licence(folder / "root/usr/share/doc" / name / "copyright", licences / f"{name}.txt")
        yield f"{name} {told['Version']} (source: {source})"


def keep_licence(told: Path, place: Path) -> None:
    """What Debian says of a package, and beside it the whole of each licence that this only names."""
    shutil.copy(told, place)
    for name in COMMON.findall(told.read_text("utf-8")):
        whole = Path("/usr/share/common-licenses", name)
        if not whole.exists():  # GPL-2 is called GPL-2.0 by some
            whole = whole.with_name(name.removesuffix(".0"))
        shutil.copy(whole, place.parent / f"{whole.name}.txt")


def find_libraries(folder: Path) -> dict[str, Path]:
    """The files by the names under which they are asked for."""
    files = [path for path in (folder / "root").rglob("lib*.so*") if path.is_file() and not path.is_symlink()]
    return {run("patchelf", "--print-soname", path).strip(): path for path in files}


def closure(libraries: dict[str, Path], place: Path) -> None:
    """All that is wanted into the place, with what it needs. Raises where something is in no package."""
    left = [*WANTED]
    while left:
        name = left.pop()
        if SYSTEM_S.fullmatch(name) or (place / name).exists():
            continue
        shutil.copy(libraries[name], place / name)
        left += run("patchelf", "--print-needed", libraries[name]).split()
        # DT_RUNPATH: what each needs it has from beside it, whatever the system has
        run("patchelf", "--set-rpath", "$ORIGIN", place / name)


def newest_glibc(place: Path) -> int:
    """The minor number of the glibc that they want."""
    found = (re.findall(rb"GLIBC_2\.(\d+)", path.read_bytes()) for path in place.glob("lib*.so*"))
    return max(int(minor) for minors in found for minor in minors)


def check_version(sources: list[str]) -> None:
    """That the Pango is the one that the books are made with everywhere. Raises where it is another."""
    (line,) = (line for line in sources if line.startswith("libpango-1.0-0 "))
    if not line.split()[1].startswith(f"{PANGO}+"):
        raise SystemExit(f"this is not Debian 12: {line}, and {PANGO} is wanted")


def run(*words: str | Path, cwd: Path | None = None) -> str:
    """What a program says. Raises where it fails."""
    return subprocess.run([*map(str, words)], cwd=cwd, stdout=subprocess.PIPE, text=True, check=True).stdout
