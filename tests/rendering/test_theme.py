"""A theme speaks for itself: what it extends, asks for and calls its parts, and what it gets wrong."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pypdfium2
import pytest
from checking import check_epub
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from lxml import etree

from kyyeu.cache import Store
from kyyeu.content.booklet import read_booklet
from kyyeu.errors import KyyeuError, Problems, TemplateError
from kyyeu.making.cover import make_cover
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import lay_out_galley, make_pdf, print_galley
from kyyeu.model import Booklet, Run, Wishes
from kyyeu.pdf.print_edition import Pdf
from kyyeu.rendering import sections
from kyyeu.rendering.asking import Asker, gather_files
from kyyeu.rendering.documents import render_documents, render_print
from kyyeu.rendering.layers import find_offered, merge_values, read_layer
from kyyeu.rendering.properties import resolve_style
from kyyeu.rendering.sections import KINDS, Kind, Shown, compose
from kyyeu.rendering.theme import Theme, breakable

pytestmark = pytest.mark.usefixtures("standing")

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "tiny"
SPACE = {"x": "http://www.w3.org/1999/xhtml", "opf": "http://www.idpf.org/2007/opf"}
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="red" d="M0 0h9v9z"/></svg>'


def make_theme(folder: Path, **files: str) -> Theme:
    """A theme that has these files; what its names call ``__`` is a full stop, ``_in_`` a folder."""
    for name, text in files.items():
        path = folder / name.replace("_in_", "/").replace("__", ".").replace("_", "-")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Theme(folder)


def mistakes(caught: pytest.ExceptionInfo[BaseException]) -> list[KyyeuError]:
    error = caught.value
    assert isinstance(error, KyyeuError | Problems)
    return list(error.errors) if isinstance(error, Problems) else [error]


def members(epub: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        return {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist()}


def text_of(pdf: Pdf) -> str:
    with pypdfium2.PdfDocument(pdf.data) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def outline(pdf: Pdf) -> list[str]:
    with pypdfium2.PdfDocument(pdf.data) as document:
        return [mark.get_title() for mark in document.get_toc()]


THANKS = Kind(
    "thanks", "acknowledgments", lambda booklet: [Shown()], role="doc-acknowledgments", in_contents=True,
    landmark="acknowledgments", guide="acknowledgements",
)  # fmt: skip


def test_a_kind_of_section_is_one_row_and_one_template(
    small: Booklet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = '{% set name = "Lời cảm ơn" %}\n<h1 class="heading">{{ name }}</h1>\n<p>Cảm ơn các thế hệ.</p>\n'
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "thanks.html.j2").write_text(part, "utf-8")
    monkeypatch.setattr(sections, "KINDS", (*KINDS[:5], THANKS, *KINDS[5:]))
    theme = Theme(tmp_path)
    pdf = make_pdf(small, theme, TINY)
    assert "Cảm ơn các thế hệ." in text_of(pdf) and outline(pdf)[3] == "Lời cảm ơn"
    files = members(make_epub(small, theme, TINY))
    package, nav, ncx, contents = (
        etree.fromstring(files[name]) for name in ("content.opf", "nav.xhtml", "toc.ncx", "contents.xhtml")
    )
    href = "thanks.xhtml"
    (identifier,) = package.xpath(f"//opf:item[@href='{href}']/@id", namespaces=SPACE)
    assert package.xpath("//opf:itemref/@idref", namespaces=SPACE).index(identifier) == 3
    assert package.xpath("//opf:reference[@type='acknowledgements']/@href", namespaces=SPACE) == [href]
    assert nav.xpath(f"//x:nav[@id='toc']//x:a[@href='{href}']/text()", namespaces=SPACE) == ["Lời cảm ơn"]
    assert len(nav.xpath("//*[@id='landmarks']//*[@*='acknowledgments']")) == 1
    assert ncx.xpath(f"//*[@src='{href}']") and contents.xpath(f"//*[@href='{href}']")
    section = etree.fromstring(files[href]).xpath("//x:section", namespaces=SPACE)[0]
    assert (section.get("role"), section.get("aria-label")) == ("doc-acknowledgments", "Lời cảm ơn")


def test_kinds_of_the_body_stand_in_the_order_of_the_articles(
    real: Booklet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the table's order: a poem may stand between two articles."""
    first, second = real.articles
    rows = {
        article.slug: (lambda booklet, article=article: [Shown(article.title, article)])
        for article in real.articles
    }
    body = [
        Kind(kind, "chapter", rows[slug], "bodymatter")
        for kind, slug in (("poem", second.slug), ("letter", first.slug))
    ]
    others = [kind for kind in KINDS if kind.matter != "bodymatter"]
    monkeypatch.setattr(sections, "KINDS", (*others, *body))
    found = [(section.kind, section.id) for section in compose(real) if section.article]
    assert found == [("letter", first.id), ("poem", second.id)]


def test_contents_at_the_back_are_back_matter(tiny: Path) -> None:
    path = tiny / "booklet.yaml"
    path.write_text(path.read_text("utf-8").replace("110]", "110], contents: back"), "utf-8")
    found = [(section.kind, section.facts.matter) for section in compose(read_booklet(tiny))]
    assert ("contents", "backmatter") in found and ("contents", "frontmatter") not in found


def ten_lines() -> str:
    """The theme that docs/templates.md shows."""
    return str(
        re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "templates.md").read_text("utf-8"), re.DOTALL)[0]
    )


