"""Many sources: each done once, the bad ones told, what is there left alone."""

import os
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from nameable import skip_unnameable

from kyyeu.archive.archive import Archive, Outcome
from kyyeu.archive.sources import MOST_BYTES, Source, find_sources, make_slug
from kyyeu.content.articles import read_article
from kyyeu.content.door import Door
from kyyeu.errors import ContentError, Problems
from kyyeu.intake.task import Manner, Task
from kyyeu.processes.workers import Processes, ThisProcess, Workers

put = os.replace  # as the program does: with os.rename Windows replaces nothing
A = TypeVar("A")
T = TypeVar("T")

TEXT = "Văn phòng cấp ủy số {}\n\nVăn phòng cp u t chc tng kết công tác năm th {}.\n"


def fill(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"bai-{number:03}.txt").write_text(TEXT.format(number, number), "utf-8")
    return folder


def restore(folder: Path, workers: Workers | None = None, **settings: object) -> dict[str, Outcome]:
    archive = Archive(folder.parent / "content", Manner(damage="drop-after-latin1"), **settings)  # type: ignore[arg-type]
    with workers or ThisProcess() as ready:
        outcomes = list(archive.restore_all(find_sources([folder], archive.content), ready))
    named = {outcome.source.file: outcome for outcome in outcomes}
    assert len(named) == len(outcomes), "a source was done twice"
    return named


def problems(outcomes: dict[str, Outcome]) -> dict[str, str]:
    return {name: outcome.problem.code for name, outcome in outcomes.items() if outcome.problem}  # type: ignore[union-attr]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return tmp_path / "content" / "articles"


def test_every_source_becomes_an_article_with_its_source_beside_it(tmp_path: Path, articles: Path) -> None:
    restore(fill(tmp_path / "in", 3))
    assert sorted(path.name for path in articles.iterdir()) == ["bai-000.md", "bai-001.md", "bai-002.md"]
    assert sorted(path.name for path in (tmp_path / "content" / "sources").iterdir()) == [
        "bai-000.txt", "bai-001.txt", "bai-002.txt",
    ]  # fmt: skip
    assert "tổ chức tổng kết công tác năm thứ 2" in (articles / "bai-002.md").read_text("utf-8")


@pytest.mark.ci
def test_processes_make_the_same_bytes(tmp_path: Path) -> None:
    restore(fill(tmp_path / "one" / "in", 9))
    restore(fill(tmp_path / "two" / "in", 9), Processes(2))
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name / "content").rglob("*.*")}
        for name in ("one", "two")
    )
    assert one == two and len(one) == 18


def test_folders_give_their_names(tmp_path: Path) -> None:
    fill(tmp_path / "in" / "2010" / "Số 1", 1)
    fill(tmp_path / "in" / "2011", 1)
    assert sorted(source.slug for source in find_sources([tmp_path / "in"], tmp_path)) == [
        "2010-so-1-bai-000", "2011-bai-000",
    ]  # fmt: skip


def test_what_is_done_is_not_done_again(tmp_path: Path, articles: Path) -> None:
    folder = fill(tmp_path / "in", 4)
    restore(folder)
    (articles / "bai-001.md").unlink()
    mine = articles / "bai-002.md"
    mine.write_text(mine.read_text("utf-8").replace("title: ", "title: Của biên tập – ", 1), "utf-8")
    before = mine.read_bytes()
    again = restore(folder)
    assert sorted(name for name, outcome in again.items() if outcome.restored) == ["bai-001.txt"]
    assert sum(outcome.kept for outcome in again.values()) == 3
    assert mine.read_bytes() == before


def test_force_makes_all_anew(tmp_path: Path, articles: Path) -> None:
    folder = fill(tmp_path / "in", 2)
    restore(folder)
    before = (articles / "bai-001.md").read_bytes()
    (articles / "bai-001.md").write_text("---\ntitle: x\nsource:\n  file: bai-001.txt\n---\n", "utf-8")
    again = restore(folder, force=True)
    assert all(outcome.restored for outcome in again.values())
    assert (articles / "bai-001.md").read_bytes() == before


