"""Folders for temporary files: each has its own, whoever clears away behind killed processes meanwhile."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kyyeu.saving import scratch


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


def test_what_a_killed_process_left_goes_with_the_next(tmp_path: Path) -> None:
    (tmp_path / "kyyeu-left").mkdir()
    (tmp_path / "kyyeu-left" / "file").touch()
    (tmp_path / "another's").mkdir()
    with scratch() as folder, scratch() as second:
        assert {*tmp_path.iterdir()} == {folder, second, tmp_path / "another's"}
