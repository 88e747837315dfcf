"""What is proved is what is printed: of any body the proof, an XML and an HTML parser read the same words."""

from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import page as checker
import pytest
import tinyhtml5  # type: ignore[import-untyped]
from checking import check_epub
from hypothesis import HealthCheck, Phase, given, seed, settings
from nasty import BODIES
from page import ValidationProfile

from kyyeu.content.articles import read_article
from kyyeu.content.booklet import read_booklet
from kyyeu.content.door import Door
from kyyeu.content.prose import parse_prose
from kyyeu.content.prose.blocks import BLOCKS
from kyyeu.errors import ContentError, Problems
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf
from kyyeu.rendering.theme import Theme

pytestmark = pytest.mark.usefixtures("standing")

SIGNS = {"footnote-ref", "footnote-backref"}


def words_of(root: Any) -> list[str]:
    """The words that a reader of the tree reads, numbers of lists with them, signs for notes without."""

    def walk(element: Any) -> list[str]:
        space = " " if element.tag in {*BLOCKS, "br"} else ""
        number = f"{element.get('value')}. " if element.tag == "li" and element.get("value") else ""
        if {*element.get("class", "").split()} & SIGNS:
            return []
        inside = chain.from_iterable((*walk(child), child.tail or "") for child in element)
        return [space, number, element.text or "", *inside, space]

    return "".join(walk(root)).split()


def shape_of(element: Any) -> Any:
    return element.tag, [shape_of(child) for child in element]


@given(BODIES)
def test_the_proof_an_epub_and_a_page_have_the_same_words_and_elements(text: str) -> None:
    runs, blocks = parse_prose(text, "bai").cut()
    xhtml = "".join(run.xhtml for run in runs if run.kind != "heading")  # the theme's, in a tag
    proved = " ".join(block.text for block in blocks).split()
    epub = ElementTree.fromstring(f'<div xmlns:epub="e">{xhtml}</div>')
    page = tinyhtml5.parse(f"<!DOCTYPE html><body><div>{xhtml}</div>", namespace_html_elements=False)
    printed = page.find(".//div")
    assert words_of(epub) == proved
    assert words_of(printed) == proved
    assert shape_of(epub) == shape_of(printed)


@pytest.mark.long
def test_no_body_makes_a_book_that_a_checker_faults(tiny: Path, theme: Theme, tmp_path: Path) -> None:
    bodies = list[str]()

    @seed(0)
    @settings(max_examples=150, phases=[Phase.generate], database=None, suppress_health_check=[*HealthCheck])
    @given(BODIES)
    def gather(text: str) -> None:
        bodies.append(text)

    gather()
    slugs = [slug for number, text in enumerate(bodies) if (slug := write(tiny, number, text))]
    assert len(slugs) > 70
    listing = (tiny / "booklet.yaml").read_text("utf-8").replace("[mot, hai]", f"[{', '.join(slugs)}]")
    (tiny / "booklet.yaml").write_text(listing, "utf-8")
    booklet = read_booklet(tiny)
    pdf = make_pdf(booklet, theme, tiny)
    report = checker.validate_pdf_bytes(pdf.data, profile=ValidationProfile.PDF_UA_1)
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []
    assert check_epub(make_epub(booklet, theme, tiny), tmp_path) == []


def write(content: Path, number: int, text: str) -> str:
    """The slug of the article with that text; empty where it says nothing, or more than can be printed."""
    slug = f"b{number}"
    path = content / "articles" / f"{slug}.md"
    path.write_text(f"---\ntitle: Bài {number}\n---\n{text}\n", "utf-8")
    try:
        article = read_article(Door(content).read, slug, content)
    except (ContentError, Problems):
        return ""
    return "" if any("\ufffd" in block.text or "\u200b" in block.text for block in article.blocks) else slug