def test_the_ten_lines_of_the_documentation_change_colours_and_trim(tiny: Path, tmp_path: Path) -> None:
    assert len(ten_lines().splitlines()) <= 10
    booklet = tiny / "booklet.yaml"
    booklet.write_text(booklet.read_text("utf-8").replace("page: {trim: [80, 110]}\n", ""), "utf-8")
    theme = make_theme(tmp_path / "theme", theme__toml=ten_lines())
    made = read_booklet(tiny).sized(theme.trim)
    pdf = make_pdf(made, theme, tiny)
    with pypdfium2.PdfDocument(pdf.data) as document:
        size = [round(side / 72 * 25.4) for side in document[0].get_size()]
        ground = document[0].render().to_pil().convert("RGB").getpixel((2, 2))
    assert size == [170, 240]
    files = members(make_epub(made, theme, tiny))
    accent = re.search('accent = "#([0-9a-f]{6})"', ten_lines())
    assert accent and bytes(ground) == bytes.fromhex(accent[1])
    assert all(
        b"var(" not in data for name, data in files.items() if name.endswith((".css", ".svg", ".xhtml"))
    )
    assert files["style.css"] == Theme(ROOT / "templates").read("style.css")


def test_an_editor_s_trim_goes_before_the_theme_s(tiny: Path, tmp_path: Path) -> None:
    theme = make_theme(tmp_path, theme__toml='extends = "lotus"\ntrim = [170, 240]\n')
    page = read_booklet(tiny).sized(theme.trim).page
    assert (page.width, page.height) == (80, 110)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("parts_in_title_page__html__j2", "<p>TỜ ĐẦU</p>", "TỜ ĐẦU"),
        ("parts_in_colophon__html__j2", '{% set name = "Lời cuối" %}<h1>{{ name }}</h1>', "Lời cuối"),
        (
            "prose__j2",
            "{% macro prose(body) %}<p>ĐÃ THAY</p>"
            '{% for run in body if run.kind != "heading" %}{{ run.xhtml | safe }}{% endfor %}{% endmacro %}',
            "ĐÃ THAY",
        ),
    ],
)
def test_a_part_is_replaced_by_a_file_of_its_name(
    name: str, text: str, says: str, small: Booklet, tmp_path: Path
) -> None:
    assert says in text_of(make_pdf(small, make_theme(tmp_path, **{name: text}), TINY))


def test_a_theme_may_extend_one_that_extends_another(tmp_path: Path) -> None:
    make_theme(
        tmp_path / "office", theme__toml='extends = "lotus"\ntrim = [100, 150]\n[colours]\naccent = "navy"\n'
    )
    theme = make_theme(tmp_path / "year", theme__toml='extends = "../office"\n[colours]\nframe = "teal"\n')
    cover = theme.read("print.css").decode()
    assert theme.trim == (100, 150) and "background: navy" in cover and "solid teal" in cover


def test_a_drawing_takes_the_theme_s_colours(tmp_path: Path) -> None:
    theme = make_theme(tmp_path, theme__toml='extends = "lotus"\n[colours]\nrings = "teal"\n')
    assert b'stroke="teal"' in theme.read("drawings/lotus.svg") and b"var(" not in theme.read(
        "drawings/lotus.svg"
    )


@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        ('extends = "lotus"\n[colors]\naccent = "red"\n', "unknown-key", 3, "colours"),
        ('extends = "lotus"\n\n[colours]\nacent = "red"\n', "unknown-key", 4, "accent"),
        ('extend = "lotus"\n', "unknown-key", 1, "extends"),
        ("[head]\nfont = 3\n", "unknown-key", 2, "size"),
        ('extends = "lotos"\n', "no-such-theme", 1, "lotus"),
        ('# none\nextends = "../nowhere"\n', "no-such-theme", 2, "nowhere"),
        ('extends = "./"\n', "theme-in-a-circle", 1, "./"),
        ('[colours]\n# red\naccent = "rot"\n', "wrong-form", 3, "css-colour"),
        ("[colours]\naccent = 3\n", "wrong-form", 2, "css-colour"),
        ('[measures]\ninner = "12 em"\n', "wrong-form", 2, "part-of-width"),
        ('[measures]\ntitle-main = "1.9me"\n', "wrong-form", 2, "css-length"),
        ("trim = [\n  170,\n  24,\n]\n", "wrong-form", 1, "trim-size"),
        ("pair = 3\n", "wrong-form", 1, "text"),
        ('extends = "office"\npair = "sanz"\n', "not-offered", 2, "sans"),
        ('extends = "lotus"\npair = "../pairs/sans"\n', "not-offered", 2, "serif-sans"),
        ("trim = [400, 90]\n", "wrong-form", 1, "trim-size"),
        ('extends = "lotus"\n[faces]\ntext = "Nowhere"\n', "no-such-face", 3, "Source Serif 4"),
        ('[head]\nweight = "thin"\n', "wrong-form", 2, "face-weight"),
        ('[colours]\naccent = "red"\naccent = "blue"\n', "toml-syntax", 3, "accent"),
        ("[colours]\naccent = red\n", "toml-syntax", 2, "red"),
        ("trim = [1, 2\n\n[colours]\n", "toml-syntax", 1, "trim"),
        ("colours = 3\n", "wrong-form", 1, "toml-table"),
        ('[[colours]]\naccent = "red"\n', "wrong-form", 1, "toml-table"),
        ('[measures]\nouter = "50%"\n', "wrong-form", 2, "part-of-width"),
        ('[measures]\ntop = "-1mm"\n', "wrong-form", 2, "part-of-height"),
        ('[measures]\ntype = "0pt"\n', "wrong-form", 2, "type-size"),
        ('[measures]\ntype-growth = "1e300pt"\n', "wrong-form", 2, "type-growth"),
        ('[measures]\ntitle-main = "1e300em"\n', "wrong-form", 2, "css-length"),
        ('[head]\nsize = "0rem"\n', "wrong-form", 2, "part-of-type"),
        ("[head]\nweight = true\n", "wrong-form", 2, "face-weight"),
        ('extends = "../\\u0000"\n', "wrong-form", 1, "text"),
    ],
)
def test_a_mistake_in_the_manifest_is_told_with_its_line(
    text: str, code: str, line: int, says: str, tmp_path: Path
) -> None:
    with pytest.raises((KyyeuError, Problems)) as caught:
        _ = make_theme(tmp_path, theme__toml=text).faces
    (error,) = mistakes(caught)
    assert (error.code, error.path, error.line) == (code, tmp_path / "theme.toml", line)
    assert says in " ".join(map(str, error.facts.values()))


