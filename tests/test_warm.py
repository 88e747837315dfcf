"""What is remembered makes no other book: not of the same content, nor of one that was changed."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from kyyeu.cache import NOWHERE, Store
from kyyeu.content.booklet import read_booklet
from kyyeu.errors import Problems
from kyyeu.galley.copy import Galley
from kyyeu.making import print_run
from kyyeu.making.print_run import make_pdf
from kyyeu.making.say import Say
from kyyeu.model import Booklet
from kyyeu.pipeline import build, build_galley
from kyyeu.processes import apart, each
from kyyeu.rendering.theme import Theme

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"


def make(content: Path, store: Store = NOWHERE, templates: Path = TEMPLATES) -> list[bytes]:
    return [made.data for made in build(content, templates, content.parent / "out", store=store)]


def entries(store: Path) -> Iterator[Path]:
    return (path for path in store.rglob("*") if path.is_file())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def write(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(content: Path) -> None:
        text = (content / name).read_text("utf-8")
        assert old in text
        (content / name).write_text(text.replace(old, new), "utf-8")

    return change


def draw_wider(content: Path) -> None:
    with Image.open(content / "images" / "cham.png") as image:
        image.resize((image.width * 2, image.height)).save(content / "images" / "cham.png")


def drop_one(content: Path) -> None:
    listing = (content / "booklet.yaml").read_text("utf-8")
    (content / "booklet.yaml").write_text(listing.replace("mot, ", "").replace(", mot", ""), "utf-8")


CHANGES = {
    "a word": write("articles/hai.md", "Bài", "Bàn"),
    "a title": write("articles/hai.md", 'title: "', 'title: "Nay '),
    "the book's title": write("booklet.yaml", "title: ", "title: Nay "),
    "the order": write("booklet.yaml", "[mot, hai]", "[hai, mot]"),
    "one less": drop_one,
    "a word of a text": write("articles/hai.md", "này", "kia"),
    "the foreword": write("foreword.md", "title: ", "title: Nay "),
    "no foreword": write("booklet.yaml", "foreword: foreword.md", ""),
    "the page": write("booklet.yaml", "[80, 110]", "[90, 120]"),
    "the day": write("booklet.yaml", "2026-01-02", "2026-01-03"),
    "a picture's size": draw_wider,
}


@pytest.fixture
def pictured(tiny: Path) -> Path:
    text = (tiny / "articles" / "hai.md").read_text("utf-8")
    (tiny / "articles" / "hai.md").write_text(f"{text}\n\n![Chấm](images/cham.png)\n", "utf-8")
    return tiny


@pytest.mark.parametrize("at_hand", [0, pytest.param(10_000_000, marks=pytest.mark.ci)])
@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.long)])
def test_nothing_that_is_remembered_shows_in_a_changed_book(
    every: int, at_hand: int, pictured: Path, tmp_path: Path
) -> None:
    store = Store(tmp_path / "store", at_hand=at_hand)
    made = [make(pictured, store)]
    for name in [*CHANGES][::every]:
        CHANGES[name](pictured)
        made.append(make(pictured, store))
    assert made[-1] == make(pictured) and len({pdf for pdf, _ in made}) == len(made)


@pytest.mark.long
@pytest.mark.parametrize("name", CHANGES)
def test_no_single_change_is_missed(name: str, pictured: Path, store: Store) -> None:
    before = make(pictured, store)
    CHANGES[name](pictured)
    assert make(pictured, store) == make(pictured) != before


def test_nothing_is_laid_out_again_where_nothing_changed(pictured: Path, store: Store) -> None:
    stages = list[str]()

    def say(stage: str, **facts: object) -> None:
        stages.append(stage)

    theme, content = Theme(TEMPLATES), pictured
    for _ in range(2):
        stages.clear()
        made = make_pdf(read_booklet(content), theme, content, store, say)
    assert stages == [] and made.pages


def test_what_began_on_the_left_is_laid_out_there_at_once(tiny: Path, store: Store) -> None:
    theme, laid = Theme(TEMPLATES), list[object]()

    def say(stage: str, **facts: object) -> None:
        laid.append(facts.get("name"))

    for _ in range(2):
        laid.clear()
        with (tiny / "articles" / "hai.md").open("a", encoding="utf-8") as article:
            article.write("\nThêm.\n")
        make_pdf(read_booklet(tiny), theme, tiny, store, say)
    assert len(laid) == len({*laid}) > 1


@pytest.mark.ci
def test_the_other_book_is_begun_before_a_few_sections_are_laid_out(tiny: Path, store: Store) -> None:
    """Not before many are, nor before one with a picture, which may have to be made ready for both."""
    article = tiny / "articles" / "hai.md"

    def make_after(words: str) -> list[str]:
        began = list[str]()

        def say(stage: str, **facts: object) -> None:
            began.append(stage)

        with article.open("a", encoding="utf-8") as opened:
            opened.write(f"\n{words}\n")
        make_pdf(read_booklet(tiny), Theme(TEMPLATES), tiny, store, say, set_up=lambda: began.append("other"))
        return [stage for stage in began if stage in ("other", "laying-out-section")]

    for words, place in {"Một.": -1, "Hai.": 0, "![Ba](images/cham.png)": -1, "Bốn.": -1}.items():
        began = make_after(words)
        assert len(began) > 1 and began.index("other") == range(len(began))[place]
        assert began.count("other") == 1


def test_a_changed_source_is_proved_anew(tiny: Path, store: Store) -> None:
    source = tiny / "sources" / "mot.txt"
    make(tiny, store)
    source.write_text(source.read_text("utf-8").replace("n", "m"), "utf-8")
    with pytest.raises(Problems):
        make(tiny, store)


@pytest.mark.long
def test_another_design_makes_another_book(tiny: Path, store: Store) -> None:
    plain, theme = make(tiny, store), tiny.parent / "theme"
    theme.mkdir()
    (theme / "theme.toml").write_text(f'extends = "{TEMPLATES}"\n[colours]\naccent = "#14178a"\n', "utf-8")
    assert make(tiny, store, theme) == make(tiny, templates=theme) != plain


@pytest.mark.ci
def test_an_entry_that_was_spoilt_is_made_anew(tiny: Path, store: Store, tmp_path: Path) -> None:
    sound = make(tiny, store)
    for place, path in enumerate(sorted(entries(tmp_path / "store"))):
        data = path.read_bytes()
        path.write_bytes([b"", data[:-1], data[:-1] + bytes([data[-1] ^ 1])][place % 3])
    assert make(tiny, store) == sound == make(tiny, store)


@pytest.mark.ci
def test_a_galley_is_laid_out_once_and_again_where_a_word_has_changed(
    tiny: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid, lay_out = list[Path](), print_run.lay_out_galley

    def count(booklet: Booklet, theme: Theme, content: Path, store: Store, say: Say) -> Galley:
        laid.append(content)
        return lay_out(booklet, theme, content, store, say)

    monkeypatch.setattr(print_run, "lay_out_galley", count)

    def make() -> tuple[bytes, int]:
        (made,) = build_galley(tiny, TEMPLATES, tiny.parent / "out", store=store)
        return made.data, made.pages

    first = make()
    assert make() == first and len(laid) == 1
    CHANGES["a word"](tiny)
    assert make() != first and len(laid) == 2


@pytest.mark.long
def test_any_part_may_be_lost(tiny: Path, store: Store, tmp_path: Path) -> None:
    sound = make(tiny, store)
    kept = sorted(entries(tmp_path / "store"))
    for start in range(3):
        for path in kept[start::3]:
            path.unlink(missing_ok=True)
        assert make(tiny, store) == sound


@pytest.mark.ci
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the tests' own process has threads
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied there")
def test_any_number_of_processes_make_the_same_bytes(monkeypatch: pytest.MonkeyPatch, tiny: Path) -> None:
    alone = make(tiny)
    for module in (apart, each):
        monkeypatch.setattr(module, "can_be_copied", lambda: True)
    for count in (1, 3):
        monkeypatch.setattr(each, "count_cores", lambda count=count: count)
        assert make(tiny) == alone, count
