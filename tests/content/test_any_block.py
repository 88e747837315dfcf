"""Whatever stands together in a text of any kind: each word is said once, each note called where it was."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sampling import thinned

from kyyeu.content.entries import Entry
from kyyeu.content.kinds.idioms import idiom_of
from kyyeu.content.prose import PLAIN, Idiom, Prose, find_slips, parse_prose
from kyyeu.schema import FORMS

HEADERS: list[dict[str, object]] = [
    *[dict[str, object](kind=kind) for kind in FORMS],
    {"kind": "people", "shows": "table"},
    {"kind": "people", "group_by": "Năm"},
    {"kind": "people", "group_by": "TT", "shows": "table"},
    {"kind": "roll", "columns": 3},
]
IDIOMS = [idiom_of(Entry(header)) for header in HEADERS]
INLINE = st.sampled_from(
    "{} **{}** *{}* [{}](hai.md) <small>{}</small> {}[^1] {}[^1][^2] [^1]{} <sup>{}</sup> “{}” _{} ({}) {}:"
    " <br>{} <a·name='x'>{}</a> T/M·{} Kính·gửi:·{} Nơi·nhận:·{} -·{} 1945:·{} Hỏi:·{} Số·12-CV/{} #{} {}·==="
    " ![{}](images/x.png) Hà·Nội,·ngày·2·tháng·3·năm·2020·{} <q>{}</q> `{}` 1.·{} |·{} {}<br>".split()
)
FILLED = st.sampled_from(["", "[^1]", "1", "1[^2]", "{}", "**{}**[^1]", "![{}](images/x.png)", "T/M {}", "I"])
BLOCKS = [
    "{0}",
    "{0}\n{1}\n  {2}",
    "- {0}\n- {1}",
    "3. {0}\n4. {1}",
    "> {0}\n> {1}",
    "| {0} | {1} |\n|---|---|\n| {2} | {3} |",
    "| TT | Họ và tên | Ảnh | Năm |\n|--|--|--|--|\n| {4} | {5} | {6} | {7} |\n| {8} | {9} |",
    "## {0}",
    "```\n{0}\n```",
    "<div>{0}<p>{1}</p>{2}</div>",
    "<table><caption>{0}</caption><tr><td>{1}</td></tr></table>",
    "[^1] ![{0}](images/x.png)[^2]",
    "{0} ![{1}](images/x.png)",
    "T/M BAN {0}\nTRƯỞNG BAN\n(Đã ký)\nNguyễn Văn {1}",
    "Hà Nội, 1975 {0}\n{1}",
    "{0}\n:   {1}",
]


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Blocks of phrases, each with a word of its own."""
    blocks = list[str]()
    for form in draw(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=5)):
        phrases = [draw(INLINE).replace("·", " ") for _ in range(4)]
        cells = [draw(FILLED) for _ in range(6)]
        blocks.append(form.format(*phrases, *cells))
    return _with_words("\n\n".join(blocks)) + "\n\n[^1]: Một.\n\n[^2]: Hai.\n"


def _with_words(text: str) -> str:
    serial = count(1)
    return re.sub(r"\{\}", lambda _: f"k{next(serial)}k", text)


def words_of(prose: Prose) -> Iterator[str]:
    """The words that the prose says, and those of captions that have no room where their picture stands."""
    for said in (*(block.text for block in prose.cut()[1]), *(call.unsaid for call in prose.pictures)):
        yield from re.findall("k[0-9]+k", said)


@pytest.mark.parametrize("idiom", thinned(IDIOMS, 2))
@given(text=bodies())
@example("Lời.\n\n| Kính gửi: k1k | T/M BAN |\n|---|---|\n| k2k | k3k |\n")
@example("<sup>k1k</sup> ![k2k](images/x.png)")
@example("[^1] ![k1k](images/x.png)\n\n[^1]: Một.")
@example("| TT | Họ và tên |\n|--|--|\n| [^1] | k1k |\n\n[^1]: Một.")
@example("| Năm | Họ và tên |\n|--|--|\n| I | k1k |\n| [^1] | k2k |\n| [^1] | |\n\n[^1]: Một.")
def test_whatever_is_typed_is_said_once_and_each_note_called(idiom: Idiom, text: str) -> None:
    prose = parse_prose(text, "x", idiom=idiom)
    typed = re.findall("k[0-9]+k", text)
    portraits = {word for call in prose.pictures for word in re.findall("k[0-9]+k", call.caption)}
    said = [*words_of(prose)]
    assert {*typed} - {*said} <= portraits  # heard, where a card shows its picture
    assert len(said) == len({*said})
    shown = " ".join(block.text for block in prose.cut()[1])
    printed = re.findall("k[0-9]+k", shown)
    assert idiom is not PLAIN or printed == [word for word in typed if word in {*printed}]
    calls = len(re.findall(r"\[\^[12]\](?!:)", text)) - len(re.findall(r"\[\^[12]\]", shown))
    ids = [str(id_) for id_ in prose.tree.xpath("//@id")]
    assert sum("fnref" in id_ for id_ in ids) == calls
    assert {f"#{id_}" for id_ in ids} >= {link for link in prose.tree.xpath("//a/@href") if link[0] == "#"}
    find_slips(text, prose)