def test_what_was_found_is_told_without_python(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        make_theme(tmp_path, theme__toml='trim = [true, "ấ"]\n[colours]\na = { b = 1979-05-27 }\n')
    assert [error.facts["found"] for error in mistakes(caught)] == ['[true, "ấ"]', '{"b": "1979-05-27"}']


def test_all_mistakes_of_a_manifest_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        make_theme(tmp_path, theme__toml='trim = 3\n[colours]\naccent = "x"\nframe = "y"\n[hed]\nface = ""\n')
    assert [error.line for error in mistakes(caught)] == [1, 3, 4, 6]
    with pytest.raises(Problems) as caught:
        make_theme(tmp_path, theme__toml='pair = "x"\nextends = "lotus"\n[colours]\naccnt = "red"\n')
    assert [(error.code, error.line) for error in mistakes(caught)] == [
        ("not-offered", 1),
        ("unknown-key", 4),
    ]
    with pytest.raises(Problems) as caught:
        make_theme(tmp_path, theme__toml='extends = "lotus"\n[colours]\naccnt = "red"\nframe = "y"\n')
    assert [(error.code, error.line) for error in mistakes(caught)] == [("unknown-key", 3), ("wrong-form", 4)]


def test_a_manifest_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        make_theme(tmp_path, theme__toml='extends = "lotus"\n' + "# dòng\n" * 600)
    assert [error.code for error in caught.value.errors] == ["unreadable"]


def test_a_measure_that_a_template_breaks_lines_by_is_told_where_it_is_given(
    small: Booklet, tmp_path: Path
) -> None:
    theme = make_theme(tmp_path, theme__toml='extends = "lotus"\n[measures]\ntitle-main = "20pt"\n')
    with pytest.raises(TemplateError) as caught:
        render_print(small, theme, *sections.name_sections(small, theme))
    assert (caught.value.code, caught.value.path, caught.value.line) == (
        "wrong-form",
        tmp_path / "theme.toml",
        3,
    )


@pytest.mark.parametrize("sheet", ["print.css", "epub.css"])
@pytest.mark.parametrize(
    "files", [{"SHEET": "SHEET"}, {"SHEET": "a.css", "a.css": "b.css", "b.css": "SHEET"}]
)
def test_style_sheets_that_take_in_each_other_are_told(
    sheet: str, files: dict[str, str], small: Booklet, tmp_path: Path
) -> None:
    for name, taken in files.items():
        (tmp_path / name.replace("SHEET", sheet)).write_text(
            f'\n@import "{taken.replace("SHEET", sheet)}";', "utf-8"
        )
    asker = Asker("x.xhtml", f'<p><link href="{sheet}"/></p>'.encode(), tmp_path)
    with pytest.raises(Problems) as caught:
        gather_files([asker], Theme(tmp_path), ())
    [error] = caught.value.errors
    last = [*files][-1].replace("SHEET", sheet)
    assert (error.code, error.path, error.line) == ("style-in-a-circle", tmp_path / last, 2)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x</script>", '<g onclick="x()"/>', '<a href="javascript:x()"><path d="M0 0h1"/></a>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
        '<path d="M0 0h1"><animate attributeName="x" begin="click"/></path>',
    ],
)  # fmt: skip
def test_a_drawing_that_does_something_is_told_with_its_line(inside: str, tmp_path: Path) -> None:
    drawing = LOGO.replace("<path", f"\n{inside}<path", 1)
    theme = make_theme(tmp_path, drawings_in_lotus__svg=drawing)
    with pytest.raises(Problems) as caught:
        theme.read("drawings/lotus.svg")
    [error] = caught.value.errors
    assert (error.code, error.line) == ("drawing-active", 2)


def test_themes_that_extend_each_other_are_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "theme.toml").write_text('extends = "../b"\n', "utf-8")
    with pytest.raises(KyyeuError, match="theme-in-a-circle"):
        make_theme(tmp_path / "b", theme__toml='extends = "../a"\n')