def test_one_bad_source_is_told_and_the_rest_is_done(tmp_path: Path, articles: Path) -> None:
    folder = fill(tmp_path / "in", 2)
    (folder / "anh.txt").write_bytes(b"\x89PNG\0\0")
    (folder / "trong.txt").write_bytes(b" \n")
    (folder / "lon.txt").write_bytes(b"a" * (MOST_BYTES + 1))
    (folder / "ngoai.txt").symlink_to(Path(__file__))
    (folder / "mat.txt").symlink_to(folder / "khong-co")
    (folder / "漢.txt").write_text("Nhan đề\n\nThân bài.\n", "utf-8")
    outcomes = restore(folder)
    assert problems(outcomes) == {
        "anh.txt": "not-text",
        "trong.txt": "empty-source",
        "lon.txt": "source-too-large",
        "ngoai.txt": "link-outside",
        "mat.txt": "no-file",
        "漢.txt": "no-slug",
    }
    assert sorted(path.name for path in articles.iterdir()) == ["bai-000.md", "bai-001.md"]


def test_an_article_made_from_another_source_is_left_alone(tmp_path: Path, articles: Path) -> None:
    articles.mkdir(parents=True)
    (articles / "bai-000.md").write_text("---\ntitle: Bài tay\n---\n\nThân bài.\n", "utf-8")
    assert problems(restore(fill(tmp_path / "in", 2))) == {"bai-000.txt": "article-of-another"}
    assert "Bài tay" in (articles / "bai-000.md").read_text("utf-8")


def test_a_source_of_the_same_name_is_never_replaced(tmp_path: Path) -> None:
    sources = tmp_path / "content" / "sources"
    sources.mkdir(parents=True)
    (sources / "bai-000.txt").write_text("nguồn khác", "utf-8")
    assert problems(restore(fill(tmp_path / "in", 1))) == {"bai-000.txt": "source-name-taken"}
    assert (sources / "bai-000.txt").read_text("utf-8") == "nguồn khác"


def _opens_anything() -> bool:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0)
        return os.access(folder, os.R_OK)


rights = pytest.mark.skipif(_opens_anything(), reason="root may read and write anywhere")


@rights
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir(mode=0o500)
    assert problems(restore(fill(tmp_path / "in", 1))) == {"bai-000.txt": "cannot-save"}


CLOSED = {
    "source": ("in/bai-000.txt", {"bai-000.txt": "unreadable"}),
    "folder": ("in", {"in": "no-plain-file"}),
    "content": ("content", {"bai-000.txt": "cannot-save"}),
    "articles": ("content/articles", {"bai-000.txt": "cannot-save"}),
    "sources": ("content/sources", {"bai-000.txt": "cannot-save"}),
}


@rights
@pytest.mark.parametrize(("place", "told"), CLOSED.values(), ids=CLOSED)
def test_what_is_closed_is_told(place: str, told: dict[str, str], tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 1)
    for name in ("articles", "sources"):
        (tmp_path / "content" / name).mkdir(parents=True)
    (tmp_path / place).chmod(0)
    try:
        assert problems(restore(folder)) == told
    finally:
        (tmp_path / place).chmod(0o700)


@rights
def test_a_source_in_a_closed_folder_is_told(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 1)
    folder.chmod(0)
    try:
        (outcome,) = restore_places([folder / "bai-000.txt"], tmp_path, ThisProcess())
    finally:
        folder.chmod(0o700)
    assert problems({"": outcome}) == {"": "unreadable"}


def test_what_cannot_be_saved_is_told_by_its_own_name(tmp_path: Path, articles: Path) -> None:
    (articles / "bai-000.md").mkdir(parents=True)
    outcome = restore(fill(tmp_path / "in", 1), force=True)["bai-000.txt"]
    assert outcome.problem.code == "cannot-save" and outcome.problem.path == articles / "bai-000.md"  # type: ignore[union-attr]


def test_a_file_in_the_way_of_the_articles_is_told(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "articles").write_text("tệp", "utf-8")
    assert problems(restore(fill(tmp_path / "in", 1))) == {"bai-000.txt": "cannot-save"}


