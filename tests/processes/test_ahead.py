"""A copy that got ready does what it is asked, and whatever it can't do is left to who asked."""

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from kyyeu.processes import ahead as module
from kyyeu.processes.ahead import Ahead, ahead
from kyyeu.processes.apart import Bounds, Ended

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied there"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # the tests' own process has threads
]
ENOUGH = Bounds(60, 1 << 42)
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "can_be_copied", lambda: True)
    monkeypatch.setattr(module, "count_cores", lambda: 2)


@pytest.fixture
def copy() -> Iterator[Ahead[list[int]]]:
    with ahead(lambda: [os.getpid()]) as copy:
        assert copy
        yield copy


def add(number: int, ready: list[int]) -> list[int]:
    ready.append(number)
    return ready


def fail(ready: object) -> None:
    raise ValueError


def die(ready: object = None) -> None:
    os.kill(os.getpid(), 9)


def spin(ready: object) -> None:
    while True:
        pass


def test_what_was_got_ready_once_serves_for_all_that_is_asked(copy: Ahead[list[int]]) -> None:
    first, second = (copy.ask(partial(add, number), ENOUGH) for number in (-1, -2))
    assert first[0] != os.getpid() and (first[1:], second) == ([-1], [*first, -2])


@pytest.mark.parametrize("work", [fail, die, pytest.param(spin, marks=pytest.mark.ci)])
def test_what_gives_nothing_is_ended(copy: Ahead[list[int]], work: Callable[[object], None]) -> None:
    with pytest.raises(Ended):
        copy.ask(work, Bounds(1, 1 << 42))


@pytest.mark.parametrize("get_ready", [partial(fail, None), die])
def test_one_that_can_not_get_ready_gives_nothing(
    get_ready: Callable[[], None], capfd: pytest.CaptureFixture[str]
) -> None:
    with ahead(get_ready) as copy:
        assert copy
        for _ in range(2):
            with pytest.raises(Ended):
                copy.ask(die, ENOUGH)
    assert capfd.readouterr() == ("", "")


def test_one_that_is_dismissed_is_no_more(copy: Ahead[list[int]]) -> None:
    before = multiprocessing.active_children()
    copy.dismiss()
    assert len(multiprocessing.active_children()) == len(before) - 1
    with pytest.raises(Ended):
        copy.ask(partial(add, 1), ENOUGH)


def test_one_that_is_still_getting_ready_is_not_waited_for() -> None:
    begun, before = time.monotonic(), multiprocessing.active_children()
    with ahead(partial(time.sleep, 600)):
        pass
    assert time.monotonic() - begun < 60 and multiprocessing.active_children() == before


@pytest.mark.parametrize(("copied", "cores"), [(False, 2), (True, 1)])
def test_there_is_none_without_a_core_for_it(
    monkeypatch: pytest.MonkeyPatch, copied: bool, cores: int
) -> None:
    monkeypatch.setattr(module, "can_be_copied", lambda: copied)
    monkeypatch.setattr(module, "count_cores", lambda: cores)
    with ahead(lambda: pytest.fail("got ready")) as copy:
        assert copy is None


BUILD = """
import sys
from pathlib import Path
from kyyeu.cache import Store
from kyyeu.pipeline import build
from kyyeu.processes import ahead
ahead.count_cores = lambda: int(sys.argv[4])
store = Store(Path(sys.argv[3]), at_hand=int(sys.argv[5]))
build(Path(sys.argv[1]), None, Path(sys.argv[2]), store=store)
print("weasyprint" in sys.modules)
"""


def build(
    content: Path, out: Path, store: Path, cores: int, at_hand: int = 0
) -> tuple[str, dict[str, bytes]]:
    """Whether the process itself brought the layout engine in, and the books."""
    command = [sys.executable, "-c", BUILD, *map(str, (content, out, store, cores, at_hand))]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
                          text=True, check=True)  # fmt: skip
    return done.stdout.strip(), {path.name: path.read_bytes() for path in sorted(out.iterdir())}


@pytest.mark.ci
def test_an_edited_article_is_composed_by_the_copy_and_the_books_are_the_same(
    tiny: Path, tmp_path: Path
) -> None:
    """What comes first is too much for it; a process that makes books again and again has its own press."""
    assert build(tiny, tmp_path / "out", tmp_path / "store", 2)[0] == "True"
    article = tiny / "articles" / "hai.md"
    text = article.read_text("utf-8")
    article.write_text(f"{text}\nThêm một câu.\n", "utf-8")
    by_copy = build(tiny, tmp_path / "out", tmp_path / "store", 2)
    alone = build(tiny, tmp_path / "alone", tmp_path / "another store", 1)
    assert by_copy == ("False", alone[1]) and alone[0] == "True"
    article.write_text(f"{text}\nThêm câu khác.\n", "utf-8")
    assert build(tiny, tmp_path / "out", tmp_path / "store", 2, at_hand=1)[0] == "True"