@pytest.mark.parametrize("extends", ["lotus", "gallery", "office"])
@pytest.mark.parametrize("pair", ["serif", "sans", "serif-sans"])
def test_a_pair_that_a_theme_names_stands_behind_its_own_and_before_what_it_extends(
    extends: str, pair: str, tmp_path: Path
) -> None:
    own = '[faces]\ndisplay = "Source Serif 4"\n'
    theme = make_theme(tmp_path, theme__toml=f'extends = "{extends}"\npair = "{pair}"\n{own}')
    chosen = ROOT / "templates" / "pairs" / pair
    assert theme.read("faces.css") == (chosen / "faces.css").read_bytes()
    values, wanted = merge_values(theme.layers), merge_values((read_layer(chosen),))
    assert values["faces", "text"] == wanted["faces", "text"]
    assert values["head", "size"] == wanted["head", "size"]
    assert values["faces", "display"] == "Source Serif 4"


def test_a_pair_may_be_the_theme_s_own(tmp_path: Path) -> None:
    own = tmp_path / "pairs" / "sans"
    own.mkdir(parents=True)
    (own / "faces.css").write_text("/* of its own */", "utf-8")
    theme = make_theme(tmp_path, theme__toml='extends = "lotus"\npair = "sans"\n')
    assert theme.read("faces.css") == b"/* of its own */"


def test_a_theme_that_stands_alone_says_all_that_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        make_theme(tmp_path, theme__toml='[measures]\ninner = "12%"\n')
    told = {(error.code, error.facts["table"], error.facts["key"]) for error in mistakes(caught)}
    assert ("theme-lacks", "head", "size") in told and ("theme-lacks", "measures", "inner") not in told


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(KyyeuError, match="no-template-folder"):
        Theme(tmp_path / "mistyped")


@pytest.mark.parametrize(
    ("name", "text", "code", "line"),
    [
        ("style__css", "p {}\n/* var(--x) */\nb { color: var(--colour-acent) }", "unknown-property", 3),
        ("style__css", ":root {\n  --mine: 3pt\n}", "property-declared", 2),
        ("drawings_in_mark__svg", LOGO.replace("red", "\nvar(--rings)"), "unknown-property", 2),
        ("drawings_in_mark__svg", "<svg>\n<path>\n</svg>", "broken-drawing", 3),
    ],
)
def test_a_value_that_the_theme_has_not_is_told_with_file_and_line(
    name: str, text: str, code: str, line: int, small: Booklet, tmp_path: Path
) -> None:
    theme = make_theme(tmp_path, **{name: text})
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    with pytest.raises((KyyeuError, Problems)) as caught:
        make_pdf(small, theme, TINY)
    (error,) = mistakes(caught)
    assert (error.code, error.path, error.line) == (code, path, line)


CSS = st.text(st.sampled_from("ab{}:;()/*\"' \n-#.@,1%"), max_size=60)


@given(CSS)
def test_a_style_sheet_that_asks_for_nothing_stays_as_it_is(style: str) -> None:
    asking = re.compile("--+")
    assert resolve_style(asking.sub("-", style), {}, Path()) == asking.sub("-", style)


@given(
    st.lists(st.sampled_from(["a", "b-c"]), min_size=1),
    st.sampled_from(["#8a1417", "1.4em", '"Ế"', "0 9mm 1%"]),
)
def test_every_place_that_asks_gets_the_value(names: list[str], value: str) -> None:
    values = {"--a": value, "--b-c": value}
    style = "".join(f"@media print {{ .{name} {{ x: f(VAR( --{name} ), 0) ! }} }}\n" for name in names)
    filled = "".join(f"@media print {{ .{name} {{ x: f({value}, 0) ! }} }}\n" for name in names)
    assert resolve_style(style, values, Path()) == filled


COLOPHON, STYLE = "parts_in_colophon__html__j2", "style__css"
ASKING = {
    "an image": (COLOPHON, '<p><img alt="" src="logo.png"/></p>', "asked-missing"),
    "an image's other sizes": (COLOPHON, '<img alt="" srcset="drawings/mark.svg, x.png"/>', "asked-missing"),
    "a drawing's part": (COLOPHON, f'{LOGO[:39]}><use href="x.svg#a"/></svg>', "asked-missing"),
    "an element's style": (COLOPHON, '<p style="background: url(x.png)"> </p>', "asked-missing"),
    "a url": (STYLE, "p { background: url(x.png) }", "asked-missing"),
    "a quoted url": (STYLE, "p { background: /* url(a.png) */ URL('drawings/x y.svg') }", "asked-missing"),
    "an import": (STYLE, "@import 'more.css';", "asked-missing"),
    "an import by url": (STYLE, "@import url(more.css) print;", "asked-missing"),
    "a face": (STYLE, '@font-face { font-family: "X"; src: url(x.ttf) }', "asked-missing"),
    "the network": (STYLE, "p { background: url(https://example.org/x.png) }", "asked-outside"),
    "a file outside": (STYLE, "p { background: url(../../x.png) }", "asked-outside"),
    "a file of the system": (STYLE, "p { background: url(file:///etc/passwd) }", "asked-outside"),
    "a film": (STYLE, "p { background: url(x.mp4) }", "asked-kind"),
}  # fmt: skip


