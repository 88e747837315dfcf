"""Whatever has a file's name is read in a moment, or told for what it is."""

import errno
import os
import sys
from pathlib import Path

import pytest

from kyyeu.errors import Term, problem_of
from kyyeu.files import LargeFile, read_file


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1\r\n2\x1a3")
    assert read_file(tmp_path / "a", 6) == b"1\r\n2\x1a3"


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    with open(tmp_path / "a", "wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(LargeFile) as raised:
        read_file(tmp_path / "a", 1000)
    assert (raised.value.size, raised.value.most) == (1 << 40, 1000)


@pytest.mark.skipif(sys.platform != "linux", reason="such files are Linux's")
@pytest.mark.parametrize("path", ["/proc/self/maps", "/proc/cpuinfo"])
def test_what_is_larger_than_it_says_is_read_no_further(path: str) -> None:
    assert os.stat(path).st_size == 0
    with pytest.raises(LargeFile):
        read_file(Path(path), 10)


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "circle", "pipe behind a link"])
def test_what_is_no_file_is_told_at_once(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "circle":
            path.symlink_to(path)
        case _:
            os.mkfifo(tmp_path / "b")
            path.symlink_to("b")
    with pytest.raises(OSError) as raised:
        read_file(path)
    assert isinstance(problem_of(raised.value), Term)
    assert problem_of(raised.value) in ("is-a-folder", "no-regular-file", "link-in-a-circle")


def test_a_pipe_that_takes_a_file_s_place_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").touch()
    found = os.stat(tmp_path / "a")
    (tmp_path / "a").unlink()
    os.mkfifo(tmp_path / "a")
    monkeypatch.setattr(os, "stat", lambda path: found)
    with pytest.raises(OSError) as raised:
        read_file(tmp_path / "a")
    assert problem_of(raised.value) == "no-regular-file"


def test_a_name_that_no_file_can_have_is_no_file_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows says of control characters, quotation marks, asterisks and their like in a name."""

    def refuse(*given: object, **named: object) -> None:
        raise OSError(errno.EINVAL, "The filename, directory name, or volume label syntax is incorrect")

    monkeypatch.setattr(os, "stat", refuse)
    with pytest.raises(FileNotFoundError) as raised:
        read_file(tmp_path / 'a "b"*.png')
    assert problem_of(raised.value) == "not-there"
