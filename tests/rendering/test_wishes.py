"""The themes that come with the program, and what an editor may choose of one."""

import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from calling import Command
from checking import check_epub
from hypothesis import given
from hypothesis import strategies as st
from kinds import write_samples
from PIL import Image
from sampling import thinned

from kyyeu.cache import Store
from kyyeu.checks.validators import check_pdf
from kyyeu.content.booklet import read_booklet
from kyyeu.errors import KyyeuError, Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.materials import supply_of
from kyyeu.making.print_run import make_pdf
from kyyeu.model import NO_WISHES, Wishes
from kyyeu.pdf.press import lay_out
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.faces import find_coverage
from kyyeu.rendering.layers import find_offered
from kyyeu.rendering.sections import compose
from kyyeu.rendering.shipped import LOTUS, find_shipped_theme, name_shipped_themes
from kyyeu.rendering.theme import Theme
from kyyeu.rendering.tints import LEAST_CONTRAST, find_contrast, parse_rgb
from kyyeu.rendering.wishes import OFFERS, settle_values

pytestmark = pytest.mark.usefixtures("standing")

NAMES = name_shipped_themes()
HERE = Path("booklet.yaml")
VIETNAMESE = {chr(code) for code in range(0x1EA0, 0x1EFA)} | set(
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư₫"
)
ACCENTS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def open_theme(name: str, look: Wishes = NO_WISHES, store: Store | None = None) -> Theme:
    folder = find_shipped_theme(name)
    return Theme(folder, store, look, HERE) if store else Theme(folder, look=look, asked_in=HERE)


def value_of(name: str, look: Wishes, *key: str) -> str:
    return settle_values(open_theme(name, look).layers, look, HERE)[key]


def offered(name: str, entry: str) -> list[str]:
    return [*find_offered(open_theme(name).layers, OFFERS[entry])]


def refused(make: Callable[[], object]) -> list[KyyeuError]:
    with pytest.raises((KyyeuError, Problems)) as raised:
        make()
    match raised.value:
        case Problems() as problems:
            return list(problems.errors)
        case KyyeuError() as error:
            return [error]
    raise AssertionError


def choose(content: Path, look: str) -> int:
    """The line of booklet.yaml on which the look stands."""
    path = content / "booklet.yaml"
    text = path.read_text("utf-8").rstrip("\n") + f"\nlook: {look}\n"
    path.write_text(text, "utf-8")
    return text.count("\n")


def _choose(entry: str, choice: str) -> Wishes:
    return Wishes(ornament=choice) if entry == "ornament" else Wishes(faces=choice)


def test_there_are_three_themes() -> None:
    assert NAMES == (LOTUS, "gallery", "office")


@pytest.mark.ci
@pytest.mark.parametrize("name", thinned(NAMES[1:], 2))
def test_each_makes_both_books_and_neither_validator_finds_anything(
    name: str, tiny: Path, tmp_path: Path
) -> None:
    booklet, theme = read_booklet(tiny), open_theme(name)
    pdf = make_pdf(booklet, theme, tiny)  # which reads it back
    epub = make_epub(booklet, theme, tiny)
    assert [*check_pdf(pdf.data, tmp_path / "one.pdf")] == []
    if shutil.which("java"):
        assert check_epub(epub, tmp_path) == []


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES[1:])
def test_each_has_every_kind(name: str, tmp_path: Path) -> None:
    content, theme = write_samples(tmp_path / "content"), open_theme(name)
    booklet = read_booklet(content).sized(theme.trim)
    pdf = make_pdf(booklet, theme, content)
    assert [*check_pdf(pdf.data, tmp_path / "kinds.pdf")] == []
    assert check_epub(make_epub(booklet, theme, content), tmp_path) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_pair_has_every_vietnamese_letter_in_every_style(name: str) -> None:
    for pair in ["", *offered(name, "faces")]:
        theme, text = (
            open_theme(name, Wishes(faces=pair)),
            value_of(name, Wishes(faces=pair), "faces", "text"),
        )
        for face in theme.faces:
            assert find_coverage([face]) >= VIETNAMESE, face
        assert {("normal", "400"), ("italic", "400"), ("normal", "600"), ("italic", "600")} <= {
            (face.style, face.weight) for face in theme.faces if face.family == text
        }