@pytest.mark.parametrize("what", ASKING)
@pytest.mark.parametrize("output", ["pdf", "epub"])
def test_what_is_asked_for_and_not_there_is_told_in_both_outputs(
    what: str, output: str, small: Booklet, tmp_path: Path
) -> None:
    name, text, code = ASKING[what]
    theme = make_theme(tmp_path, **{name: f"\n{text}"})
    with pytest.raises((KyyeuError, Problems)) as caught:
        make_pdf(small, theme, TINY) if output == "pdf" else make_epub(small, theme, TINY)
    errors = mistakes(caught)
    assert {error.code for error in errors} == {code}
    if "css" in name:
        assert {(error.path, error.line) for error in errors} == {(tmp_path / "style.css", 2)}
    else:
        document = {"pdf": "print.html", "epub": "colophon.xhtml"}[output]
        assert {(error.path, error.line) for error in errors} == {(tmp_path / "parts/colophon.html.j2", None)}
        assert {str(error.facts["name"]).partition(":")[0] for error in errors} == {document}


def test_what_is_asked_for_gets_into_the_book_with_its_kind(small: Booklet, tmp_path: Path) -> None:
    theme = make_theme(
        tmp_path,
        parts_in_colophon__html__j2=f'<p><img src="drawings/logo.svg" alt="Logo"/></p><div>{LOGO}</div>',
        epub__css='@import "css/house.css"; @namespace url(http://www.w3.org/1999/xhtml);',
        css_in_house__css='@font-face { font-family: Nhà; src: url("../fonts/nha.ttf") }'
        "p { background: url(../a%20b.svg) }",
        drawings_in_logo__svg=LOGO,
        a_b__svg=LOGO,
    )
    (tmp_path / "a-b.svg").rename(tmp_path / "a b.svg")
    (tmp_path / "fonts").mkdir()
    regular = ROOT / "templates" / "fonts" / "source-serif-4" / "SourceSerif4_400Regular.ttf"
    shutil.copy(regular, tmp_path / "fonts" / "nha.ttf")
    files = members(make_epub(small, theme, TINY))
    assert {"drawings/logo.svg", "css/house.css", "fonts/nha.ttf", "a b.svg"} <= set(files)
    assert len(files["fonts/nha.ttf"]) < regular.stat().st_size / 2
    package = etree.fromstring(files["content.opf"])
    kinds = {
        item.get("href"): (item.get("media-type"), item.get("properties"))
        for item in package.iterfind(".//opf:item", SPACE)
    }
    assert "a%20b.svg" in kinds
    assert kinds["drawings/logo.svg"] == ("image/svg+xml", None) and kinds["fonts/nha.ttf"][0] == "font/ttf"
    assert kinds["colophon.xhtml"][1] == "svg" and kinds["imprint.xhtml"][1] is None


