"""A double click makes the books, wherever the folder and the Python are."""

import os
import stat
import subprocess
from pathlib import Path

import pytest
from calling import Command

from kyyeu.volumes.launching import make_launcher, name_launcher

PLACES = ("a b", "Kỷ yếu 2027", "it's", 'a"b', "$(id) `id`", "-n", "a&b;c", "%s\\n", "*")
shell = pytest.mark.skipif(os.name == "nt", reason="there is no such shell")


def program(path: Path) -> Path:
    """What a Python is to the launcher: it tells where it stands and what it was given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('#!/bin/sh\nprintf "%s\\n" "$(pwd) $*"\nexit 2\n', "utf-8")
    path.chmod(0o755)
    return path


@shell
@pytest.mark.parametrize("place", PLACES)
def test_it_is_run_where_it_lies_by_the_python_that_made_it(place: str, tmp_path: Path) -> None:
    python, folder = program(tmp_path / "venv" / place / "python"), tmp_path / place
    folder.mkdir()
    launcher = folder / name_launcher("linux")
    launcher.write_bytes(make_launcher(folder, f"Đóng {place}", str(python), "linux"))
    done = subprocess.run(["sh", launcher], cwd="/", input="\n", capture_output=True, encoding="utf-8")
    assert (done.stdout, done.stderr) == (f"{folder} -m kyyeu --open\n\nĐóng {place}", "")


@shell
def test_elsewhere_any_python_will_do(tmp_path: Path) -> None:
    launcher = tmp_path / name_launcher("darwin")
    launcher.write_bytes(make_launcher(tmp_path, "", "/no/such/python", "darwin"))
    path = f"{program(tmp_path / 'bin' / 'python3').parent}:/usr/bin:/bin"
    done = subprocess.run(["sh", launcher], env={"PATH": path}, input="", capture_output=True, text=True)
    assert done.stdout.startswith(f"{tmp_path} -m kyyeu --open\n")


HOME = "C:\\Users\\Nguyễn Văn Đức"
PYTHONS = {
    f"{HOME}\\AppData\\Local\\Programs\\Python\\python.exe": "%LOCALAPPDATA%\\Programs\\Python\\python.exe",
    f"{HOME}\\book\\python.exe": "%USERPROFILE%\\book\\python.exe",
    f"{HOME}\\sách\\.venv\\python.exe": "%~dp0..\\.venv\\python.exe",
    f"{HOME}\\thơ\\python.exe": "%USERPROFILE%\\thơ\\python.exe",
    f"{HOME}2\\python.exe": "%~dp0..\\..\\..\\Nguyễn Văn Đức2\\python.exe",
    "D:\\100% của tôi\\python.exe": "D:\\100%% của tôi\\python.exe",
    "D:\\50% off\\python.exe": "D:\\50%% off\\python.exe",
}


@pytest.mark.parametrize("python", PYTHONS)
def test_on_windows_it_has_no_letters_that_a_console_may_lack_if_that_can_be(
    python: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    environ = {"USERPROFILE": HOME, "LOCALAPPDATA": f"{HOME}\\AppData\\Local\\"}
    monkeypatch.setattr(os.path, "abspath", lambda path: f"{HOME}\\sách\\{path}")
    text = make_launcher(Path("Kỷ yếu 2027"), "", python, "win32", environ).decode()
    assert f'set "python={PYTHONS[python]}"\r\n' in text
    assert text.count("\n") == text.count("\r\n") and text.isascii() == PYTHONS[python].isascii()


def test_a_new_booklet_has_one_that_may_be_run(tmp_path: Path, command: Command) -> None:
    for words in (("2031",), ("2032", "--from", tmp_path / "2031")):
        done = command("new", tmp_path / words[0], *words[1:], LANG="en_GB.UTF-8")
        assert name_launcher() in done.stdout
        launcher = tmp_path / words[0] / name_launcher()
        assert os.name == "nt" or stat.S_IMODE(launcher.stat().st_mode) & 0o100
        assert b"kyyeu --open" in launcher.read_bytes()
