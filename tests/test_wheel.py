"""The package alone: its wheel, in an empty environment, makes the books that the checkout makes."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest
from calling import Command

ROOT = Path(__file__).parent.parent
EPOCH = "1700000000"  # a wheel's files are dated by it

pytestmark = pytest.mark.ci


def run(*command: str | Path, cwd: Path) -> str:
    """What a command tells, knowing nothing of this Python and this language; it must end well."""
    ours = ("PYTHON", "VIRTUAL_ENV", "LC_", "LANG")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"LANG": "en_US.UTF-8", "SOURCE_DATE_EPOCH": EPOCH}
    if (ROOT / ".native").exists():  # a machine without Pango, set up without root
        environment["LD_LIBRARY_PATH"] = str(ROOT / ".native")
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


@dataclass(frozen=True, slots=True)
class Built:
    """What is published."""

    sdist: Path
    """The source archive."""
    wheel: Path
    """The wheel, made of the checkout."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    source, out = (tmp_path_factory.mktemp(name) for name in ("mã nguồn", "bản phát hành"))
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, tracked.decode().split("\0")):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "hatchling", "build", "-d", out, cwd=source)
    return Built(*(next(out.glob(pattern)) for pattern in ("*.tar.gz", "*.whl")))


@pytest.fixture(scope="module")
def kyyeu(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in an environment where nothing else was installed, with the versions that are pinned."""
    place = tmp_path_factory.mktemp("máy mới")
    pins = [
        line.split(" \\")[0]
        for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()
        if "==" in line
    ]
    (place / "pins.txt").write_text(
        "\n".join(pin for pin in pins if not pin.lstrip().startswith("#")), "utf-8"
    )
    run(sys.executable, "-m", "venv", "env", cwd=place)
    pip = (place / "env" / "bin" / "python", "-m", "pip", "install", "-q", "--only-binary", ":all:")
    run(*pip, "-c", "pins.txt", built.wheel, cwd=place)
    return place / "env" / "bin" / "kyyeu"


def test_the_wheel_has_what_it_needs_and_nothing_of_the_workshop(built: Built) -> None:
    names = set(zipfile.ZipFile(built.wheel).namelist())
    tops = {name.split("/")[0] for name in names}
    assert tops == {"kyyeu", next(top for top in tops if top.endswith(".dist-info"))}
    theme = {f"kyyeu/{path.relative_to(ROOT).as_posix()}" for path in files_under(ROOT / "templates")}
    example = files_under(ROOT / "kyyeu" / "volumes" / "example")
    assert theme | {path.relative_to(ROOT).as_posix() for path in example} < names
    guide = files_under(ROOT / "docs" / "kinds")
    given = ["content/README.md", "docs/kinds.md", *(path.relative_to(ROOT).as_posix() for path in guide)]
    assert {f"kyyeu/volumes/example/{name}" for name in given} < names
    assert not any(name.startswith("kyyeu/volumes/example/docs/design") for name in names)
    assert len([name for name in names if name.endswith(("licenses/LICENSE", "OFL.txt"))]) == 5


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_source_archive_makes_the_same_wheel(built: Built, tmp_path: Path) -> None:
    with tarfile.open(built.sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "again", cwd=source)
    assert (tmp_path / "again" / built.wheel.name).read_bytes() == built.wheel.read_bytes()


def test_it_begins_a_booklet_and_makes_both_books(kyyeu: Path, tmp_path: Path) -> None:
    """As the README has it: kyyeu new ky-yeu-2027 && cd ky-yeu-2027 && kyyeu."""
    (desk := tmp_path / "bàn làm việc").mkdir()
    run(kyyeu, "new", "ky-yeu-2027", cwd=desk)
    said = run(kyyeu, cwd=desk / "ky-yeu-2027")
    pages = re.match(r"dist/ky-yeu-2027\.pdf  (\d+) pages .*\ndist/ky-yeu-2027\.epub .*\n", said)
    out = desk / "ky-yeu-2027" / "dist"
    assert pages and len(pypdfium2.PdfDocument(out / "ky-yeu-2027.pdf")) == int(pages[1]) > 8
    assert zipfile.ZipFile(out / "ky-yeu-2027.epub").testzip() is None
    said = run(kyyeu, "new", "--from", ".", cwd=desk / "ky-yeu-2027")
    assert re.search(r"\.\./ky-yeu-2028/content/booklet\.yaml:\d+: the day of issue", said)


def test_its_books_are_those_of_the_checkout(
    kyyeu: Path, tiny: Path, tmp_path: Path, command: Command
) -> None:
    run(kyyeu, "--content", tiny, "--out", tmp_path / "one", cwd=tmp_path)
    assert command("--content", tiny, "--out", tmp_path / "other").returncode == 0
    for name in ("tiny.pdf", "tiny.epub"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_it_restores_and_answers_to_both_names(kyyeu: Path, tmp_path: Path) -> None:
    run(kyyeu, "new", "x", cwd=tmp_path)
    (tmp_path / "bai.txt").write_text("Bài mt\n\nVăn phòng cp u t chc tng kết công tác năm.\n", "utf-8")
    said = run(
        kyyeu, "restore", "bai.txt", "--content", "x/content", "--damage", "drop-after-latin1", cwd=tmp_path
    )
    assert "x/content/articles/bai.md" in said
    assert "Usage:  python3 -m kyyeu" in run(kyyeu.with_name("python"), "-m", "kyyeu", "--help", cwd=tmp_path)
