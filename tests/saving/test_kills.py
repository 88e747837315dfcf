"""Builds and archives killed at any moment, two hundred times each, and builds at the same time."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from kyyeu.restorer.damage import DAMAGES

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.name == "nt", reason="no such signal there")]
ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KYYEU_KILLS", 200))
Pair = dict[str, bytes]


def start(*arguments: str | Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, ROOT / "build.py", *arguments], start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def build(content: Path, out: Path) -> "subprocess.Popen[bytes]":
    return start("--content", content, "--templates", ROOT / "templates", "--out", out)


def books(folder: Path) -> Pair:
    """What a reader sees there."""
    return {path.name: path.read_bytes() for path in folder.glob("*.*") if not path.name.startswith(".")}


@pytest.fixture
def contents(tiny: Path) -> list[Path]:
    """The small booklet, and the same with another word in it."""
    other = Path(shutil.copytree(tiny, tiny.parent / "other"))
    text = (other / "articles" / "hai.md").read_text("utf-8")
    (other / "articles" / "hai.md").write_text(text.replace("Bài này", "Bài kia"), "utf-8")
    return [tiny, other]


@pytest.fixture
def pairs(contents: list[Path]) -> tuple[list[Pair], float]:
    """The books of each, and how long it takes to make them."""
    begun, made = time.monotonic(), []
    for content in contents:
        with build(content, content / "made") as process:
            process.communicate()
        made.append(books(content / "made"))
        shutil.rmtree(content / "made")
    assert len(made[0]) == len(made[1]) == 2 and made[0] != made[1]
    return made, (time.monotonic() - begun) / 2


def moments(longest: float) -> Iterator[float]:
    """When to kill, in seconds; the seed is told where a test fails."""
    seed = time.time_ns()
    print(f"seed {seed}")
    random = Random(seed)
    yield from (random.uniform(0, longest) for _ in range(KILLS))


def test_a_killed_build_leaves_the_old_books_or_the_new_ones(
    contents: list[Path], pairs: tuple[list[Pair], float], tmp_path: Path
) -> None:
    made, seconds = pairs
    out = tmp_path / "dist"
    with build(contents[0], out) as process:
        process.communicate()
    for number, moment in enumerate(moments(seconds * 1.1)):
        with build(contents[number % 2], out) as process:
            time.sleep(moment)
            process.kill()
            process.communicate()
        assert books(out) in made
    with build(contents[1], out) as process:
        process.communicate()
    assert books(out) == made[1] and not [*tmp_path.glob(".*"), *out.glob(".*")]


def test_a_killed_archive_leaves_whole_articles_and_is_taken_up_again(tmp_path: Path) -> None:
    (folder := tmp_path / "in").mkdir()
    for number in range(6):
        body = f"Văn phòng cấp ủy số {number}\n\nVăn phòng cấp ủy tổ chức tổng kết công tác năm.\n"
        (folder / f"bai-{number}.txt").write_text(DAMAGES["drop-after-latin1"](body), "utf-8")
    whole, begun = tmp_path / "whole", time.monotonic()
    options = ("restore", "--damage", "drop-after-latin1", "--jobs", "2", "--content")
    for content in (whole, tmp_path / "killed"):
        content.mkdir()
    with start(*options, whole, folder) as process:
        process.communicate()
    seconds = time.monotonic() - begun
    sound = {path.name: path.read_bytes() for path in whole.rglob("bai-*")}
    assert len(sound) == 12
    for moment in moments(seconds * 1.1):
        with start(*options, tmp_path / "killed", folder) as process:
            time.sleep(moment)
            process.kill()
            process.communicate()  # which waits for the workers: they hold the pipe
        found = [path for path in (tmp_path / "killed").rglob("bai-*") if ".kyyeu" not in path.parts]
        assert all(path.read_bytes() == sound[path.name] for path in found)
        if len(found) == 12:
            shutil.rmtree(tmp_path / "killed" / "articles")
    with start(*options, tmp_path / "killed", folder) as process:
        process.communicate()
    assert {path.name: path.read_bytes() for path in (tmp_path / "killed").rglob("bai-*")} == sound


def test_two_builds_at_once_leave_one_s_books(
    contents: list[Path], pairs: tuple[list[Pair], float], tmp_path: Path
) -> None:
    made, _ = pairs
    for _ in range(10):
        running = [build(content, tmp_path / "dist") for content in contents]
        while any(process.poll() is None for process in running):
            seen = books(tmp_path / "dist")
            assert not seen or {*seen} == {*made[0]}
        assert [process.communicate() and process.returncode for process in running] == [0, 0]
        assert books(tmp_path / "dist") in made and not [*tmp_path.glob(".*")]
