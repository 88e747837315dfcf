"""What was typed around a text is told by what it says, and no word of it is lost."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from kyyeu.content.booklet import read_booklet
from kyyeu.content.kinds.formalities import letter, memoir, poem, speech
from kyyeu.content.kinds.verse import VERSE
from kyyeu.content.prose import PLAIN, Idiom, find_lines, find_slips, parse_prose
from kyyeu.restorer.damage import damage_named

CASES = tomllib.loads((Path(__file__).parent / "formalities.toml").read_text("utf-8"))
KINDS = {"letter": letter, "speech": speech, "memoir": memoir, "poem": poem}
PARAGRAPHS = ("p", "li", "h2")


def idiom_of(case: dict[str, object]) -> Idiom:
    return KINDS[str(case["kind"])]({str(key) for key in case.get("said", [])})  # type: ignore[attr-defined]


def tell(tree: HtmlElement) -> Iterator[list[str]]:
    for element in tree.iter(*PARAGRAPHS):
        yield [element.get("class") or str(element.tag), " ".join(" ".join(element.itertext()).split())]


@pytest.mark.parametrize("name", CASES)
def test_each_line_is_what_it_says(name: str) -> None:
    case = CASES[name]
    assert [*tell(parse_prose(case["text"], "x", idiom=idiom_of(case)).tree)] == case["lines"]


TYPED = [line for case in CASES.values() for line in case["text"].strip().split("\n") if "|" not in line]
SET_OFF = st.sampled_from(["{}", "**{}**", "*{}*", "{}  ", "{}\\", "{}[^1]", "> {}", "- {}", "{}<br>"])
LINES = st.builds(str.format, SET_OFF, st.sampled_from([*filter(None, TYPED), "Lời thư."]))
BODIES = st.lists(st.one_of(LINES, st.just(""), st.just("")), max_size=12).map("\n".join)
IDIOMS = st.builds(
    lambda kind, said: KINDS[kind](said),
    st.sampled_from([*KINDS]),
    st.sets(st.sampled_from(["number", "dateline", "addressee", "signed", "recipients", "salutation"])),
)


@given(BODIES, IDIOMS)
def test_words_stay_in_their_order_whatever_they_are_taken_for(text: str, idiom: Idiom) -> None:
    text = f"{text}\n\n[^1]: Chú"
    usual = VERSE if idiom.write is VERSE.write else PLAIN
    shaped = parse_prose(text, "x", idiom=idiom)
    said = [
        "".join("".join(prose.tree.itertext()).split())
        for prose in (parse_prose(text, "x", idiom=usual), shaped)
    ]
    assert said[0] == said[1]
    runs, blocks = shaped.cut()
    assert {run.block for run in runs} <= {*range(-1, len(blocks))}
    kinds = [run.kind for run in runs if run.kind in ("text", "below", "notes")]
    assert kinds == sorted({*kinds}, key=("text", "below", "notes").index)


@pytest.mark.parametrize("name", CASES)
def test_no_word_of_a_table_is_lost(name: str) -> None:
    """Nor said twice; what is said of a picture of a signature is heard."""
    usual, shaped = (
        Counter(block.text for block in prose.cut()[1] if block.part != "caption")
        for idiom in (PLAIN, idiom_of(CASES[name]))
        for prose in [parse_prose(CASES[name]["text"], "x", idiom=idiom)]
    )
    words = [Counter(" ".join(said.elements()).split()) for said in (usual, shaped)]
    assert words[0] == words[1]


@pytest.mark.parametrize("name", CASES)
def test_each_line_is_told_by_its_own_number(name: str) -> None:
    case = CASES[name]
    text, idiom = case["text"], idiom_of(case)
    places, typed = find_lines(text, idiom), text.split("\n")
    for number, block in enumerate(parse_prose(text, "x", idiom=idiom).cut()[1]):
        assert block.text.split()[0] in typed[places.at(number, 0) - 1]


@pytest.mark.parametrize("name", CASES)
def test_a_line_that_is_set_by_itself_is_not_told_to_be_joined(name: str) -> None:
    """And one that is joined is: no line of the case has its break typed."""
    text, idiom = re.sub(r"(?:  |\\)$", "", CASES[name]["text"], flags=re.MULTILINE), idiom_of(CASES[name])
    prose, places = parse_prose(text, "x", idiom=idiom), find_lines(text, idiom)
    begun = {places.at(number, 0) for number in range(len(prose.cut()[1]))}
    joined = {slip.line for slip in find_slips(text, prose) if slip.code == "lines-joined"}
    assert begun.isdisjoint(joined)


@pytest.mark.parametrize("name", CASES)
def test_no_sign_or_picture_that_was_meant_is_told(name: str) -> None:
    prose = parse_prose(CASES[name]["text"], "x", idiom=idiom_of(CASES[name]))
    told = {slip.code for slip in find_slips(CASES[name]["text"], prose)}
    assert told <= {"lines-joined"}


@pytest.mark.parametrize("damage", ["drop-after-latin1", "none"])
def test_a_typed_letter_is_proved_as_it_was(damage: str, tiny: Path) -> None:
    """With each line a paragraph in the source, where two stand in one in the article."""
    case = CASES["a-letter-of-an-office"]
    received = damage_named(damage)(case["text"]) if damage != "none" else case["text"]
    (tiny / "sources" / "hai.txt").write_text(received, "utf-8")
    header = f"kind: letter\ntitle: Thư\nsource:\n  file: hai.txt\n  damage: {damage}\n  supplied: [title]"
    (tiny / "articles" / "hai.md").write_text(f"---\n{header}\n---\n{case['text']}", "utf-8")
    article = read_booklet(tiny).articles[1]
    assert article.account and [block.text for block in article.blocks] == [line for _, line in case["lines"]]