FAULTS = {
    "an unknown name": ("\n{{ booklet.titel }}", 2),
    "a division": ("\n\n{{ 1 / 0 }}", 3),
    "a filter that refuses": ('\n{{ "1pt" | ems }}', 2),
    "a wrong type": ('\n{{ 1 + "a" }}', 2),
    "a missing file": ('\n{% include "nowhere.j2" %}', 2),
    "an unknown filter": ("\n{{ 1 | nowhere }}", 2),
    "an open block": ("\n{% if 1 %}", 2),
    "a circle": ('\n{% include "parts/colophon.html.j2" %}', 2),
    "a forbidden word": ("\n{{ booklet.__class__.__mro__ }}", 2),
    "an endless list": ("\n{% for x in range(10 ** 9) %}{% endfor %}", 2),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_template_is_told_with_that_template_s_file_and_line(
    fault: str, small: Booklet, tmp_path: Path
) -> None:
    text, line = FAULTS[fault]
    with pytest.raises(KyyeuError) as caught:
        theme = make_theme(tmp_path, parts_in_colophon__html__j2='{% set name = "Cuối" %}' + text)
        make_pdf(small, theme, TINY)
    (error,) = mistakes(caught)
    assert (error.path, error.line) == (tmp_path / "parts" / "colophon.html.j2", line)
    assert error.exit_status == 3


def test_a_fault_within_a_macro_is_told_where_it_is(small: Booklet, tmp_path: Path) -> None:
    theme = make_theme(
        tmp_path,
        lines__j2="{% macro lines(t, m) %}{% endmacro %}\n{% macro fitted(t, s) %}\n{{ t.x }}{% endmacro %}",
    )
    with pytest.raises(KyyeuError) as caught:
        make_pdf(small, theme, TINY)
    (error,) = mistakes(caught)
    assert (error.path, error.line) == (tmp_path / "lines.j2", 3)


def test_a_mistake_in_the_galley_s_own_style_sheet_is_told_with_its_line(
    small: Booklet, tmp_path: Path
) -> None:
    theme = make_theme(tmp_path, galley__css="p {}\np { color: var(--colour-nowhere) }")
    with pytest.raises(Problems) as caught:
        print_galley(small, theme, TINY)
    assert [(error.path, error.line) for error in mistakes(caught)] == [(tmp_path / "galley.css", 2)]


def test_what_is_no_xml_is_told_with_its_template_and_the_line_of_the_result(
    small: Booklet, tmp_path: Path
) -> None:
    theme = make_theme(tmp_path, parts_in_colophon__html__j2="<p>một</p>\n<p>hai<br></p>\n<p>ba</p>")
    with pytest.raises(KyyeuError) as caught:
        render_documents(small, theme)
    (error,) = mistakes(caught)
    assert (error.code, error.path) == ("template-markup", tmp_path / "parts" / "colophon.html.j2")
    assert error.facts["written"] == "<p>hai<br></p>"


def test_a_part_that_nobody_names_is_told(
    small: Booklet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections, "KINDS", (THANKS, *KINDS))
    for part in ("<p>Kính tặng</p>", '{% set name = " " %}<p>Kính tặng</p>'):
        with pytest.raises(KyyeuError, match="part-unnamed"):
            make_pdf(small, make_theme(tmp_path, parts_in_thanks__html__j2=part), TINY)


def test_files_as_windows_writes_them_are_the_same_theme(tmp_path: Path) -> None:
    """With U+FEFF before the first letter, and endings in capitals."""
    theme = make_theme(
        tmp_path,
        theme__toml='\ufeffextends = "lotus"\n[colours]\naccent = "navy"\n',
        parts_in_colophon__html__j2='\ufeff{% set name = "Cuối" %}{{ name }}',
        house__CSS="\ufeffp { color: var(--colour-accent) }",
        logo__SVG=LOGO.replace("red", "var(--colour-accent)"),
    )
    assert theme.read("house.CSS") == b"p { color: navy }" and b'"navy"' in theme.read("logo.SVG")
    assert theme.name_of("colophon") == theme.render("parts/colophon.html.j2") == "Cuối"


def test_words_within_a_text_are_the_theme_s(tmp_path: Path) -> None:
    labels = (ROOT / "templates" / "labels.j2").read_text("utf-8")
    own = (
        labels.replace('notes = "Chú thích"', 'notes = "Lời chú"')
        .replace('"↑"', '"về"')
        .replace("chỗ có chú thích", "số")
    )
    theme = make_theme(
        tmp_path, labels__j2=own, say__j2='{% from "prose.j2" import prose %}{{ prose(body) }}'
    )
    said = {"markup": "<a>", "notes-label": "", "back-to": "3", "back": "", "words": "&amp;"}
    body = [Run(kind, xhtml, "", -1) for kind, xhtml in said.items()]
    assert theme.render("say.j2", body=body) == "<a>Lời chúTrở lại số 3về&amp;"


@pytest.mark.parametrize(
    "printed",
    [
        "{{ booklet.articles }}",
        "{{ booklet.articles | safe }}",
        "{{ booklet.series }}",
        "{{ booklet.series ~ '' }}",
        "{{ 'a' ~ ('b' ~ booklet.occasion) }}",
        "{{ booklet.articles | join(', ') }}",
        "{{ [booklet] | join(attribute='articles') }}",
        "{{ booklet.occasion | string }}",
        "{{ '%s' | format(booklet.occasion) }}",
    ],
)
def test_a_template_prints_no_python(printed: str, small: Booklet, tmp_path: Path) -> None:
    """A theme made for another version would otherwise fill pages with it."""
    theme = make_theme(tmp_path, parts_in_colophon__html__j2=f"<p>một</p>\n<p>{printed}</p>")
    with pytest.raises(KyyeuError, match="template-syntax") as caught:
        make_pdf(small, theme, TINY)
    assert mistakes(caught)[0].line == 2


@pytest.mark.parametrize(
    "part",
    [
        '<p style="color: var(--colour-accent)">hai</p>',
        "<style>p { margin: calc(1em + var( --measure-inner )) }</style><p>hai</p>",
        LOGO.replace("red", "var(--colour-accent)"),
    ],
)
@pytest.mark.parametrize("make", [make_pdf, lambda booklet, theme, content: None], ids=["print", "epub"])
def test_a_value_that_a_document_asks_for_itself_is_told(
    part: str, make: Callable[..., object], small: Booklet, tmp_path: Path
) -> None:
    """The layout engine draws it black and says nothing; older reading systems do so too."""
    name = "parts/colophon.html.j2"
    theme = make_theme(tmp_path, parts_in_colophon__html__j2=f'{{% set name = "Cuối" %}}\n{part}')
    with pytest.raises(Problems) as caught:
        make(small, theme, TINY)
        make_epub(small, theme, TINY)
    assert [(error.code, error.path) for error in mistakes(caught)] == [("asked-value", tmp_path / name)]


def test_a_font_that_is_cut_off_is_told(small: Booklet, tmp_path: Path) -> None:
    regular = ROOT / "templates" / "fonts" / "source-serif-4" / "SourceSerif4_400Regular.ttf"
    theme = make_theme(tmp_path, style__css='@font-face { font-family: Cụt; src: url("cut.ttf") }')
    (tmp_path / "cut.ttf").write_bytes(regular.read_bytes()[:5000])
    with pytest.raises(KyyeuError, match="broken-face") as caught:
        make_epub(small, theme, TINY)
    assert mistakes(caught)[0].facts["name"] == "cut.ttf"


@pytest.mark.parametrize(
    ("template", "make"),
    [
        ("print.html.j2", make_pdf),
        ("print.html.j2", lay_out_galley),
        ("galley.html.j2", print_galley),
        ("epub-cover.html.j2", make_cover),
    ],
)
def test_a_theme_without_faces_is_told_and_crashes_nothing(
    small: Booklet, tmp_path: Path, template: str, make: Callable[[Booklet, Theme, Path], object]
) -> None:
    shipped = (ROOT / "templates" / template).read_text("utf-8")
    (tmp_path / template).write_text(re.sub("<link rel=.stylesheet.*", "", shipped), "utf-8")
    with pytest.raises(KyyeuError, match="no-faces"):
        make(small, Theme(tmp_path), TINY)


def test_what_the_layout_engine_breaks_off_at_is_the_theme_s(small: Booklet, tmp_path: Path) -> None:
    theme = make_theme(tmp_path, print__css="p { font-size: 1e300pt }")
    with pytest.raises(KyyeuError, match="layout-broken-off") as caught:
        make_pdf(small, theme, TINY)
    assert mistakes(caught)[0].exit_status == 3


def test_what_it_breaks_off_at_in_one_text_is_told_with_that_file(small: Booklet, tmp_path: Path) -> None:
    theme = make_theme(tmp_path, own__css="#article-mot p { font-size: 1e300pt }")
    with pytest.raises(KyyeuError, match="layout-broken-off") as caught:
        make_pdf(small, theme, TINY)
    assert [error.path for error in mistakes(caught)] == [TINY / "articles" / "mot.md"]


def test_a_file_that_every_section_lacks_is_told_once(small: Booklet, tmp_path: Path) -> None:
    section = (ROOT / "templates" / "epub.xhtml.j2").read_text("utf-8")
    theme = make_theme(tmp_path, epub__xhtml__j2=section.replace("epub.css", "nowhere.css"))
    with pytest.raises(Problems) as caught:
        make_epub(small, theme, TINY)
    assert [error.code for error in mistakes(caught)] == ["asked-missing"]


WORDLESS = [
    path for path in sorted((ROOT / "templates").rglob("*.j2")) if path.name != "accessibility.txt.j2"
]


@pytest.mark.parametrize("path", WORDLESS, ids=lambda path: path.name)
def test_a_template_has_no_words_but_in_labels_and_its_own_name(path: Path) -> None:
    """What the lexer calls data is what stands outside of Jinja's own marks."""
    tokens = Environment(autoescape=False, trim_blocks=True).lex(path.read_text("utf-8"))
    text = re.sub(
        r"<style>.*?</style>",
        " ",
        "".join(value for _, kind, value in tokens if kind == "data"),
        flags=re.DOTALL,
    )
    attributes = " ".join(re.findall(r'(?:title|alt|aria-label|content)="([^"]*)"', text))
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>|&\w+;", " ", text) + attributes)
    assert set(words) <= {"kyyeu", "dtb"} | set("uid depth totalPageCount maxPageNumber data name".split())


JAVA = pytest.mark.skipif(not shutil.which("java"), reason="EPUBCheck wants Java")


def test_a_style_sheet_and_a_drawing_more_are_in_the_epub(small: Booklet, tmp_path: Path) -> None:
    parts = ROOT / "templates" / "parts" / "colophon.html.j2"
    theme = make_theme(
        tmp_path,
        house__css='.opening-title { color: #048; background: url("drawings/mark.svg") no-repeat }',
        drawings_in_logo__svg=LOGO,
        parts_in_colophon__html__j2=parts.read_text("utf-8")
        + '<p><img src="drawings/logo.svg" alt="Logo"/></p>',
        epub__xhtml__j2=section_with("house.css"),
    )
    files = members(make_epub(small, theme, TINY))
    assert {"house.css", "drawings/logo.svg", "drawings/mark.svg"} <= set(files)


def section_with(sheet: str) -> str:
    """The shipped theme's document of a section that asks for another style sheet."""
    section = (ROOT / "templates" / "epub.xhtml.j2").read_text("utf-8")
    return section.replace("</head>", f'<link rel="stylesheet" href="{sheet}"/></head>')


@pytest.fixture(scope="session")
def valid(small: Booklet) -> Callable[[Theme, Path], list[str]]:
    """What EPUBCheck finds in the small booklet in a theme, but for spaces and foreign letters in names."""

    def check(theme: Theme, folder: Path) -> list[str]:
        found = check_epub(make_epub(small, theme, TINY), folder)
        return [message for message in found if not message.startswith(("PKG-010", "PKG-012"))]

    return check


FILES = st.text("abếĐ09 -_()+&'~,#%", min_size=1, max_size=9).map(str.strip).filter(bool)
SHOWN = {
    "an image": '<p><img src="{url}" alt="Hình"/></p>',
    "other sizes": '<p><img src="{url}" srcset="{url} 1x, {url} 2x" alt="Hình"/></p>',
    "a drawing within": "<div>{svg}</div>",
    "an object": '<p><object data="{url}" type="image/svg+xml">Hình</object></p>',
    "a style": '<p style="background: url({url})">Hình</p>',
    "a formula": '<p><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></p>',
}


@dataclass(frozen=True)
class Asked:
    """A drawing, a style sheet and a face of a theme, and what shows the drawing."""

    folder: str
    shown: frozenset[str]
    drawing: str
    sheet: str
    face: str

    def part(self) -> str:
        url = f"{quote(self.folder + self.drawing)}.svg"
        return "".join(SHOWN[what].format(url=url, svg=LOGO) for what in sorted(self.shown))

    def write(self, theme: Path) -> None:
        place = theme / self.folder
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{self.drawing}.svg").write_text(LOGO, "utf-8")
        shutil.copy(ROOT / "templates" / "drawings" / "mark.svg", place / f"{self.drawing}-2.svg")
        regular = ROOT / "templates/fonts/source-serif-4/SourceSerif4_400Regular.ttf"
        shutil.copy(regular, place / f"{self.face}.ttf")
        face = f'@font-face {{ font-family: "Nhà"; src: url("{quote(self.face)}.ttf") }}'
        behind = f'p {{ background: url("{quote(self.drawing)}-2.svg") }}'
        (place / f"{self.sheet}.css").write_text(f"{face} {behind}", "utf-8")


ASKED = st.builds(
    lambda folder, shown, names: Asked(folder, shown, *names),
    st.sampled_from(["", "hình/", "a/b c/"]),
    st.frozensets(st.sampled_from(sorted(SHOWN)), min_size=3),
    st.lists(FILES, min_size=3, max_size=3, unique_by=str.lower),
)


@JAVA
@settings(
    max_examples=max(2, settings().max_examples // 10), phases=[Phase.generate]
)  # each takes some seconds
@given(st.lists(ASKED, min_size=2, max_size=4))
def test_whatever_a_theme_asks_for_makes_a_valid_epub(
    valid: Callable[[Theme, Path], list[str]],
    tmp_path_factory: pytest.TempPathFactory,
    asked: list[Asked],
) -> None:
    place = tmp_path_factory.mktemp("theme")
    for each in asked:
        each.write(place)
    theme = make_theme(
        place,
        style__css="".join(f'@import "{quote(each.folder + each.sheet)}.css";' for each in asked),
        house__css="p { color: #048 }",
        epub__xhtml__j2=section_with("house.css"),
        parts_in_colophon__html__j2='{% set name = "Cuối" %}<h1>{{ name }}</h1>'
        + "".join(each.part() for each in asked),
    )
    assert valid(theme, place) == []


def test_every_face_is_listed_as_it_came(theme: Theme) -> None:
    layer = theme.layers[0]
    wished = [Wishes(faces=pair) for pair in ("", *find_offered(theme.layers, "pairs"))]
    themes = [Theme(ROOT / "templates", look=wishes) for wishes in wished]
    assert {face.name for theme in themes for face in theme.faces} == {*layer.digests}


def test_a_face_that_was_changed_is_told_by_its_name(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))
    name = min(Theme(folder).layers[0].digests)
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(KyyeuError, match="face-changed") as raised:
        Theme(folder).read(name)
    assert raised.value.path == folder / name


@pytest.mark.parametrize("listed", [b"\xff", b"abc", b"\n\n"])
def test_a_list_of_faces_that_is_none_is_told(listed: bytes, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))
    (folder / "fonts" / "SHA256SUMS").write_bytes(listed)
    if listed.strip():
        with pytest.raises(KyyeuError, match="unreadable"):
            Theme(folder)
    else:
        assert not Theme(folder).layers[0].digests


