"""Work that takes for ever, or all the memory, is ended, and what it was is told."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from kyyeu import pipeline
from kyyeu.binding.fragment import Fragment
from kyyeu.binding.pagination import BEGINNING, Start
from kyyeu.errors import ContentError, KyyeuError, MachineError, Problems
from kyyeu.making import cover, e_book, print_run
from kyyeu.pdf import standing
from kyyeu.pdf.press import Press
from kyyeu.processes import apart, each
from kyyeu.processes.apart import Bounds, Ended, beside, do_apart

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied there"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # the tests' own process has threads
]
ROOT = Path(__file__).parents[2]
ENOUGH = Bounds(60, 1 << 42)


@pytest.fixture(autouse=True)
def is_copied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for module in (apart, each):
        monkeypatch.setattr(module, "can_be_copied", lambda: True)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))


def spin() -> None:
    while True:
        pass


def fail(error: BaseException) -> None:
    raise error


def test_another_process_does_it_and_leaves_nothing(tmp_path: Path) -> None:
    process, folder = do_apart(lambda: (os.getpid(), tempfile.mkdtemp()), ENOUGH)
    assert process != os.getpid() and Path(folder).is_relative_to(tmp_path / "tmp")
    assert not [*(tmp_path / "tmp").iterdir()]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ContentError("no-file", Path("a.md"), 3), "no-file"),
        (Problems([ContentError("no-file", Path("a.md"), 3)]), "no-file"),
        (ValueError("x"), "unexpected"),
    ],
)
def test_what_it_raises_is_raised_here(error: Exception, code: str) -> None:
    with pytest.raises((KyyeuError, Problems)) as raised:
        do_apart(partial(fail, error))
    found = raised.value.errors[0] if isinstance(raised.value, Problems) else raised.value
    assert isinstance(found, KyyeuError) and found.code == code


@pytest.mark.parametrize(
    ("work", "bounds"),
    [
        pytest.param(spin, Bounds(1, 1 << 42), marks=pytest.mark.ci),
        (lambda: len(bytearray(1 << 32)), Bounds(60, 1 << 32)),
        (lambda: os.kill(os.getpid(), 9), ENOUGH),
    ],
    ids=["for ever", "all the memory", "killed"],
)
def test_what_can_not_go_on_is_ended(work: Callable[[], object], bounds: Bounds) -> None:
    with pytest.raises(Ended):
        do_apart(work, bounds)


def test_what_is_begun_beside_is_done_by_another_process_meanwhile() -> None:
    with beside(os.getpid) as finish:
        assert finish() != os.getpid()


def test_what_is_begun_beside_raises_when_it_is_asked_for() -> None:
    error = ContentError("no-file", Path("a.md"), 3)
    with beside(partial(fail, error)) as finish, pytest.raises(ContentError, match="no-file"):
        finish()


def test_what_breaks_down_beside_is_done_here() -> None:
    here = os.getpid()

    def work() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return here

    with beside(work) as finish:
        assert finish() == here


@pytest.mark.ci
@pytest.mark.parametrize("most", [0, 20_000_000])
def test_the_epub_is_made_beside_the_pdf_unless_its_pictures_are_many(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """And its cover here in any case, where what never ends is ended."""
    text = (tiny / "articles" / "hai.md").read_text("utf-8")
    (tiny / "articles" / "hai.md").write_text(f"{text}\n\n![Chấm](images/cham.png)\n", "utf-8")
    here, made = os.getpid(), tiny.parent / "made"
    for module, name in ((e_book, "write_epub"), (cover, "draw_cover")):
        make = getattr(module, name)
        monkeypatch.setattr(module, name, partial(_noted, made, here, name, make))
    monkeypatch.setattr(pipeline, "_MOST_BESIDE", most)
    pipeline.build(tiny, ROOT / "templates", tiny.parent / "out")
    told = made.read_text("utf-8").split()
    assert told == ["draw_cover", "here", "write_epub", "there" if most else "here"]


def _noted(made: Path, here: int, name: str, make: Callable[..., bytes], *given: object) -> bytes:
    with made.open("a", encoding="utf-8") as file:
        file.write(f"{name} {'here' if os.getpid() == here else 'there'}\n")
    return make(*given)


def spoil(monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    """Let the layout of what says any of the texts take for ever; a second is all that any has."""
    compile_ = Press.compile

    def lay_out(press: Press, html: str, start: Start = BEGINNING) -> Fragment:
        while any(map(html.__contains__, texts)):
            pass
        return compile_(press, html, start)

    monkeypatch.setattr(Press, "compile", lay_out)
    monkeypatch.setattr(standing, "bounds_of", lambda letters: Bounds(1, 1 << 42))


@pytest.mark.long
def test_all_texts_that_take_for_ever_are_named(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tiny / "articles" / "ba.md").write_text("---\ntitle: Bài ba\n---\n\nBài này không hết.\n", "utf-8")
    (tiny / "articles" / "hai.md").write_text("---\ntitle: Bài hai\n---\n\nBài này cũng vậy.\n", "utf-8")
    listing = (tiny / "booklet.yaml").read_text("utf-8")
    (tiny / "booklet.yaml").write_text(listing.replace("[mot, hai]", "[mot, hai, ba]"), "utf-8")
    spoil(monkeypatch, "Bài này không hết.", "Bài này cũng vậy.")
    with pytest.raises(Problems) as raised:
        pipeline.build(tiny, ROOT / "templates", tiny.parent / "out")
    assert {(error.code, error.path) for error in raised.value.errors} == {
        ("layout-endless", tiny / "articles" / f"{name}.md") for name in ("hai", "ba")
    }
    assert not (tiny.parent / "out").exists()


@pytest.mark.long
def test_what_is_no_text_and_takes_for_ever_is_not_the_content_s_fault(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(monkeypatch, 'class="colophon')
    with pytest.raises(MachineError, match="layout-died"):
        pipeline.build(tiny, ROOT / "templates", tiny.parent / "out")


@pytest.mark.parametrize("make", [pipeline.build, pipeline.build_galley])
def test_a_machine_without_memory_is_not_the_content_s_fault(
    make: Callable[..., object], tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **more: object) -> None:
        os.kill(os.getpid(), 9)

    monkeypatch.setattr(Press, "compile" if make is pipeline.build else "lay_out", die)
    monkeypatch.setattr(print_run, "may_have", lambda memory: False)
    with pytest.raises(MachineError, match="no-memory"):
        make(tiny, ROOT / "templates", tiny.parent / "out")


PARENT = """
import tempfile, time
from kyyeu.processes.apart import do_apart
do_apart(lambda: (tempfile.mkdtemp(), print("begun", flush=True), time.sleep(600)))
"""


def test_it_ends_with_the_process_that_began_it_and_clears_its_files(tmp_path: Path) -> None:
    places = {"TMPDIR": str(tmp_path / "tmp"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | places) as parent:
        assert parent.stdout and parent.stdout.readline() == b"begun\n"
        parent.kill()
        parent.communicate(timeout=30)
    assert not [*(tmp_path / "tmp").iterdir()]


def test_what_processes_left_that_were_killed_with_it_is_cleared_by_the_next(tmp_path: Path) -> None:
    (left := tmp_path / "tmp" / "kyyeu-scratch-a1b2c3d4").mkdir()
    (left / "a.ttf").touch()
    with suppress(Ended):
        do_apart(lambda: time.sleep(0))
    assert not left.exists()
