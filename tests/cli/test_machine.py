"""Whatever the machine lacks or stands in a file's place: it works, or a true sentence says why not."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import click
import pytest

from kyyeu.cli import main
from kyyeu.cli.screen import Progress, complain, obeys_codes, report
from kyyeu.errors import ContentError, MachineError
from kyyeu.speech.messages import Voice
from kyyeu.volumes.volume import find_files

ROOT = Path(__file__).parents[2]
BUILD = f'"{sys.executable}" "{ROOT}/build.py" --lang en --templates "{ROOT}/templates" --no-cache --only pdf'
RESTORE = f'"{sys.executable}" "{ROOT}/build.py" restore --lang en'
unix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders there")

SPOILT: dict[str, tuple[Callable[[Path], None], str, int, str]] = {
    "an article is a folder": (lambda at: _replace(at / "content/articles/mot.md"), BUILD, 2, "a folder"),
    "an article is a pipe": (lambda at: _pipe(at / "content/articles/mot.md"), BUILD, 2, "no ordinary file"),
    "the content is a pipe": (lambda at: _pipe(at / "content"), BUILD, 2, "no folder"),
    "the content is a circle": (lambda at: _circle(at / "content"), BUILD, 2, "in a circle"),
    "a picture is a circle": (lambda at: _circle(at / "content/images/cham.png"), BUILD, 2, "in a circle"),
    "the books' folder is a file": (lambda at: (at / "dist").touch(), BUILD, 4, "no folder"),
    "the books' folder is a circle": (lambda at: _circle(at / "dist"), BUILD, 4, "no folder"),
    "a book's place is a pipe": (lambda at: _pipe(at / "dist/tiny.pdf"), BUILD, 4, "no ordinary file"),
}
FOUND: dict[str, tuple[str, int, str]] = {
    "no room is left for what is told": (f"{BUILD} > /dev/full", 4, "can't be written"),
    "no room is left for mistakes": (f"{BUILD} --content /dev/null 2> /dev/full", 2, ""),
    "nobody is told": (f"{BUILD} <&- >&- 2>&-", 0, ""),
    "nobody reads on": (f"{BUILD} | true; exit ${{PIPESTATUS[0]}}", 0, ""),
    "no home": (f"env -u HOME {BUILD}", 0, "tiny.pdf"),
    "no folder for temporary files": (f"TMPDIR=/nonexistent {BUILD}", 0, "tiny.pdf"),
    "ASCII alone": (f"LC_ALL=POSIX PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 PYTHONIOENCODING=ascii {BUILD}", 0, ""),
    "few files open": (f"ulimit -n 32; {BUILD}", 0, "tiny.pdf"),
    "little memory": (f"ulimit -v 300000; {BUILD}", 4, "too little memory"),
    "hardly any memory": (f"ulimit -v 150000; {BUILD}", 4, "too little memory"),
    "small files alone": (f"ulimit -f 1; {BUILD}", 4, "ulimit -f"),
    "no file at all": (f"ulimit -f 0; {BUILD}", 4, "temporary"),
    "asserts off": (f"PYTHONOPTIMIZE=1 {BUILD}", 4, "PYTHONOPTIMIZE"),
    "a device for a model": (f"{RESTORE} --model /dev/zero content/sources", 2, "no ordinary file"),
    "a device for readings": (f"{RESTORE} --readings /dev/zero content/sources/mot.txt", 2, "no ordinary"),
    "a device for pages": (
        f"{RESTORE} --damage drop-after-latin1 --force --review /dev/null content/sources",
        4,
        "no folder",
    ),
    "a device for the content": (f"{BUILD} --content /dev/zero", 2, "no folder"),
    "a device for the theme": (f"{BUILD} --templates /dev/zero", 3, "no such folder"),
    "a name that is too long": (f"{BUILD} --content {'a' * 5000}", 2, "too long"),
}


def _replace(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _away(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


def _pipe(path: Path) -> None:
    _away(path)
    os.mkfifo(path)


def _circle(path: Path) -> None:
    _away(path)
    path.symlink_to(path.name)


def run(command: str, place: Path) -> subprocess.CompletedProcess[str]:
    """What a shell says of the command, given there, where the content is."""
    return subprocess.run(
        ["bash", "-c", command], cwd=place, env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=300,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def assert_told(done: subprocess.CompletedProcess[str], status: int, words: str) -> None:
    said = done.stdout + done.stderr
    assert done.returncode == status and words in said
    assert "Traceback" not in said and "unexpected" not in said


@unix
@pytest.mark.long
@pytest.mark.parametrize("name", SPOILT)
def test_what_stands_in_a_file_s_place_is_told(name: str, tiny: Path) -> None:
    spoil, command, status, words = SPOILT[name]
    spoil(tiny.parent)
    assert_told(run(command, tiny.parent), status, words)


@unix
@pytest.mark.long
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux's device that is always full")
@pytest.mark.parametrize("name", FOUND)
def test_what_the_machine_lacks_is_told_or_not_missed(name: str, tiny: Path) -> None:
    command, status, words = FOUND[name]
    assert_told(run(command, tiny.parent), status, words)


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("faketime"), reason="faketime is not installed")
def test_the_same_bytes_are_made_on_any_day(tiny: Path) -> None:
    made = set()
    for day in ("1970-01-01", "2038-01-20", "2106-02-08"):
        done = run(f"faketime '{day} 00:00:10' {BUILD.removesuffix(' --only pdf')}", tiny.parent)
        assert done.returncode == 0
        made.add(tuple((tiny.parent / "dist" / name).read_bytes() for name in ("tiny.pdf", "tiny.epub")))
    assert len(made) == 1


def test_what_can_not_be_written_is_told_once_and_the_work_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull, encoding="utf-8") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        monkeypatch.setattr("click.echo", _fail)
        with pytest.raises(MachineError, match="cannot-tell") as raised:
            report("x")
    assert raised.value.facts["problem"] == "disk-full"


def _fail(*arguments: object, **more: object) -> None:
    raise OSError(28, "")


@pytest.mark.parametrize(
    ("number", "platform", "told"),
    [
        (errno.EPIPE, "linux", BrokenPipeError),
        (errno.EPIPE, "win32", BrokenPipeError),
        (errno.EINVAL, "win32", BrokenPipeError),
        (errno.EINVAL, "linux", MachineError),
        (errno.ENOSPC, "win32", MachineError),
    ],
)
def test_who_has_read_enough_is_known_on_every_system(
    number: int, platform: str, told: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **more: object) -> None:
        raise OSError(number, "")

    monkeypatch.setattr("click.echo", refuse)
    with pytest.raises(told), open(os.devnull, encoding="utf-8") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        report("x", platform)


class Shown(StringIO):
    """A stream with a number that is a terminal, or none."""

    def __init__(self, terminal: bool):
        super().__init__()
        self.isatty = lambda: terminal  # type: ignore[method-assign]
        self.fileno = lambda: 2  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("terminal", "platform", "willing", "obeyed", "asked"),
    [
        (True, "linux", False, True, []),
        (False, "linux", True, False, []),
        (True, "win32", True, True, [2]),
        (True, "win32", False, False, [2]),
        (False, "win32", True, False, []),
    ],
)
def test_a_console_of_windows_is_asked_to_draw_and_no_other(
    terminal: bool, platform: str, willing: bool, obeyed: bool, asked: list[int]
) -> None:
    heard = list[int]()

    def ask(number: int) -> bool:
        heard.append(number)
        return willing

    assert obeys_codes(Shown(terminal), platform, ask) is obeyed and heard == asked


@pytest.mark.parametrize("obeyed", [True, False])
def test_where_codes_are_not_obeyed_none_is_shown(obeyed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a line that is drawn anew, nor a colour."""
    monkeypatch.setattr("kyyeu.cli.screen.obeys_codes", lambda stream: obeyed)
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "stderr", shown := Shown(terminal=True))
    with Progress(Voice("en", "kyyeu")) as progress:
        progress("reading")
    complain(click.style("x", fg="red"))
    assert ("\x1b[2K" in shown.getvalue(), "\x1b[31m" in shown.getvalue()) == (obeyed, obeyed)


@unix
@pytest.mark.parametrize("kind", ["pipe", "circle"])
def test_what_is_no_file_is_not_carried_over(kind: str, tmp_path: Path) -> None:
    (_pipe if kind == "pipe" else _circle)(tmp_path / "a")
    with pytest.raises(ContentError, match="unreadable"):
        list(find_files(tmp_path))


@unix
def test_a_pipe_is_not_replaced_by_counts(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _pipe(tmp_path / "counts")
    with pytest.raises(SystemExit) as left:
        main(["adapt", "--lang=en", str(tiny / "articles"), "--counts", str(tmp_path / "counts")])
    assert left.value.code == 4 and "no ordinary file" in capsys.readouterr().err
    assert (tmp_path / "counts").is_fifo()


def test_a_link_to_counts_stays_a_link(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("counts")
    for _ in range(2):
        with pytest.raises(SystemExit) as left:
            main(["adapt", "--lang=en", str(tiny / "articles"), "--counts", str(tmp_path / "link")])
        assert left.value.code == 0
    assert (tmp_path / "link").is_symlink() and (tmp_path / "counts").is_file()