def test_an_interruption_between_two_files_leaves_no_article_without_its_source(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(path: Path, target: Path) -> None:
        if target.parent.name == "articles":
            raise KeyboardInterrupt
        put(path, target)

    folder = fill(tmp_path / "in", 1)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            restore(folder)
    assert not list(articles.iterdir()) and (tmp_path / "content" / "sources" / "bai-000.txt").exists()
    assert restore(folder)["bai-000.txt"].restored is not None


class Counting(ThisProcess):
    """Workers that remember how much they were given before anything was asked back."""

    count = 2

    def __init__(self) -> None:
        self.given = 0

    def submit(self, work: Callable[[A], T], given: A) -> Future[T]:
        self.given += 1
        return super().submit(work, given)


def test_no_more_than_a_few_sources_are_in_memory(tmp_path: Path) -> None:
    folder, workers = fill(tmp_path / "in", 40), Counting()
    archive = Archive(tmp_path / "content", Manner(damage="drop-after-latin1"))
    next(archive.restore_all(find_sources([folder], archive.content), workers))
    assert 0 < workers.given <= 8


def kill_worker_once(task: Task) -> object:
    """Stands in for the work: dies at one source the first time, at another one always."""
    from kyyeu.intake.task import run

    if task.file == "bai-003.txt" or (
        task.file == "bai-001.txt" and not Path(task.path.parent, "died").exists()
    ):
        Path(task.path.parent, "died").touch()
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGKILL)
    return run(task)


def press(number: int) -> None:
    signal.raise_signal(number)


@pytest.mark.ci
@pytest.mark.skipif(sys.platform == "win32", reason="signals are told otherwise there")
def test_ctrl_c_stops_no_work_that_was_begun() -> None:
    """A terminal sends it to all processes; the one that the user sees ends the others in order."""
    # a run in the background ignores it, and what it starts would inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with Processes(1) as workers:
        done = workers.submit(press, signal.SIGINT)
        assert done.exception() is None


@pytest.mark.ci
@pytest.mark.skipif(sys.platform == "win32", reason="signals are told otherwise there")
def test_a_killed_worker_takes_only_its_own_source_with_it(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kyyeu.archive.archive.run", kill_worker_once)
    outcomes = restore(fill(tmp_path / "in", 12), Processes(2))
    assert problems(outcomes) == {"bai-003.txt": "worker-died"}
    assert len(outcomes) == 12 and len(list(articles.iterdir())) == 11


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Báo Nghệ An (2010)", "bao-nghe-an-2010"),
        ("漢字", ""),
        ("Đảng ủy" * 20, ""),
        ("a" * 100, "a" * 80),
        ("số một " * 20, ""),
    ],
)
def test_a_slug_is_what_the_schema_takes(name: str, slug: str) -> None:
    made = make_slug(name)
    assert len(made) <= 80 and made == made.strip("-")
    assert not slug or made == slug


def test_a_missing_place_is_told_as_a_source(tmp_path: Path) -> None:
    (outcome,) = Archive(tmp_path, Manner()).restore_all(
        [Source(tmp_path / "không.txt", "không.txt", "khong")], ThisProcess()
    )
    assert outcome.problem is not None and outcome.problem.exit_status == 2


def write(path: Path, number: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(number, number), "utf-8")
    return path


COLLIDING = {
    "letters": ("Bài 1.txt", "bai-1.txt"),
    "folder": ("a/x.txt", "a-x.txt"),
    "ending": ("bai.TXT", "bai.txt"),
    "long-names": (f"{'so ' * 27}mot.txt", f"{'so ' * 27}hai.txt"),
}


class Meanwhile(ThisProcess):
    """One that works while the next sources are looked at, as processes do, but is there at once."""

    count = 2

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1)

    def submit(self, work: Callable[[A], T], given: A) -> Future[T]:
        return self.pool.submit(work, given)

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown()


WORKERS = [
    pytest.param(ThisProcess, id="alone"),
    pytest.param(Meanwhile, id="meanwhile"),
    pytest.param(lambda: Processes(2), id="processes", marks=pytest.mark.long),
]


