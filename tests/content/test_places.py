"""Whatever mistakes are made at whatever places of a long article, each is told once, with its line."""

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from kyyeu.content.articles import read_article
from kyyeu.content.booklet import read_booklet
from kyyeu.content.door import NotThere
from kyyeu.errors import Problems

FOLDER = Path("content")
Found = list[tuple[str, int | None]]


def png() -> bytes:
    written = io.BytesIO()
    Image.new("1", (2, 2)).save(written, "PNG")
    return written.getvalue()


PNG = png()


@dataclass
class Written:
    """An article's lines, the source's, and the mistakes that can be made, each on its line."""

    lines: list[str]
    source: list[str]
    slips: list[tuple[int, str, str, str]]

    def add(self, line: str, source: str = "", *slips: tuple[str, str, str]) -> None:
        """One more line; a slip: the words to replace, those in their stead, and the code that tells it."""
        self.lines.append(line)
        self.source += [source] if source else []
        self.slips += [(len(self.lines), *slip) for slip in slips]


def write(parts: list[tuple[str, int]]) -> Written:
    """An article with those parts in its body: kinds, each with how many blank lines come before it."""
    article = Written([], [], [])
    numbered = {kind: [n for n, part in enumerate(parts) if part[0] == kind] for kind, _ in parts}
    article.add("---")
    article.add("title: Nhan đề", "Nhan đề", ("Nhan", "Nhãn", "header-missing"))
    article.add("source:")
    article.add("  file: nguon.txt")
    article.add("  furniture:")
    for n in range(len(parts)):
        article.add(f"    - {{line: Trang {n}}}", f"Trang {n}", ("Trang", "Tràng", "furniture-missing"))
    article.add("  emendations:" if "emended" in numbered else "# không sửa")
    for n in numbered.get("emended", ()):
        article.add(f"    - source: gốc{n}x")
        article.add(f"      text: sửa{n}x", "", ("sửa", "sữa", "emendation-missing"))
        article.add("      reason: Gõ nhầm.")
    article.add("  uncertain:" if "uncertain" in numbered else "# không ngờ")
    for n in numbered.get("uncertain", ()):
        in_text = [("mờ", "mở", "reading-misplaced")] * (n % 2)  # one an entry: the one hides the other
        in_reading = [("mờ", "mớ", "reading-misplaced")] * (1 - n % 2)
        article.add(f"    - text: mờ{n}x chữ", "", *in_text)
        article.add(f"      reading: mờ{n}x", "", *in_reading)
        article.add("      or: [rõ]")
        article.add("      reason: Bản in mờ.")
    article.add("---")
    for n, (kind, blank) in enumerate(parts):
        for _ in range(blank):
            article.add("")
        write_part(article, kind, n)
        article.add("")
    return article


def write_part(article: Written, kind: str, n: int) -> None:
    differs, more = (f"chữ{n}x", f"chử{n}x", "text-differs"), (f"chữ{n}x", f"thêm chữ{n}x", "text-differs")
    match kind:
        case "emended":
            article.add(f"Đã sửa{n}x và chữ{n}x", f"Đã gốc{n}x và chữ{n}x", differs, more)
            article.add(
                f"xuống *dòng{n}x* cuối.", f"xuống dòng{n}x cuối.", (f"dòng{n}x", "lạ", "text-differs")
            )
        case "uncertain":
            article.add(f"- Một mờ{n}x chữ và chữ{n}x", f"Một mờ{n}x chữ và chữ{n}x", differs)
        case "picture":
            missing = ("images/co.png", "images/mat.png", "file-missing")
            outside = ("images/co.png", "ảnh/co.png", "picture-place")
            article.add(f"![Ảnh chữ{n}x](images/co.png)", f"Ảnh chữ{n}x", differs, missing, outside)
        case "bare picture":
            bare = (f"Ảnh chữ{n}x", "", "picture-caption")
            article.add(f"![Ảnh chữ{n}x](images/co.png)", f"Ảnh chữ{n}x", bare)
        case "table":
            article.add(f"| Cột{n}x | chữ{n}x |", f"Cột{n}x chữ{n}x", differs, more)
            article.add("| --- | --- |")
            article.add(f"| ô{n}x | ô{n}y |", f"ô{n}x ô{n}y", (f"ô{n}y", "lạ", "text-differs"))
        case "note":
            missing = ("images/co.png", "images/mat.png", "file-missing")
            article.add(
                f"Có chú{n}x thích[^bt{n}].", f"Có chú{n}x thích.", (f"chú{n}x", "lạ", "text-differs")
            )
            article.add("")
            article.add(f"[^bt{n}]: Lời ![ảnh](images/co.png) của người biên tập.", "", missing)
        case _:
            article.add("<div>")
            article.add(f"<p>Trong chữ{n}x</p><p>và</p>", f"Trong chữ{n}x và", differs)
            article.add("<img alt='Dấu' src='images/co.png'>", "", ("co.png", "mat.png", "file-missing"))
            article.add("</div>")