@pytest.mark.parametrize(("name", "entry"), [*product(NAMES, OFFERS)])
def test_a_choice_changes_what_it_says_and_is_another_book(name: str, entry: str) -> None:
    file = {"ornament": "drawings/mark.svg", "faces": "faces.css"}[entry]
    choices = offered(name, entry)
    themes = [open_theme(name, _choose(entry, choice)) for choice in choices]
    assert len(choices) >= 2
    assert (
        len({theme.read(file) for theme in themes}) == len({theme.digest for theme in themes}) == len(choices)
    )
    assert all(b"var(" not in theme.read(file) for theme in themes)


def test_an_accent_is_the_ground_of_the_cover_and_tints_what_is_mixed_of_it() -> None:
    plain, green = open_theme(LOTUS), open_theme(LOTUS, Wishes(accent="#0b4f3a"))
    assert b"background: #0b4f3a" in green.read("print.css")
    assert plain.read("drawings/lotus.svg") != green.read("drawings/lotus.svg")
    assert plain.digest != green.digest


@given(accent=ACCENTS, name=st.sampled_from(NAMES))
def test_an_accent_can_be_read_or_is_refused_with_one_that_can(accent: str, name: str) -> None:
    look = Wishes(accent=accent, lines=(("accent", 7),))
    try:
        open_theme(name, look)
    except Problems as problems:
        (error,) = problems.errors
        assert (error.code, error.path, error.line) == ("accent-faint", HERE, 7)
        look = Wishes(accent=str(error.facts["offered"]))
    paper, colour = (parse_rgb(value_of(name, look, "colours", key)) for key in ("paper", "accent"))
    assert paper and colour and find_contrast(paper, colour) >= LEAST_CONTRAST


def test_a_theme_s_own_letters_must_be_read_too(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text('extends = "lotus"\n[colours]\ncover-letters = "#a05050"\n', "utf-8")
    (error,) = refused(lambda: Theme(tmp_path))
    assert (error.code, error.line, error.facts["name"]) == ("colour-faint", 3, "cover-letters")


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ('[colours]\nframe = "color-mix(in srgb, var(--colour-acent) 20%, var(--colour-paper))"', "acent"),
        ('[grounds]\nframe = "papier"', "papier"),
        ('[grounds]\nletters = "paper"', "letters"),
    ],
)
def test_a_mixture_or_a_ground_of_no_colour_is_told_with_its_line(row: str, key: str, tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text(f'extends = "lotus"\n{row}\n', "utf-8")
    (tmp_path / "own.css").write_text(
        "/* letters */", "utf-8"
    )  # so that the key is none that nobody asks for
    (error,) = refused(lambda: Theme(tmp_path))
    assert (error.code, error.line, error.facts["key"]) == ("unknown-key", 3, key)


def test_colours_may_be_mixed_of_mixtures_but_not_of_themselves(tmp_path: Path) -> None:
    rows = [f'{one} = "color-mix(in srgb, var(--colour-{of}) 50%, var(--colour-paper))"' for one, of in
            (("rings", "frame"), ("frame", "accent"))]  # fmt: skip
    (tmp_path / "theme.toml").write_text(
        'extends = "lotus"\n[colours]\naccent = "#000"\n' + "\n".join(rows), "utf-8"
    )
    assert b"#c0c0c0" in Theme(tmp_path).read("drawings/lotus.svg")
    in_a_circle = rows[0].replace("frame", "rings")
    (tmp_path / "theme.toml").write_text('extends = "lotus"\n[colours]\n' + in_a_circle, "utf-8")
    (error,) = refused(lambda: Theme(tmp_path))
    assert (error.code, error.line, error.facts["key"]) == ("wrong-form", 3, "colours.rings")


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ("{theme: galery}", "“look.theme” không có “galery”; có thể bạn muốn: gallery"),
        ("{theme: office, ornament: drumm}", "“look.ornament” không có “drumm”; có thể bạn muốn: drum"),
        ("{faces: serifs}", "“look.faces” không có “serifs”; có thể bạn muốn: serif"),
        ('{accent: "#ffd700"}', "màu #ffd700 không đủ tương phản"),
        ("{accent: red}", "“look.accent” phải là một màu viết bằng # và sáu chữ số thập lục"),
    ],
)
def test_what_can_not_be_had_is_told_with_its_line(
    look: str, said: str, tiny: Path, tmp_path: Path, command: Command
) -> None:
    line = choose(tiny, look)
    done = command("--content", tiny, "--out", tmp_path / "out")
    assert done.returncode != 0 and f"booklet.yaml:{line}: {said}" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.long