@pytest.mark.parametrize("workers", WORKERS)
@pytest.mark.parametrize("names", COLLIDING.values(), ids=COLLIDING)
def test_of_two_sources_for_one_article_the_first_is_made_and_the_other_told(
    names: tuple[str, str], workers: Callable[[], Workers], tmp_path: Path, articles: Path
) -> None:
    folder = tmp_path / "in"
    for number, name in enumerate(names):
        write(folder / name, number)
    if len([*folder.rglob("*.*")]) < len(names):
        pytest.skip("it is one name there")
    first, second = find_sources([folder], tmp_path)
    for run in range(2):
        outcomes = list(restore_places([folder], tmp_path, workers()))
        told = [outcome for outcome in outcomes if outcome.problem]
        assert [outcome.problem.code for outcome in told] == ["same-article"]  # type: ignore[union-attr]
        assert told[0].source == second and told[0].problem.facts["other"] == first.path  # type: ignore[union-attr]
        assert [outcome.kept for outcome in outcomes if outcome.source == first] == [bool(run)]
    (made,) = articles.iterdir()
    (kept,) = (tmp_path / "content" / "sources").iterdir()
    assert kept.read_bytes() == first.path.read_bytes() and f"file: {first.file}" in made.read_text("utf-8")


BAD = {"no-text": b"\0\5\26\7\0", "empty": b"", "no-article": b"Top\n"}


@pytest.mark.parametrize("workers", WORKERS)
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_source_that_fails_leaves_its_article_to_the_next_that_can_be_made(
    bad: bytes, workers: Callable[[], Workers], tmp_path: Path, articles: Path
) -> None:
    years = [tmp_path / year for year in ("2009", "2010", "2011", "2012")]
    for number, year in enumerate(years):
        write(year / "k.txt", number)
    for year in years[:2]:
        (year / "k.txt").write_bytes(bad)
    before = dict[Path, bytes]()
    for again in (False, True):
        outcomes = restore_places(years, tmp_path, workers())
        told = {outcome.source.path.parent: outcome for outcome in outcomes}
        assert len(told) == len(outcomes) == 4 and told[years[0]].problem and told[years[1]].problem
        assert told[years[2]].problem is None and told[years[2]].kept is again
        assert problems({"": told[years[3]]}) == {"": "same-article"}
        (made,) = articles.iterdir()
        assert before.setdefault(made, made.read_bytes()) == made.read_bytes()
    assert "năm thứ 2" in made.read_text("utf-8")


def test_a_source_that_fails_keeps_the_article_it_has(tmp_path: Path, articles: Path) -> None:
    years = [tmp_path / "2009", tmp_path / "2010"]
    write(years[0] / "k.txt", 1)
    restore(years[0])
    before = (articles / "k.md").read_bytes()
    write(years[1] / "k.txt", 2)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("kyyeu.archive.archive.run", fail_in_2009)
        outcomes = restore_places(years, tmp_path, ThisProcess(), force=True)
    assert [problems({"": outcome})[""] for outcome in outcomes] == ["empty-source", "same-article"]
    assert (articles / "k.md").read_bytes() == before


def fail_in_2009(task: Task) -> object:
    from kyyeu.intake.task import run

    if task.path.parent.name == "2009":
        raise ContentError("empty-source", task.path)
    return run(task)


def test_hidden_files_are_taken_only_where_they_are_named(tmp_path: Path, articles: Path) -> None:
    folder = fill(tmp_path / "in", 1)
    hidden = [folder / "._bai-000.txt", folder / ".Trashes" / "cu.txt", folder / "a" / ".b.txt"]
    for number, path in enumerate(hidden):
        write(path, number)
    outcomes = restore(folder)
    assert list(outcomes) == ["bai-000.txt"] and outcomes["bai-000.txt"].restored
    (named,) = restore_places([hidden[2]], tmp_path, ThisProcess())
    assert named.restored and named.article.name == "b.md"
    assert [source.path for source in find_sources([hidden[1].parent], tmp_path)] == [hidden[1]]


KEPT = {  # what is named, beside which file, and of which one there is a copy
    "project": (["."], "in/bai.txt"),
    "content-and-more": (["in", "content"], "in/bai.txt"),
    "sources-last": (["in/bai.txt", "content/sources"], "in/bai.txt"),
    "sources-first": (["content/sources", "in/bai.txt"], "in/bai.txt"),
    "below": (["content/sources"], "content/sources/sub/bai.txt"),
    "linked": (["content/link", "in/bai.txt"], "in/bai.txt"),
}