def test_a_template_that_was_compiled_before_is_the_one_that_is_there(tmp_path: Path) -> None:
    folder, store = tmp_path / "theme", Store(tmp_path / "store")
    (folder / "parts").mkdir(parents=True)
    part = folder / "parts" / "word.j2"

    def render(word: str) -> str:
        part.write_text(f"{{{{ {word} }}}}", "utf-8")
        return Theme(folder, store).render("parts/word.j2")

    assert [render(word) for word in ("1", "2", "2", "1")] == ["1", "2", "2", "1"]
    entries = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert len(entries) == 2  # compiled once each
    for path in entries:
        path.write_bytes(path.read_bytes()[:-1])
    assert [render(word) for word in ("1", "2")] == ["1", "2"]


def test_a_fault_in_a_template_that_was_compiled_before_has_its_line(tmp_path: Path) -> None:
    folder, store = tmp_path / "theme", Store(tmp_path / "store")
    folder.mkdir()
    (folder / "word.j2").write_text("\n\n{{ nothing }}", "utf-8")
    for _ in range(2):
        with pytest.raises(TemplateError) as caught:
            Theme(folder, store).render("word.j2")
        assert (caught.value.path, caught.value.line) == (folder / "word.j2", 3)


def test_a_template_that_another_theme_compiled_asks_this_one(tmp_path: Path) -> None:
    """Jinja computes what it can while it compiles, and what the theme says it cannot."""
    store, base = Store(tmp_path / "store"), tmp_path / "base"
    (base / "parts").mkdir(parents=True)
    asked = "{{ 100 | type_size }} {{ 100 | measure }}"
    (base / "word.j2").write_text(asked, "utf-8")
    (base / "theme.toml").write_text('extends = "lotus"\n', "utf-8")
    texts = list[str]()
    sides = ('inner = "10mm"\nouter = "10mm"', 'inner = "15mm"\nouter = "25mm"')
    given = {"one": f'type = "9pt"\n{sides[0]}', "two": f'type = "5pt"\n{sides[1]}'}
    for name, measures in given.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "theme.toml").write_text(f'extends = "../base"\n[measures]\n{measures}\n', "utf-8")
        texts.append(Theme(tmp_path / name, store).render("word.j2"))
    one, other = (text.split() for text in texts)
    assert (one[1], other[1]) == ("80.0", "60.0") and one[0] != other[0]


@given(st.text(st.sampled_from("<>&;lgt/ab\"' "), max_size=60))
@example("<text>x</text><mi>y</mi>")
def test_a_long_word_is_parted_nowhere(text: str) -> None:
    """What begins within an entity would leave its first sign alone: ``&`` and ``lt;``."""
    assert breakable(text).striptags() == " ".join(text.split())
    for word in text.split():
        assert ('class="long"' in breakable(word)) == (len(word) >= 25)
