"""The first seed, restored by the command without help, held against the article restored by hand."""

import re
import shutil
from pathlib import Path

import pytest
from calling import Command

from kyyeu.content.booklet import read_booklet
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.model import Article, Booklet
from kyyeu.pdf.print_edition import Pdf
from kyyeu.rendering.theme import Theme

ROOT = Path(__file__).parents[2]
BY_HAND = "van-phong-tinh-uy-nghe-an"

WRONG: list[tuple[str, str]] = [("cấp", "cập"), ("nhất", "nhật")]


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    """The real content, the first seed's article made by the command in place of the one made by hand."""
    folder = tmp_path_factory.mktemp("seed") / "content"
    shutil.copytree(ROOT / "content", folder)
    done = command("restore", folder / "sources" / "bao-nghe-an.txt", "--content", folder, LANG="en_GB.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    booklet = folder / "booklet.yaml"
    booklet.write_text(booklet.read_text("utf-8").replace(BY_HAND, "bao-nghe-an"), "utf-8")
    return folder


@pytest.fixture(scope="module")
def made(content: Path) -> Article:
    return next(article for article in read_booklet(content).articles if article.slug == "bao-nghe-an")


def words(article: Article) -> list[str]:
    text = " ".join([article.title, *(block.text for block in article.blocks), article.author])
    return re.sub("[“”]", '"', text).split()  # by hand the quotation marks were emended as well


def test_the_readings_it_gets_wrong_are_these(made: Article, real: Booklet) -> None:
    truth = next(article for article in real.articles if article.slug == BY_HAND)
    assert len(words(made)) == len(words(truth))
    differing = [pair for pair in zip(words(made), words(truth), strict=True) if pair[0] != pair[1]]
    assert differing == WRONG


def test_every_lost_letter_is_accounted_for(made: Article) -> None:
    assert made.account is not None
    assert (made.account.restored, made.account.damage) == (500, "drop-after-latin1")


def test_header_and_picture_are_found(made: Article) -> None:
    assert (made.author, made.publication) == ("Phan Thanh Đoài", "Baonghean.vn")
    assert [block.text for block in made.blocks if block.part == "caption"] == [
        "Đảng bộ Văn phòng Tỉnh ủy Đại hội nhiệm kỳ 2010 - 2015"
    ]


def test_a_wrong_reading_is_never_called_certain(made: Article) -> None:
    assert made.account is not None
    doubtful = {entry.reading for entry in made.account.uncertain}
    assert all(any(read.strip(".,;:") in reading.split() for reading in doubtful) for read, _ in WRONG)


@pytest.mark.ci
def test_it_builds_into_a_booklet(content: Path, theme: Theme) -> None:
    booklet = read_booklet(content)
    pdf = make_pdf(booklet, theme, content)
    assert isinstance(pdf, Pdf) and pdf.pages > 8
    assert make_epub(booklet, theme, content).startswith(b"PK")


def test_the_second_seed_comes_back_as_it_was_made_by_hand(content: Path, command: Command) -> None:
    done = command("restore", content / "sources" / "bao-bac-ninh-2017.txt", "--content", content)
    assert done.returncode == 0
    made = (content / "articles" / "bao-bac-ninh-2017.md").read_text("utf-8").split("---\n")[2]
    by_hand = (ROOT / "content" / "articles" / "van-phong-tinh-uy-bac-ninh.md").read_text("utf-8")
    assert made.split() == by_hand.split("---\n")[2].replace("“Tuyệt", "‘’Tuyệt").split()