@pytest.mark.parametrize(("places", "name"), KEPT.values(), ids=KEPT)
def test_a_kept_copy_is_no_new_source(
    places: list[str], name: str, tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / name, 1)
    sources = tmp_path / "content" / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    (tmp_path / "content" / "link").symlink_to(sources)
    names = []
    for again in (False, True, True):
        outcomes = restore_places([Path(place) for place in places], Path(), ThisProcess())
        assert [outcome.problem for outcome in outcomes if outcome.problem] == []
        assert sum(outcome.restored is not None for outcome in outcomes) == (not again)
        names.append(sorted(path.name for path in (*articles.iterdir(), *sources.glob("*.txt"))))
    assert names[0] == names[1] == names[2] and len(names[0]) == 2


def test_a_copy_that_was_changed_is_another_source(tmp_path: Path) -> None:
    sources = tmp_path / "content" / "sources"
    write(sources / "sub" / "x.txt", 1)
    restore_places([sources], tmp_path, ThisProcess())
    write(sources / "sub" / "x.txt", 2)
    outcomes = restore_places([sources], tmp_path, ThisProcess())
    assert [outcome.problem and problems({"": outcome})[""] for outcome in outcomes] == [None, "same-article"]


def restore_places(places: list[Path], where: Path, workers: Workers, **settings: object) -> list[Outcome]:
    archive = Archive(where / "content", Manner(damage="drop-after-latin1"), **settings)  # type: ignore[arg-type]
    with workers as ready:
        return list(archive.restore_all(find_sources(places, archive.content), ready))


def test_folders_with_files_of_the_same_names_lose_nothing(tmp_path: Path, articles: Path) -> None:
    years = [fill(tmp_path / "2009", 10), tmp_path / "2010"]
    for number in range(10):
        write(years[1] / f"bai-{number:03}.txt", number + 50)
    outcomes = restore_places(years, tmp_path, ThisProcess())
    assert [outcome.source.path.parent for outcome in outcomes if outcome.restored] == [years[0]] * 10
    assert [outcome.source.path.parent for outcome in outcomes if outcome.problem] == [years[1]] * 10
    before = {path: path.read_bytes() for path in articles.iterdir()}
    later = restore(years[1])
    assert set(problems(later).values()) == {"source-changed"} and len(later) == 10
    assert {path: path.read_bytes() for path in articles.iterdir()} == before


@pytest.mark.ci
def test_a_source_that_is_named_twice_is_done_once(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 1)
    again = [folder, folder / "bai-000.txt", folder / ".." / "in"]
    first, *others = restore_places(again, tmp_path, Processes(2))
    outcomes = [first, *others]
    assert sum(outcome.restored is not None for outcome in outcomes) == 1
    assert sum(outcome.kept for outcome in outcomes) == 2


def test_a_changed_source_is_told_and_taken_with_force(tmp_path: Path, articles: Path) -> None:
    folder = fill(tmp_path / "in", 2)
    restore(folder)
    changed, article = write(folder / "bai-001.txt", 77), articles / "bai-001.md"
    before = article.read_bytes()
    assert problems(restore(folder)) == {"bai-001.txt": "source-changed"}
    assert article.read_bytes() == before
    assert restore(folder, force=True)["bai-001.txt"].restored
    assert "năm thứ 77" in article.read_text("utf-8")
    assert (tmp_path / "content" / "sources" / "bai-001.txt").read_bytes() == changed.read_bytes()
    assert all(outcome.kept for outcome in restore(folder).values())


def test_force_never_replaces_a_source_of_another_article(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 1)
    other = write(tmp_path / "content" / "sources" / "bai-000.txt", 5)
    before = other.read_bytes()
    assert problems(restore(folder, force=True)) == {"bai-000.txt": "source-name-taken"}
    assert other.read_bytes() == before


def test_a_source_that_failed_is_tried_again(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 2)
    (folder / "bai-001.txt").write_bytes(b" \n")
    assert problems(restore(folder)) == {"bai-001.txt": "empty-source"}
    assert problems(restore(folder)) == {"bai-001.txt": "empty-source"}
    write(folder / "bai-001.txt", 1)
    again = restore(folder)
    assert again["bai-001.txt"].restored and again["bai-000.txt"].kept


