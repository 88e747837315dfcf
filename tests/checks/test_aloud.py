"""What a screen reader is given of the finished PDF: each fault of its structure tree is found."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from alone import Alone
from pikepdf import Array, Dictionary, Name
from reading import Edition, edit

from kyyeu.binding.fragment import SetPiece
from kyyeu.checks.aloud import Utterance, check_aloud, find_generated, find_misparted, leave_out
from kyyeu.checks.on_paper import fold_exactly
from kyyeu.checks.promises import GAP, NUMBER, Promise
from kyyeu.errors import KyyeuError, Problems
from kyyeu.making.print_run import make_pdf
from kyyeu.rendering.theme import Theme
from kyyeu.speech.messages import Voice

HERE = Path(__file__).parent
BODY = """Văn phòng có văn bản[^1] nghỉ *lâu*, trong đoạn dài hơn một dòng, để dòng hết giữa hai chữ.

![Một chấm đỏ](images/cham.png)

Hết bài.

[^1]: Theo báo cáo số 43.
"""


@pytest.fixture(scope="module")
def edition(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edit(theme, tmp_path_factory.mktemp("aloud"), BODY)


@pytest.fixture(scope="module")
def alone(edition: Edition) -> Alone:
    return edition.alone


@pytest.fixture(scope="module")
def pdf(alone: Alone) -> bytes:
    return alone.data


def told(found: Iterator[KyyeuError]) -> set[str]:
    """What is told: of a broken tree, what is broken."""
    errors = [*found]
    for error in errors:
        assert all(Voice(language).word_error(error) for language in ("vi", "en"))
    return {str(error.facts.get("what", error.code)) for error in errors}


def elements(pdf: pikepdf.Pdf, type_: str) -> list[pikepdf.Object]:
    """The elements of a type."""
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, Dictionary) and thing.get("/S") == Name(f"/{type_}") and "/K" in thing
    ]


def says_nothing_of_links(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            del note.Contents


def loses_descriptions(pdf: pikepdf.Pdf) -> None:
    for figure in elements(pdf, "Figure"):
        del figure.Alt


def loses_a_mark(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Em")[0].K


def reads_twice(pdf: pikepdf.Pdf) -> None:
    title = elements(pdf, "H1")[0]
    title.K = Array([*title.K, *title.K])


def leads_elsewhere(pdf: pikepdf.Pdf) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    next(numbers[index] for index in range(1, len(numbers), 2) if len(numbers[index]) > 1)[0] = elements(
        pdf, "Em"
    )[0]


def loses_a_link(pdf: pikepdf.Pdf) -> None:
    link = elements(pdf, "Link")[0]
    link.K = Array([kid for kid in link.K if isinstance(kid, int)])


def changes_the_order(pdf: pikepdf.Pdf) -> None:
    chapter = elements(pdf, "Art")[0]
    chapter.K = Array(reversed([*chapter.K]))


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (says_nothing_of_links, {"link-undescribed"}),
        (loses_descriptions, {"figure-undescribed", "not-said"}),
        (loses_a_mark, {"mark-lost", "element-empty", "words-lost"}),
        (reads_twice, {"mark-twice", "words-lost"}),
        (leads_elsewhere, {"mark-astray"}),
        (loses_a_link, {"link-astray", "link-undescribed"}),
        (changes_the_order, {"words-lost"}),
    ],
)
def test_what_is_wrong_with_the_tree_is_told(
    spoil: Callable[[pikepdf.Pdf], None], what: set[str], edition: Edition, alone: Alone, pdf: bytes
) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        spoil(opened)
        buffer = io.BytesIO()
        opened.save(buffer)
    assert told(check_aloud(edition.expected, alone.pieces, buffer.getvalue())) == what


def test_a_sound_book_has_no_fault(edition: Edition, alone: Alone, pdf: bytes) -> None:
    assert told(check_aloud(edition.expected, alone.pieces, pdf)) == set()


def test_no_book_is_made_that_is_not_read_as_written(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kyyeu.pdf.tagging.source_text.SourceText.parts", lambda *_: False)
    with pytest.raises(Problems, match="aloud-differs"):
        make_pdf(edition.booklet, edition.theme, edition.content)


# Word by word


FOLD = fold_exactly({})


def piece(text: str, kind: str = "text") -> SetPiece:
    return SetPiece(kind, 1, "", text, 0, 0, 0, 0, 0, 0, -1, False)


def differences(heard: list[str], pieces: list[SetPiece], promise: str) -> list[str]:
    said = Utterance([(text, 1) for text in heard], FOLD)
    generated, faults = find_generated(said, pieces, FOLD)
    assert faults == []
    found = find_misparted(Promise(promise, ()), leave_out(said, generated), FOLD)
    return [said.around(place)[0] for place, _ in found]


@pytest.mark.parametrize(
    ("heard", "pieces", "promise"),
    [
        (["số ", "43-TB"], [piece("số"), piece("43-TB")], "số 43-TB"),
        (
            ["bài ", "(tr. 9)", ", rồi"],
            [piece("bài"), piece("(tr. 9)", "generated"), piece(", rồi")],
            "bài, rồi",
        ),
        (["1. ", " ", "Một"], [piece("1.", "number"), piece("Một")], f"{NUMBER}Một"),
        (["lời ", "↑", " ", "sau"], [piece("lời"), piece("↑"), piece("sau")], f"lời {GAP} sau"),
        (["một ", "hai"], [piece("một"), piece(". . .", "generated"), piece("hai")], "một hai"),
    ],
)
def test_words_that_are_parted_as_they_should_be(
    heard: list[str], pieces: list[SetPiece], promise: str
) -> None:
    assert differences(heard, pieces, promise) == []


@pytest.mark.parametrize(
    ("heard", "promise", "around"),
    [
        (["Thông báo số", "43-TB"], "Thông báo số 43-TB", ["Thông báo số43-TB"]),
        (["Thông ", "báo"], "Thôngbáo", ["Thông báo"]),
    ],
)
def test_words_that_run_together_or_are_torn_are_found(
    heard: list[str], promise: str, around: list[str]
) -> None:
    assert differences(heard, [piece(text) for text in heard], promise) == around
