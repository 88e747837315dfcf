"""Folders for temporary files: each has its own, whoever clears away behind killed processes meanwhile."""

import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from kyyeu.saving import scratch
from kyyeu.saving.disk import held


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_many_at_once_leave_each_other_alone(tmp_path: Path) -> None:
    def use(turn: int) -> str:
        with scratch() as folder:
            (folder / "own").write_text(str(turn), "utf-8")
            return (folder / "own").read_text("utf-8")

    with ThreadPoolExecutor(8) as threads:
        assert [*threads.map(use, range(300))] == [str(turn) for turn in range(300)]
    assert not [*tmp_path.iterdir()]


def test_one_that_goes_when_it_is_held_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows one may that another process takes away while a third looks at it."""
    gone = list[Path]()

    @contextmanager
    def hold(folder: Path) -> Iterator[None]:
        with held(folder):
            if not gone:
                folder.rmdir()
                gone.append(folder)
            yield

    monkeypatch.setattr(sys.modules["kyyeu.saving.scratch"], "held", hold)
    with scratch() as folder:
        assert gone and folder not in gone and folder.is_dir()


def test_what_a_killed_process_left_goes_with_the_next(tmp_path: Path) -> None:
    (left := tmp_path / "kyyeu-scratch-a1b2c3d4").mkdir()
    (left / "file").touch()
    (tmp_path / "another's").mkdir()
    with scratch() as folder, scratch() as second:
        assert {*tmp_path.iterdir()} == {folder, second, tmp_path / "another's"}


@pytest.mark.parametrize("name", ["kyyeu-2027", "kyyeu-a1b2c3d4", "kyyeu-scratch-", "kyyeu-scratch-2027"])
def test_a_booklet_among_temporary_files_stays(name: str, tmp_path: Path) -> None:
    (tmp_path / name / "content").mkdir(parents=True)
    with scratch():
        pass
    assert (tmp_path / name / "content").is_dir()