class Slow(ThisProcess):
    """A worker during whose work somebody writes an article of the same name."""

    def __init__(self, article: Path):
        self.article = article

    def submit(self, work: Callable[[A], T], given: A) -> Future[T]:
        done = super().submit(work, given)
        self.article.parent.mkdir(parents=True, exist_ok=True)
        self.article.write_text("---\ntitle: Bài tay\n---\n\nThân bài.\n", "utf-8")
        return done


def test_an_article_that_was_written_meanwhile_is_left_alone(tmp_path: Path, articles: Path) -> None:
    mine = articles / "bai-000.md"
    assert problems(restore(fill(tmp_path / "in", 1), Slow(mine))) == {"bai-000.txt": "article-of-another"}
    assert "Bài tay" in mine.read_text("utf-8")


def interrupt_after(moves: int, patched: pytest.MonkeyPatch) -> None:
    """Let so many files get into their places, and then be Ctrl-C."""
    left = iter(range(moves))

    def replace(path: Path, target: Path) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        put(path, target)

    patched.setattr(os, "replace", replace)


@pytest.mark.parametrize("moves", range(3))  # of three: the copy, the page to review, the article
@pytest.mark.parametrize("replaced", [False, True])
def test_wherever_it_is_interrupted_no_stale_article_counts_as_done(
    replaced: bool, moves: int, tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fill(tmp_path / "in", 1)
    if replaced:
        review(folder)
        write(folder / "bai-000.txt", 9)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        interrupt_after(moves, patched)
        review(folder, force=True)
    assert not [*tmp_path.rglob(".*")], "half a file was left"
    later = review(folder)
    assert problems(later) == ({"bai-000.txt": "source-changed"} if replaced else {})
    assert later["bai-000.txt"].kept is False
    review(folder, force=True)
    assert review(folder)["bai-000.txt"].kept
    assert f"năm thứ {9 if replaced else 0}" in (articles / "bai-000.md").read_text("utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders there")
def test_what_stands_among_the_sources_is_looked_at_before_it_is_read(tmp_path: Path) -> None:
    folder = fill(tmp_path / "content" / "sources", 1)
    os.mkfifo(folder / "ong.txt")
    with (folder / "lon.txt").open("wb") as large:
        large.truncate(10_000_000_000)
    outcomes = restore_places([folder], tmp_path, ThisProcess())
    assert problems({outcome.source.file: outcome for outcome in outcomes}) == {
        "ong.txt": "no-plain-file", "lon.txt": "source-too-large",
    }  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders there")
def test_a_pipe_in_the_place_of_a_copy_is_not_read(tmp_path: Path) -> None:
    sources = tmp_path / "content" / "sources"
    sources.mkdir(parents=True)
    os.mkfifo(sources / "bai-000.txt")
    assert problems(restore(fill(tmp_path / "in", 1))) == {"bai-000.txt": "source-name-taken"}


def test_a_name_that_no_header_may_have_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    skip_unnameable("hai\\ba.txt")
    write(folder / "-".join(["bai"] * 25) / "-".join(["so"] * 25) / "mot.txt", 1)
    write(folder / "hai\\ba.txt", 1)
    assert list(problems(restore(folder)).values()) == ["source-name", "source-name"]


def test_an_article_is_no_source(tmp_path: Path, articles: Path) -> None:
    restore(fill(tmp_path / "in", 1))
    article = articles / "bai-000.md"
    before = article.read_bytes()
    (outcome,) = restore_places([article], tmp_path, ThisProcess(), force=True)
    assert problems({"": outcome}) == {"": "source-is-article"} and article.read_bytes() == before


NAMES = (
    *("l'an 'x'.txt", "'x' a: b.txt", "#'a.txt", "#\"'a.txt", '"a".txt', "a: b # c.txt"),
    *("so " * 38 + ".txt", "2010.txt", "- a.txt", "a\u0301.txt"),
)


@pytest.mark.parametrize("name", NAMES)
def test_an_article_is_known_by_its_source_whatever_its_name(name: str, tmp_path: Path) -> None:
    skip_unnameable(name)
    write(tmp_path / "in" / name, 1)
    assert [outcome.kept for outcome in restore(tmp_path / "in").values()] == [False]
    assert [outcome.kept for outcome in restore(tmp_path / "in").values()] == [True]


TOUCHED = {
    "byte-order-mark": ("bai.txt", "---\ntitle", "\ufeff---\ntitle"),
    "line-ends": ("bai.txt", "\n", "\r\n"),
    "comment": ("bai.txt", "file: bai.txt", "file: bai.txt  # bản gốc"),
    "double-quotes": ("bai.txt", "file: bai.txt", 'file: "bai.txt"'),
    "flow": ("bai.txt", "source:\n", 'source: {"file": bai.txt}\nrest:\n'),
    "key-in-quotes": ("bai.txt", "  file: ", '  "file" :   '),
    "other-order": ("bai.txt", "source:\n", "source:\n  note: Chép tay\n"),
    "next-line": ("a\x85b.txt", "title: ", "title: Mới "),
    "line-separator": ("a\u2028b.txt", "title: ", "title: Mới "),
}


@pytest.mark.parametrize(("name", "before", "after"), TOUCHED.values(), ids=TOUCHED)
def test_an_article_that_an_editor_touched_is_known_by_its_source(
    name: str, before: str, after: str, tmp_path: Path, articles: Path
) -> None:
    write(tmp_path / "in" / name, 1)
    restore(tmp_path / "in")
    (article,) = articles.iterdir()
    article.write_bytes(article.read_bytes().replace(before.encode(), after.encode()))
    mine = article.read_bytes()
    assert after.encode() in mine
    assert [outcome.kept for outcome in restore(tmp_path / "in").values()] == [True]
    assert article.read_bytes() == mine


ANOTHERS = {
    "other": "source:\n  file: khac.txt",
    "in-a-note": "source:\n  file: khac.txt\n  note: |\n    source:\n      file: bai-000.txt",
    "under-another-key": "title: |\n  file: bai-000.txt",
    "no-mapping": "source: bai-000.txt",
    "no-text": "source:\n  file: [bai-000.txt]",
    "not-closed": "source:\n---\nfile: bai-000.txt",
}


@pytest.mark.parametrize("header", ANOTHERS.values(), ids=ANOTHERS)
def test_an_article_that_names_another_source_is_not_taken_for_its_own(
    header: str, tmp_path: Path, articles: Path
) -> None:
    articles.mkdir(parents=True)
    (articles / "bai-000.md").write_text(f"---\n{header}\n---\n\nThân bài.\n", "utf-8")
    assert problems(restore(fill(tmp_path / "in", 1))) == {"bai-000.txt": "article-of-another"}


def test_a_header_with_a_slip_is_told_and_not_taken_for_another_s(tmp_path: Path, articles: Path) -> None:
    folder = fill(tmp_path / "in", 2)
    restore(folder)
    mine = articles / "bai-001.md"
    mine.write_text(mine.read_text("utf-8").replace("title: ", "title: Của biên tập: ", 1), "utf-8")
    problem = restore(folder)["bai-001.txt"].problem
    assert isinstance(problem, Problems)
    assert [(error.code, error.path, error.line) for error in problem.errors] == [("yaml-colon", mine, 2)]


APART = "Ba\u0301o.txt"
TOGETHER = "B\u00e1o.txt"


@pytest.mark.parametrize("where", ["in", "content/sources"])
def test_a_name_with_its_letters_apart_is_found_by_the_builder(where: str, tmp_path: Path) -> None:
    write(tmp_path / where / APART, 1)
    for again in (False, True):
        (outcome,) = restore_places([tmp_path / where], tmp_path, ThisProcess())
        assert outcome.problem is None and outcome.kept is again
        assert outcome.source.file == TOGETHER
        assert len(list((tmp_path / "content" / "sources").iterdir())) == 1
        assert read_article(Door(tmp_path / "content").read, "bao", tmp_path / "content").account is not None


def test_an_article_that_names_its_source_with_the_letters_apart_is_its_own(
    tmp_path: Path, articles: Path
) -> None:
    folder = tmp_path / "content" / "sources"
    write(folder / APART, 1)
    restore_places([folder], tmp_path, ThisProcess())
    article = articles / "bao.md"
    article.write_text(article.read_text("utf-8").replace(TOGETHER, APART), "utf-8")
    (outcome,) = restore_places([folder], tmp_path, ThisProcess())
    assert outcome.kept and not outcome.problem


@pytest.mark.skipif(sys.platform == "darwin", reason="the two are one file there")
def test_of_two_names_that_look_alike_none_is_lost(tmp_path: Path, articles: Path) -> None:
    folder = tmp_path / "content" / "sources"
    for number, name in enumerate((APART, TOGETHER)):
        write(folder / name, number)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    (tmp_path / "link").symlink_to(folder)
    for place, force in product((folder, tmp_path / "link"), (False, True)):
        outcomes = restore_places([place], tmp_path, ThisProcess(), force=force)
        assert problems({outcome.source.path.name: outcome for outcome in outcomes}) == {
            APART: "source-name-taken"
        }
        assert {path: path.read_bytes() for path in folder.iterdir()} == before
        assert "năm thứ 1" in (articles / "bao.md").read_text("utf-8")


def test_force_makes_the_page_to_review_anew_as_well(tmp_path: Path) -> None:
    folder, pages = fill(tmp_path / "in", 1), tmp_path / "pages"
    manner = Manner(damage="drop-after-latin1", review="vi")
    for number in (1, 2):
        write(folder / "bai-000.txt", number)
        archive = Archive(tmp_path / "content", manner, force=True, review=pages)
        (outcome,) = archive.restore_all(find_sources([folder], archive.content), ThisProcess())
        assert outcome.page and f"th {number}." in outcome.page.read_text("utf-8")


def review(folder: Path, sure: float = 0.99, **settings: object) -> dict[str, Outcome]:
    manner = Manner(damage="drop-after-latin1", sure=sure, review="vi")
    archive = Archive(folder.parent / "content", manner, review=folder.parent / "pages", **settings)  # type: ignore[arg-type]
    outcomes = archive.restore_all(find_sources([folder], archive.content), ThisProcess())
    return {outcome.source.file: outcome for outcome in outcomes}


def test_of_many_pages_one_that_is_there_is_made_anew_with_its_article_alone(
    tmp_path: Path, articles: Path
) -> None:
    folder = fill(tmp_path / "in", 2)
    review(folder)
    first, second = (tmp_path / "pages" / f"bai-00{number}.html" for number in range(2))
    before = first.read_bytes()
    (articles / "bai-001.md").unlink()
    again = review(folder, sure=1)
    assert again["bai-000.txt"].kept and not again["bai-000.txt"].restored and again["bai-001.txt"].restored
    assert again["bai-001.txt"].page == second and "100%" in second.read_text("utf-8")
    assert first.read_bytes() == before


def test_the_page_of_one_file_is_made_anew_whenever_it_is_asked_for(tmp_path: Path, articles: Path) -> None:
    folder, page = fill(tmp_path / "in", 1), tmp_path / "pages" / "bai-000.html"
    review(folder, resume=False)
    before, article = page.read_bytes(), (articles / "bai-000.md").read_bytes()
    assert review(folder, resume=False)["bai-000.txt"].page == page and page.read_bytes() == before
    assert review(folder, sure=1, resume=False)["bai-000.txt"].page == page and page.read_bytes() != before
    assert (articles / "bai-000.md").read_bytes() == article


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("made", [False, True])
def test_a_file_in_the_place_of_a_page_is_left_and_told(
    made: bool, resume: bool, force: bool, tmp_path: Path, articles: Path
) -> None:
    folder, page = fill(tmp_path / "in", 2), tmp_path / "pages" / "bai-000.html"
    if made:
        restore(folder)
    page.parent.mkdir()
    page.write_text("<!DOCTYPE html><title>Trang của tôi</title>", "utf-8")
    outcomes = review(folder, resume=resume, force=force)
    assert problems(outcomes) == {"bai-000.txt": "page-of-another"}
    assert outcomes["bai-001.txt"].page and "Trang của tôi" in page.read_text("utf-8")
    assert (articles / "bai-000.md").exists() is made
