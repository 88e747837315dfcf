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

from kyyeu import apart, pipeline
from kyyeu.apart import Bounds, Ended, do_apart
from kyyeu.errors import ContentError, KyyeuError, MachineError, Problems
from kyyeu.model import Booklet
from kyyeu.pdf.finished import Pdf
from kyyeu.rendering.theme import Theme

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied there"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # the tests' own process has threads
]
ROOT = Path(__file__).parent.parent
ENOUGH = Bounds(60, 1 << 42)


@pytest.fixture(autouse=True)
def is_copied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(apart, "_can_be_copied", lambda: True)
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
        (spin, Bounds(1, 1 << 42)),
        (lambda: len(bytearray(1 << 32)), Bounds(60, 1 << 32)),
        (lambda: os.kill(os.getpid(), 9), ENOUGH),
    ],
    ids=["for ever", "all the memory", "killed"],
)
def test_what_can_not_go_on_is_ended(work: Callable[[], object], bounds: Bounds) -> None:
    with pytest.raises(Ended):
        do_apart(work, bounds)


def test_the_text_that_takes_for_ever_is_named(
    tiny: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lay_out(booklet: Booklet, *_: object, **more: object) -> None:
        if any(article.slug == "hai" for article in booklet.articles):
            spin()

    monkeypatch.setattr(pipeline, "make_pdf", lay_out)
    monkeypatch.setattr(pipeline, "_lay_out", lay_out)
    monkeypatch.setattr(pipeline, "_MOST_SECONDS", 2)
    monkeypatch.setattr(pipeline, "_SECONDS_A_PICTURE", 0)
    with pytest.raises(Problems) as raised:
        pipeline.build(tiny, ROOT / "templates", tiny.parent / "out")
    (error,) = raised.value.errors
    assert (error.code, error.path) == ("layout-endless", tiny / "articles" / "hai.md")


def test_a_slow_machine_is_given_the_time_it_takes(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run_slowly(work: Callable[[], object], bounds: Bounds | None = None) -> object:
        if bounds and not asked:
            asked.append(bounds)
            raise Ended
        return Pdf(b"", 1) if bounds is None else None

    asked = list[Bounds]()
    monkeypatch.setattr(pipeline, "do_apart", run_slowly)
    assert pipeline.build(tiny, ROOT / "templates", tiny.parent / "out", only="pdf")[0].pages == 1 and asked


def test_a_machine_without_memory_is_not_the_content_s_fault(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object) -> None:
        raise Ended

    monkeypatch.setattr(pipeline, "do_apart", end)
    monkeypatch.setattr(pipeline, "may_have", lambda memory: False)
    with pytest.raises(MachineError, match="no-memory"):
        pipeline.build(tiny, ROOT / "templates", tiny.parent / "out")


PARENT = """
import tempfile, time
from kyyeu.apart import do_apart
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
    (left := tmp_path / "tmp" / "kyyeu-left").mkdir()
    (left / "a.ttf").touch()
    with suppress(Ended):
        do_apart(lambda: time.sleep(0))
    assert not left.exists()
