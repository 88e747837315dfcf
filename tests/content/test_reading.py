"""An article is a function of what it read, and it says what that was."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.content.articles import read_article
from kyyeu.content.booklet import read_booklet
from kyyeu.content.door import Door, Misnamed, NotThere
from kyyeu.errors import ContentError, Problems
from kyyeu.model import Article, Asked, Booklet
from kyyeu.processes import apart, each

TINY = Path(__file__).parents[1] / "tiny"
FILES = {path.relative_to(TINY).as_posix(): path.read_bytes() for path in TINY.rglob("*.*")}
SLUGS = ["mot", "hai"]
CHANGES = st.dictionaries(
    st.sampled_from([*FILES, "images/mat.jpg", "articles/ba.md", "images/moi.png"]),
    st.none() | st.sampled_from([*FILES.values()]) | st.binary(max_size=20),
    max_size=3,
)


def article_of(files: Mapping[str, bytes | None], slug: str) -> Article:
    """The article, from files in memory; None is a file that is not there."""

    def read(name: str) -> bytes:
        data = files.get(name)
        if data is None:
            raise NotThere("file-missing", Path(name), name=name, there="–")
        return data

    return read_article(read, slug, Path("content"))


def holds(asked: Asked, files: Mapping[str, bytes | None]) -> bool:
    """Whether the file still is what it was when it was asked for."""
    data = files.get(asked.name)
    return asked == (
        Asked(asked.name, "", 0)
        if data is None
        else Asked(asked.name, hashlib.sha256(data).hexdigest(), len(data))
    )


@given(CHANGES, st.sampled_from(SLUGS))
def test_it_is_the_same_exactly_as_long_as_what_it_read_is(
    changes: dict[str, bytes | None], slug: str
) -> None:
    before, files = article_of(FILES, slug), FILES | changes
    same = all(holds(asked, files) for asked in before.reads)
    try:
        assert (article_of(files, slug) == before) is same
    except (ContentError, Problems):
        assert not same


def test_a_picture_that_is_called_again_is_read_once() -> None:
    text = FILES["articles/mot.md"].decode()
    files, asked = FILES | {"articles/mot.md": (text + text[text.index("![") :]).encode()}, list[str]()

    def read(name: str) -> bytes:
        asked.append(name)
        return files[name]

    with pytest.raises((ContentError, Problems)):  # the words after the picture are not in the source
        read_article(read, "mot", Path("content"))
    assert asked == ["articles/mot.md", "images/cham.png", "sources/mot.txt"]


@pytest.mark.parametrize("slug", SLUGS)
def test_it_tells_what_it_asked_for_in_vain(slug: str) -> None:
    lost = {"mot": [], "hai": [Asked("images/mat.jpg", "", 0)]}
    assert [asked for asked in article_of(FILES, slug).reads if not asked.digest] == lost[slug]


def test_a_lost_picture_that_comes_to_light_makes_another_article() -> None:
    found = article_of(FILES | {"images/mat.jpg": FILES["images/cham.png"]}, "hai")
    assert found != article_of(FILES, "hai")
    assert [image.file for image in found.images] == ["images/mat.jpg"]


def test_the_booklet_read_all_that_its_texts_read(small: Booklet) -> None:
    assert small.foreword
    notes = [small.foreword.reads, *(article.reads for article in small.articles)]
    read = {asked for note in notes for asked in note}
    assert {asked.name for asked in set(small.reads) - read} == {"booklet.yaml"}
    assert read < {*small.reads} and len({*small.reads}) == len(small.reads)


def test_its_digest_is_that_of_every_file_that_was_read(small: Booklet) -> None:
    found = {asked.name for asked in small.reads if asked.digest}
    listing = "".join(f"{name}\0{hashlib.sha256(FILES[name]).hexdigest()}\n" for name in sorted(found))
    assert small.digest == hashlib.sha256(listing.encode()).hexdigest()
    assert found == set(FILES) - {name for name in FILES if name.startswith("README")}


@pytest.mark.parametrize(
    "name", ["images/mat\0.png", "images/a.**", "images/khong-co/a.png", "articles/hải.md", "khong-co"]
)
def test_what_is_not_there_is_told(name: str) -> None:
    with pytest.raises(NotThere, match="file-missing"):
        Door(TINY).read(name)


@pytest.mark.parametrize("name", ["../conftest.py", "images/../../conftest.py", str(Path(__file__))])
def test_nothing_outside_is_read(name: str) -> None:
    with pytest.raises(Misnamed, match="outside-content"):
        Door(TINY).read(name)


LEADING = {
    "articles/ra.md": "outside-content",  # a file that is elsewhere
    "ngoai/a.md": "outside-content",  # a folder that is
    "articles/trong.md": None,
    "trong/mot.md": None,
}


@pytest.mark.parametrize("name", LEADING)
def test_links_are_followed_beside_files_that_were_read(name: str, tmp_path: Path) -> None:
    content, outside = tmp_path / "content", tmp_path / "ngoai"
    for folder in (content / "articles", outside):
        folder.mkdir(parents=True)
    for path in (content / "articles" / "mot.md", outside / "a.md"):
        path.write_text("Một.", "utf-8")
    (content / "articles" / "ra.md").symlink_to(outside / "a.md")
    (content / "articles" / "trong.md").symlink_to("mot.md")
    (content / "ngoai").symlink_to(outside)
    (content / "trong").symlink_to("articles")
    door = Door(content)
    assert door.read("articles/mot.md") == "Một.".encode()
    if wanted := LEADING[name]:
        with pytest.raises(Misnamed, match=wanted):
            door.read(name)
    else:
        assert door.read(name) == "Một.".encode()


def test_a_booklet_read_twice_is_one_and_the_same(small: Booklet) -> None:
    assert read_booklet(TINY) == small


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied there")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the tests' own process has threads
def test_many_articles_are_alike_whoever_read_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In copies of the process, or in itself; mistakes too."""
    shutil.copytree(TINY, tmp_path / "content")
    folder = tmp_path / "content"
    for number in range(12):
        text = f"---\ntitle: Bài {number}\nauthor: Nguyễn Ấm\ndate: 2020-03-04\n---\nChữ {number}."
        (folder / "articles" / f"bai-{number}.md").write_text(text, "utf-8")
    listed = "".join(f", bai-{number}" for number in range(12))
    entries = (folder / "booklet.yaml").read_text("utf-8").replace("[mot, hai]", f"[mot, hai{listed}]")
    (folder / "booklet.yaml").write_text(entries, "utf-8")
    here = read_booklet(folder)
    for module in (apart, each):
        monkeypatch.setattr(module, "can_be_copied", lambda: True)
    assert len(here.articles) > 12 and read_booklet(folder) == here

    for number in (3, 7):
        (folder / "articles" / f"bai-{number}.md").write_text("---\ntitel: x\n---\nchữ", "utf-8")
    with pytest.raises(Problems) as copied:
        read_booklet(folder)
    monkeypatch.setattr(each, "can_be_copied", lambda: False)
    with pytest.raises(Problems) as alone:
        read_booklet(folder)
    assert [str(one) for one in copied.value.errors] == [str(one) for one in alone.value.errors]
