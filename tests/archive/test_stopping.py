"""Many files on a terminal: a bar that moves, Ctrl-C that loses nothing, a second run for the rest."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from calling import Command

from kyyeu.content.articles import prove_draft
from kyyeu.content.forms import parse_form
from kyyeu.content.header import split_front_matter
from kyyeu.restorer.damage import DAMAGES
from kyyeu.schema import ArticleForm

pty = pytest.importorskip("pty", reason="no pseudo-terminals there")
ROOT = Path(__file__).parents[2]
BODY = "Văn phòng cấp ủy tổ chức tổng kết công tác năm, gửi báo cáo tới cấp huyện đúng hạn. " * 20


def _lacks_terminals() -> bool:
    try:
        ends = pty.openpty()
    except OSError:  # a container may have none
        return True
    for end in ends:
        os.close(end)
    return False


pytestmark = [
    pytest.mark.ci,
    pytest.mark.skipif(_lacks_terminals(), reason="no pseudo-terminal can be opened here"),
]


@pytest.fixture(params=[60, pytest.param(200, marks=pytest.mark.long)])
def count(request: pytest.FixtureRequest) -> int:
    """How many files there are: so many that the bar is seen moving and Ctrl-C comes in the midst of them."""
    return int(request.param)


@pytest.fixture
def sources(tmp_path: Path, count: int) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "content").mkdir()
    for number in range(count):
        text = DAMAGES["drop-after-latin1"](f"Văn phòng cấp ủy số {number}\n\n{BODY}\n")
        (folder / f"bai-{number:02}.txt").write_text(text, "utf-8")
    return folder


def start(sources: Path, jobs: str, terminal: int) -> "subprocess.Popen[bytes]":
    """The command with a terminal for what it tells, in a group of its own, as a shell starts it."""
    options: list[str | Path] = ["--lang", "en", "--jobs", jobs, "--content", sources.parent / "content"]
    # a run in the background ignores Ctrl-C, and what it starts would inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        [sys.executable, ROOT / "build.py", "restore", *options, sources],
        cwd=ROOT, stdout=terminal, stderr=terminal, stdin=terminal, start_new_session=True,
        env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "100"},
    )  # fmt: skip


def read_all(terminal: int) -> str:
    """What was written to the terminal until nobody holds its other end."""
    said = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux's way to say that it is closed
            piece = b""
        if not piece:
            return said.decode("utf-8", "replace")
        said += piece


def watch(sources: Path, jobs: str, stop_after: int | None = None) -> tuple[int, str]:
    """The command's status and all that its terminal showed; interrupted after so many articles."""
    shown, given = pty.openpty()
    with start(sources, jobs, given) as running:
        os.close(given)
        if stop_after is not None:
            deadline = time.monotonic() + 120
            while len(articles(sources)) < stop_after and time.monotonic() < deadline:
                time.sleep(0.01)
            os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all its processes
        said = read_all(shown)
    os.close(shown)
    return running.returncode, said


def articles(sources: Path) -> list[Path]:
    return sorted((sources.parent / "content").glob("articles/*.md"))


@pytest.mark.long
@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.long), "2"])
def test_a_bar_counts_the_files_and_leaves_the_line_clean(sources: Path, jobs: str, count: int) -> None:
    status, said = watch(sources, jobs)
    assert status == 0
    counts = [int(done) for done in re.findall(rf"(\d+)/{count}", said)]
    assert counts == sorted(counts) and len(set(counts)) > 3 and counts[0] < count
    *_, last = said.split("\r\x1b[2K")  # the line is cleared and nothing drawn on it
    assert last.startswith(f"{count} articles made") and "━" not in last


@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.long), "2"])
def test_ctrl_c_leaves_whole_articles_and_the_next_run_does_the_rest_once(
    sources: Path, jobs: str, count: int, command: Command
) -> None:
    status, said = watch(sources, jobs, stop_after=3)
    assert status == 130 and "Traceback" not in said
    told = re.search(r"Stopped after (\d+) articles", said)
    done = articles(sources)
    # The last article may have been written and not yet counted.
    assert told and int(told[1]) in (len(done), len(done) - 1) and 3 <= len(done) < count
    kept = sources.parent / "content" / "sources"
    for path in done:
        header, body, _ = split_front_matter(path.read_text("utf-8"), path)
        form, data = parse_form(header, ArticleForm, path), (kept / f"{path.stem}.txt").read_bytes()
        assert prove_draft(form, body, path, data).source == f"{path.stem}.txt"
    before = {path: path.stat().st_mtime_ns for path in done}
    again = command(
        "restore", "--jobs", "1", "--content", sources.parent / "content", sources, LANG="en_GB.UTF-8"
    )
    assert again.returncode == 0 and again.stdout.startswith(
        f"{count - len(done)} articles made, {len(done)} there"
    )
    assert len(articles(sources)) == count
    # Ctrl-C may come while files wait beside their places; who saves there next clears them away.
    assert not [*(sources.parent / "content").rglob(".*")], "half a file was left"
    assert {path: path.stat().st_mtime_ns for path in done} == before