KINDS = ["emended", "uncertain", "picture", "bare picture", "table", "note", "html"]
PARTS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 2)), min_size=3, max_size=25)


def read(article: Written) -> Found:
    """What is told of the article, which is in no folder."""
    text, source = "\n".join(article.lines), "\n".join(article.source)
    files = {"articles/bai.md": text.encode(), "sources/nguon.txt": source.encode(), "images/co.png": PNG}

    def give(name: str) -> bytes:
        if name not in files:
            raise NotThere("file-missing", FOLDER / name, name=name, there="–")
        return files[name]

    try:
        read_article(give, "bai", FOLDER)
    except Problems as problems:
        assert {error.path for error in problems.errors} == {FOLDER / "articles" / "bai.md"}
        return [(error.code, error.line) for error in problems.errors]
    return []


@given(PARTS)
def test_a_sound_article_is_told_nothing(parts: list[tuple[str, int]]) -> None:
    assert read(write(parts)) == []


@given(PARTS, st.data(), st.integers(1, 3))
def test_each_mistake_is_told_once_with_its_line(
    parts: list[tuple[str, int]], data: st.DataObject, count: int
) -> None:
    article = write(parts)
    slips = data.draw(
        st.lists(st.sampled_from(article.slips), min_size=1, max_size=count, unique_by=lambda slip: slip[0])
    )
    for line, old, new, _ in slips:
        assert old in article.lines[line - 1]
        article.lines[line - 1] = article.lines[line - 1].replace(old, new)
    assert sorted(read(article)) == sorted((code, line) for line, _, _, code in slips)


@settings(max_examples=settings().max_examples // 5)  # each proves an article of 300 paragraphs
@given(st.integers(0, 298), st.booleans())
@example(298, True)
def test_of_paragraphs_that_are_alike_one_too_many_or_too_few_is_told_once(place: int, lacks: bool) -> None:
    article = Written([], [], [])
    for line in ("---", "title: Nhan đề", "source: {file: nguon.txt}", "---"):
        article.add(line, "Nhan đề" if line.startswith("title") else "")
    for number in range(300):
        said = f"Điểm {number} của danh sách gồm đồng chí số {number}."
        article.add("")
        article.add(said, said)
    kept = article.lines if lacks else article.source
    del kept[5 + 2 * place if lacks else 1 + place]
    assert read(article) == [("text-differs", 6 + 2 * place + lacks)]


@pytest.mark.parametrize("gap", ["", "\n", "\n# ghi chú\n"])
@given(data=st.data())
def test_each_mistake_of_the_listing_is_told_with_its_line(
    gap: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("content")
    slugs = [f"bai-{n}" for n in range(12)]
    lost = data.draw(st.sets(st.sampled_from(slugs), max_size=2))
    twice = data.draw(st.sampled_from(slugs))
    (folder / "articles").mkdir()
    for slug in set(slugs) - lost:
        (folder / "articles" / f"{slug}.md").write_text("---\ntitle: a\n---\nb", "utf-8")
    head = ["title: bai-1", "slug: bai-2", "office: bai-3", "issued: 2026-01-02", "articles:"]
    head.insert(2, "occasion: {name: bai-4, founded: 2000-01-01, year: 2026}")
    listed = [*slugs, twice]
    written = "\n".join([*head, *(f"  - {slug}{gap}" for slug in listed)])
    (folder / "booklet.yaml").write_text(written, "utf-8")
    lines = [n for n, line in enumerate(written.split("\n"), 1) if line.startswith("  - ")]
    wanted = [("file-missing", lines[slugs.index(slug)]) for slug in lost] + [("article-twice", lines[-1])]
    with pytest.raises(Problems) as raised:
        read_booklet(folder)
    assert sorted((error.code, error.line) for error in raised.value.errors) == sorted(wanted)