def test_a_theme_is_named_in_booklet_yaml_or_by_the_command(
    tiny: Path, tmp_path: Path, command: Command
) -> None:
    def made(*names: str) -> bytes:
        assert command("--content", tiny, "--out", tmp_path / "out", "--only", "pdf", *names).returncode == 0
        return (tmp_path / "out" / "tiny.pdf").read_bytes()

    lotus, office = made(), made("--templates", "office")
    assert lotus == made("--templates", LOTUS) != office
    line = choose(tiny, "{theme: office}")
    assert len(made()) != len(lotus)
    done = command("--content", tiny, "--out", tmp_path / "out", "--templates", "gallery")
    assert f"booklet.yaml:{line}: không dùng mẫu trình bày “office”" in done.stderr
    assert (
        "“office”"
        not in command("--content", tiny, "--out", tmp_path / "out", "--templates", "office").stderr
    )
    done = command("--content", tiny, "--templates", "ofice")
    assert done.returncode != 0 and "lotus, gallery, office" in done.stderr


def test_a_theme_s_own_style_sheet_is_asked_for_by_its_documents_alone(tiny: Path, tmp_path: Path) -> None:
    """Whichever theme's templates were compiled first."""
    store, booklet = Store(tmp_path / "store"), read_booklet(tiny)
    section = next(one for one in compose(booklet) if one.article)
    for name in (*NAMES, *NAMES):
        theme = open_theme(name, store=store)
        html = render_print(booklet, theme, section)
        assert ("own.css" in html) == (name != LOTUS)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_as_high_as_may_be_has_its_caption_on_its_page(name: str, tiny: Path) -> None:
    """On pages of the theme's own size: a caption of two lines below a picture that is higher than wide."""
    path, theme = tiny / "booklet.yaml", open_theme(name)
    path.write_text(path.read_text("utf-8").replace("page: {trim: [80, 110]}\n", ""), "utf-8")
    Image.new("RGB", (1500, 1600), "grey").save(tiny / "images" / "cao.jpg")
    caption = "Lời chú thích dài đủ hai dòng của một tấm ảnh rất cao " * 3
    (tiny / "articles" / "hai.md").write_text(
        f"---\ntitle: Hai\n---\n\nMột dòng.\n\n![{caption.strip()}](images/cao.jpg)\n", "utf-8"
    )
    booklet = read_booklet(tiny).sized(theme.trim)
    section = next(one for one in compose(booklet) if one.article and one.article.slug == "hai")
    laid = lay_out(render_print(booklet, theme, section), supply_of(booklet, theme, tiny))
    pages = {piece.page for piece in laid.pieces() if "tấm ảnh" in " ".join(piece.text.split())}
    assert pages == {placed.page for placed in laid.pictures()}
