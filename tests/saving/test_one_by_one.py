"""Files that follow one another: whole, in order, and no half of one left, whatever fails or is killed."""

import os
import shutil
from functools import partial
from pathlib import Path

import pytest
from every_point import FAULT, KILLED, SAVED, TOLD, at_every_point, kill, refuse

from kyyeu.errors import MachineError
from kyyeu.saving import save, save_folder

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied there")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda file: None)


def files_in(folder: Path) -> dict[str, bytes]:
    """The files under the folder; those that wait are nobody's yet."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if ".kyyeu" not in path.parts
    }


@pytest.mark.ci
@forks
@pytest.mark.parametrize(
    "fates", [pytest.param(lambda number: kill, marks=pytest.mark.long), refuse], ids=["killed", "refused"]
)
def test_at_every_point_files_are_whole_and_in_order(fates: object, tmp_path: Path) -> None:
    work, names = tmp_path / "w", ("sources/a.txt", "review/a.html", "articles/a.md")
    seen = set[tuple[int, int]]()
    for status in at_every_point(
        partial(save, {work / name: b"new" for name in names}),
        work,
        fates,  # type: ignore[arg-type]
    ):
        found = files_in(work)
        assert found == dict.fromkeys(names[: len(found)], b"new") and status != FAULT
        assert status != SAVED or len(found) == 3
        seen.add((status, len(found)))
        save({work / name: b"last" for name in names})
        assert files_in(work) == dict.fromkeys(names, b"last") and not [*work.rglob(".*")]
        for name in names:
            (work / name).unlink()
    assert {status for status, _ in seen} <= {SAVED, TOLD, KILLED} and len(seen) >= 4


@pytest.mark.ci
@forks
@pytest.mark.parametrize(
    "fates", [lambda number: kill, pytest.param(refuse, marks=pytest.mark.long)], ids=["killed", "refused"]
)
def test_at_every_point_a_new_folder_is_whole_or_lacks_what_makes_it_one(
    fates: object, tmp_path: Path
) -> None:
    work, theme = tmp_path / "w", tmp_path / "theme"
    theme.write_bytes(b"theme")
    work.mkdir()
    fill = partial(save_folder, work / "new", {"content/a": b"1"}, {"templates/b": theme, "content/c": theme})
    whole = {"new/content/a": b"1", "new/content/c": b"theme", "new/templates/b": b"theme"}
    for status in at_every_point(fill, work, fates):  # type: ignore[arg-type]
        found = files_in(work)
        assert found == whole if status == SAVED else "new/content/a" not in found or found == whole
        assert status != FAULT and (status != TOLD or not found)
        shutil.rmtree(work)
        work.mkdir()


def test_two_ways_to_one_folder_are_one_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").symlink_to(tmp_path / "a")
    save({tmp_path / "a" / "1": b"1", tmp_path / "b" / "2": b"2"})
    assert files_in(tmp_path / "a") == {"1": b"1", "2": b"2"}


@pytest.mark.parametrize("bytes_", [255, 256, 300])
def test_a_name_is_as_long_as_the_disk_takes(bytes_: int, tmp_path: Path) -> None:
    path = tmp_path / ("a" * bytes_)
    if bytes_ <= 255:
        save({path: b"1"})
        assert path.read_bytes() == b"1"
    else:
        with pytest.raises(MachineError) as raised:
            save({path: b"1"})
        assert (raised.value.code, raised.value.path) == ("path-too-long", path)
    assert not [*tmp_path.glob(".*")]
