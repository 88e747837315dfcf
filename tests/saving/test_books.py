"""Both books or neither, whatever fails or is killed: tried at every call of the system there is."""

import errno
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from functools import partial
from pathlib import Path

import pytest
from every_point import FAULT, KILLED, SAVED, TOLD, Fate, at_every_point, kill, refuse

from kyyeu.errors import MachineError
from kyyeu.saving import books, disk, finish_killed, save_together

OLD = {"a.pdf": b"old pdf", "a.epub": b"old epub"}
NEW = {"a.pdf": b"new pdf", "a.epub": b"new epub"}
STARTS: dict[str, Mapping[str, bytes]] = {"pair": OLD, "first": {}, "half": {"a.pdf": b"old pdf"}}
FATES: dict[str, Callable[[int], Fate]] = {"killed": lambda number: kill, "refused": refuse}


def read_all(folder: Path) -> dict[str, bytes]:
    """What a reader sees there."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def _never(*folders: Path) -> None:
    raise OSError(errno.ENOSYS, "no such call")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk itself is not waited for: what is killed here is a process, and the system goes on."""
    monkeypatch.setattr(os, "fsync", lambda file: None)


@pytest.fixture(params=["exchanged", "one after the other"])
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> bool:
    """Whether the system can exchange two folders; it is tried as if it could not too."""
    wanted = request.param == "exchanged"
    if not wanted:
        monkeypatch.setattr(books, "exchange", _never)
        return False
    one, other = (tmp_path / name for name in ("one", "other"))
    for folder in (one, other):
        folder.mkdir()
    try:
        disk.exchange(one, other)
    except OSError:
        pytest.skip("no two folders can be exchanged here")
    return True


def begin(folder: Path, start: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, data in start.items():
        (folder / name).write_bytes(data)
    (folder / "note.txt").write_bytes(b"somebody's")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied there")
@pytest.mark.parametrize(
    "fate", [pytest.param("killed", marks=pytest.mark.ci), pytest.param("refused", marks=pytest.mark.long)]
)
@pytest.mark.parametrize(
    "start", ["pair", *(pytest.param(x, marks=pytest.mark.long) for x in ("first", "half"))]
)
def test_at_every_point_the_books_belong_together(
    start: str, fate: str, at_once: bool, tmp_path: Path
) -> None:
    folder, old = tmp_path / "w" / "dist", STARTS[start]
    before, after = ({**books, "note.txt": b"somebody's"} for books in (old, NEW))
    seen = set[tuple[int, bool]]()
    begin(folder, old)
    for status in at_every_point(partial(save_together, folder, NEW), tmp_path / "w", FATES[fate]):
        found = read_all(folder)
        if at_once or status != KILLED:
            assert found in (before, after)
        else:
            assert found.items() <= before.items() or found.items() <= after.items()
        assert status != FAULT
        if status in (SAVED, TOLD):
            assert found == (after if status == SAVED else before)
        seen.add((status, found == after))
        finish_killed(folder)
        settled = read_all(folder)
        assert settled == (found if found in (before, after) and status != KILLED else settled)
        assert settled in (before, after) and not (found == after and settled == before)
        assert not [*(tmp_path / "w").rglob(".*")], "something is left"
        save_together(folder, NEW)
        begin(folder, old)
    wanted = {KILLED: {(KILLED, False), (KILLED, True), (SAVED, True)}, TOLD: {(TOLD, False), (SAVED, True)}}
    assert wanted[KILLED if fate == "killed" else TOLD] <= seen


def test_a_folder_in_the_place_of_the_second_leaves_the_first_as_it_was(
    tmp_path: Path, at_once: bool
) -> None:
    folder = tmp_path / "dist"
    begin(folder, {"a.pdf": b"old pdf"})
    (folder / "a.epub").mkdir()
    with pytest.raises(MachineError) as raised:
        save_together(folder, NEW)
    assert (raised.value.path, raised.value.facts["problem"]) == (folder / "a.epub", "is-a-folder")
    assert (folder / "a.pdf").read_bytes() == b"old pdf" and len([*folder.iterdir()]) == 3


def test_whoever_stands_in_the_folder_or_reads_a_book_goes_on(tmp_path: Path, at_once: bool) -> None:
    folder = tmp_path / "dist"
    begin(folder, OLD)
    (folder / "link").symlink_to("a.pdf")
    (folder / "a.pdf").chmod(0o600)
    folder.chmod(0o750)
    with chdir(folder), open("a.pdf", "rb") as opened:
        save_together(Path(), NEW)
        assert opened.read() == b"old pdf" and Path("a.pdf").read_bytes() == b"new pdf"
        assert Path("link").read_bytes() == b"new pdf" and Path("note.txt").stat().st_nlink == 1
    assert folder.stat().st_mode & 0o777 == 0o750


def test_what_somebody_else_saves_meanwhile_is_kept(
    tmp_path: Path, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, replace = tmp_path / "dist", books._replace

    def amid(base: Path, names: Sequence[str]) -> None:
        (folder / "strange.txt").write_bytes(b"strange")
        replace(base, names)

    begin(folder, OLD)
    monkeypatch.setattr(books, "_replace", amid)
    save_together(folder, NEW)
    assert read_all(folder) == NEW | {"note.txt": b"somebody's", "strange.txt": b"strange"}


def test_a_link_in_the_place_of_waiting_files_leads_nowhere(tmp_path: Path) -> None:
    folder, others = tmp_path / "dist", tmp_path / "others"
    begin(others / "new", {"a.pdf": b"another"})
    for place in (folder / ".kyyeu", tmp_path / ".dist.kyyeu"):
        begin(folder, OLD)
        place.symlink_to(others)
        save_together(folder, NEW)
        assert read_all(folder) == NEW | {"note.txt": b"somebody's"}
        assert (others / "new" / "a.pdf").read_bytes() == b"another"


@pytest.mark.ci
def test_of_several_at_once_one_has_all_its_books_there(tmp_path: Path, at_once: bool) -> None:
    folder = tmp_path / "dist"
    begin(folder, OLD)
    pairs = [{name: data + str(number).encode() for name, data in NEW.items()} for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        saving = [pool.submit(save_together, folder, pair) for pair in pairs * 4]
        while not all(future.done() for future in saving):
            assert not at_once or {*read_all(folder)} == {*NEW, "note.txt"}
        assert not [future.exception() for future in saving if future.exception()]
    del (books := read_all(folder))["note.txt"]
    assert books in pairs and not [*tmp_path.rglob(".*")]
