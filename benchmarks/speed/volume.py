"""A volume with as many articles as one likes: sentences of the booklet's own articles, shuffled."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

_OWN = Path(__file__).parents[2] / "content"
_HEADER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORDS = 770  # of an article: a newspaper's page
_SENTENCES = 5  # of a paragraph
_NOTE = "Theo báo cáo của văn phòng cấp ủy năm {year}."


@dataclass(frozen=True, slots=True)
class Piece:
    """An article, for whoever makes a book of it."""

    slug: str
    title: str
    author: str
    paragraphs: tuple[str, ...]
    """The second has a call of the note at its end."""
    note: str


def invent(count: int, seed: int = 18101930) -> list[Piece]:
    """So many articles, the same every time."""
    sentences, random = _read_sentences(), Random(seed)
    return [_invent_one(number, sentences, random) for number in range(1, count + 1)]


def _read_sentences() -> list[str]:
    found = list[str]()
    for path in sorted(_OWN.glob("articles/*.md")):
        text = _HEADER.sub("", path.read_text("utf-8"))
        for block in text.split("\n\n"):
            if block.strip() and block.lstrip()[0].isalpha():
                found += [sentence.strip() for sentence in _SENTENCE.split(" ".join(block.split()))]
    return [
        sentence
        for sentence in found
        if len(sentence.split()) > 5 and sentence[0].isupper() and not set("[]*_<>|") & set(sentence)
    ]


def _invent_one(number: int, sentences: Sequence[str], random: Random) -> Piece:
    paragraphs, words = list[str](), 0
    while words < _WORDS:
        some = random.sample(sentences, _SENTENCES)
        paragraphs.append(" ".join(some))
        words += len(paragraphs[-1].split())
    title = " ".join(random.choice(sentences).rstrip(".!?”").split()[:9])
    return Piece(f"bai-{number:04}", f"{title} ({number})", "Nguyễn Văn Đoàn", tuple(paragraphs),
                 _NOTE.format(year=1931 + number % 90))  # fmt: skip


def write_volume(pieces: Sequence[Piece], folder: Path) -> Path:
    """The pieces as a folder of content, each with a source that proves it; the folder."""
    content = folder / "content"
    for part in ("articles", "sources", "images"):
        (content / part).mkdir(parents=True)
    booklet = (_OWN / "booklet.yaml").read_text("utf-8")
    head, _, _ = booklet.partition("\narticles:")
    listed = "".join(f"  - {piece.slug}\n" for piece in pieces)
    (content / "booklet.yaml").write_text(f"{head}\narticles:\n{listed}", "utf-8")
    shutil.copy(_OWN / "foreword.md", content)
    for piece in pieces:
        write_piece(piece, content)
    return content


def write_piece(piece: Piece, content: Path) -> None:
    """An article and its source."""
    first, second, *rest = piece.paragraphs
    text = "\n\n".join([first, f"{second}[^bt]", *rest, f"[^bt]: {piece.note}"])
    header = (
        f'---\ntitle: "{piece.title}"\nauthor: {piece.author}\nsource:\n'
        f"  file: {piece.slug}.txt\n  damage: none\n---\n\n"
    )
    (content / "articles" / f"{piece.slug}.md").write_text(f"{header}{text}\n", "utf-8")
    source = "\n\n".join([piece.title, piece.author, *piece.paragraphs])  # the note is the editor's
    (content / "sources" / f"{piece.slug}.txt").write_text(f"{source}\n", "utf-8")


def edit(piece: Piece, turn: int, content: Path) -> None:
    """The piece with a sentence more, another one each turn."""
    first, *rest = piece.paragraphs
    rewrite(piece, (f"{first} {added(turn)}", *rest), content)


def added(turn: int) -> str:
    """The sentence."""
    return f"Sửa lần {turn + 1}."


def rewrite(piece: Piece, paragraphs: tuple[str, ...], content: Path) -> None:
    """The piece with other paragraphs."""
    write_piece(Piece(piece.slug, piece.title, piece.author, paragraphs, piece.note), content)
