"""The store of what takes long to make: whatever befalls it, what comes out is what was made."""

import multiprocessing
import os
import sys
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from kyyeu import cache
from kyyeu.cache import NOWHERE, AtHand, Store, find_user_folder

DATA = b"what took long to make" * 20


def entries(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def never() -> bytes:
    raise AssertionError("it was made again")


def test_what_was_made_is_not_made_again(tmp_path: Path) -> None:
    assert Store(tmp_path).remember("key", lambda: DATA) == DATA
    assert Store(tmp_path).remember("key", never) == DATA
    assert Store(tmp_path).get("another") is None


STEPS = st.tuples(st.sampled_from("abc"), st.none() | st.binary(max_size=40))


@hypothesis.given(st.lists(STEPS, max_size=20), st.sampled_from([0, 30, 60, 1000]))
def test_what_is_at_hand_is_what_is_kept_and_never_more_than_may_be(
    steps: list[tuple[str, bytes | None]], most: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store, wanted = Store(Path(folder), at_hand=most), dict[str, str]()
        for key, data in steps:
            if data is not None:
                store.put(key, data)
                wanted[key] = data.hex()
            assert store.recall(key, bytes.hex) == wanted.get(key)


@hypothesis.given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 50)), max_size=30))
def test_things_asked_for_last_are_at_hand_and_no_more_than_may_be(steps: list[tuple[str, int]]) -> None:
    most, hand, held = 100, AtHand(100), list[tuple[str, int]]()  # the last one last
    for key, size in steps:
        hand.keep(key, size, size)
        held = [each for each in held if each[0] != key] + [(key, size)]
        while sum(size for _, size in held) > most:
            del held[0]
        for name in "abcdef":
            assert hand.find(name) == dict(held).get(name)
        held.sort(key=lambda each: each[0])  # they were asked for in that order


def test_what_is_at_hand_is_not_unpacked_again(tmp_path: Path) -> None:
    store = Store(tmp_path, at_hand=1000)
    store.put("key", DATA)
    first = store.recall("key", bytes.hex)
    assert store.recall("key", lambda data: never().hex()) is first
    store.put("key", b"another")
    assert store.recall("key", bytes.hex) == b"another".hex()


@hypothesis.given(st.data())
def test_an_entry_that_was_cut_or_changed_is_made_again(
    tmp_path_factory: pytest.TempPathFactory, draw: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("store")
    Store(folder).put("key", DATA)
    (path,) = entries(folder)
    whole = path.read_bytes()
    place = draw.draw(st.integers(0, len(whole) - 1))
    harm = draw.draw(st.sampled_from(["cut", "flip", "append"]))
    if harm == "flip":
        harmed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    else:
        harmed = whole[:place] if harm == "cut" else whole + whole[:place] + b"x"
    path.write_bytes(harmed)
    assert Store(folder).get("key") is None
    assert Store(folder).remember("key", lambda: DATA) == DATA
    assert Store(folder).remember("key", never) == DATA


def test_a_book_is_not_in_memory_twice(tmp_path: Path) -> None:
    book, most = bytes(10_000_000), 1_000_000
    tracemalloc.start()
    try:
        Store(tmp_path).put("key", book)
        assert tracemalloc.get_traced_memory()[1] < most
        tracemalloc.reset_peak()
        assert Store(tmp_path).get("key") == book
        assert tracemalloc.get_traced_memory()[1] < len(book) + most
    finally:
        tracemalloc.stop()


def test_an_entry_under_another_s_name_is_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("one", DATA)
    (one,) = entries(tmp_path)
    store.put("two", b"else")
    (two,) = set(entries(tmp_path)) - {one}
    two.write_bytes(one.read_bytes())
    assert store.get("two") is None


def test_a_fresh_store_finds_only_what_it_made_itself(tmp_path: Path) -> None:
    Store(tmp_path).put("key", b"of last year")
    fresh = Store(tmp_path, fresh=True)
    assert fresh.remember("key", lambda: DATA) == DATA
    assert fresh.remember("key", never) == DATA
    assert Store(tmp_path).get("key") == DATA


@pytest.mark.parametrize("store", [NOWHERE, Store(Path(os.devnull) / "folder")])
def test_where_nothing_can_be_kept_it_is_made_each_time(store: Store) -> None:
    assert [store.remember("key", lambda: DATA) for _ in range(2)] == [DATA, DATA]
    store.trim()


def test_what_was_not_asked_for_longest_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in range(4):
        store.put(str(number), DATA)
    for age, path in enumerate(entries(tmp_path)):
        os.utime(path, (age, age))
    store.get("2")
    store.trim(2 * len(DATA) + 100)
    assert len(entries(tmp_path)) == 2
    assert store.get("2") == DATA


def test_it_is_tidied_when_enough_has_come_whoever_brought_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST_BYTES", 10 * cache._BLOCK)
    trimmed, trim = list[int](), Store.trim

    def count(self: Store) -> None:
        trimmed.append(trim(self))

    monkeypatch.setattr(Store, "trim", count)
    Store(tmp_path).tidy()
    for number in range(6):
        store = Store(tmp_path)
        store.put(str(number), DATA)
        store.tidy()
        store.tidy()  # nothing has come meanwhile
    assert len(trimmed) == 3
    store.put("much", bytes(cache._BLOCK))
    store.tidy()
    assert len(trimmed) == 4


def test_what_a_killed_build_left_is_cleared_and_what_another_writes_is_not(tmp_path: Path) -> None:
    Store(tmp_path).put("key", DATA)
    folder = entries(tmp_path)[0].parent
    old, new = folder / ".old.1.1", folder / ".new.1.1"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    Store(tmp_path).trim()
    assert not old.exists() and new.exists()


def fill(folder: Path) -> None:
    for _ in range(50):
        for number in range(5):
            assert Store(folder).remember(str(number), lambda: DATA) == DATA


def test_many_builds_may_share_a_store_and_be_killed(tmp_path: Path) -> None:
    context: Any = multiprocessing.get_context("spawn" if sys.platform == "win32" else "fork")
    builds = [context.Process(target=fill, args=(tmp_path,)) for _ in range(3)]
    for build in builds:
        build.start()
    builds[0].kill()
    for build in builds:
        build.join()
    assert [build.exitcode for build in builds[1:]] == [0, 0]
    assert [Store(tmp_path).remember(str(number), lambda: DATA) for number in range(5)] == [DATA] * 5


HERE = os.path.abspath("cache")


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {"XDG_CACHE_HOME": HERE}, f"{HERE}/kyyeu"),
        ("linux", {"XDG_CACHE_HOME": "not/absolute"}, "~/.cache/kyyeu"),
        ("linux", {}, "~/.cache/kyyeu"),
        ("darwin", {"XDG_CACHE_HOME": HERE}, "~/Library/Caches/kyyeu"),
        ("win32", {"LOCALAPPDATA": HERE}, f"{HERE}/kyyeu/Cache"),
        ("win32", {}, "~/AppData/Local/kyyeu/Cache"),
    ],
)
def test_the_store_is_where_each_system_keeps_such_things(
    platform: str, environ: dict[str, str], folder: str
) -> None:
    assert find_user_folder(environ, platform) == Path(folder).expanduser()


def test_without_a_home_there_is_no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert find_user_folder({}, "linux") is None
