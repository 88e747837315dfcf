"""Articles made of every construct that an editor may use, and what each of them must say.

What is said is known here from what is written, and not from what the project makes of it. Each phrase begins
and ends with a word that no other has, so that one which is lost, cut, doubled or moved passes for no other.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from textwrap import indent

from hypothesis import strategies as st

_PLAIN = (
    "nghiêng Ất ở fi 71.728 19/10/1930 “Tuyệt đối” A–B µg x² (1945.) tr.12 (a) + 50% R&D x_y_z “lời” 'ấy'"
)
WORDS = dict(zip(_PLAIN.split(), _PLAIN.split(), strict=True)) | {
    "{{ title }}": "{{ title }}",
    "O\u0302\u0301i": "Ối",
    "mềm\xadmại": "mềmmại",
    "liền\u2060nhau": "liềnnhau",
    '"thẳng"': '"thẳng"',
    "từ&nbsp;dính": "từ dính",
    "3 &lt; 5": "3 < 5",
    "&amp;lt;": "&lt;",
    "<q>nói</q>": "“nói”",
    "H<sub>2</sub>O": "H2O",
    "m<sup>2</sup>": "m2",
    "<small>nhỏ</small>": "nhỏ",
    '<span lang="en">the</span>': "the",
    "<kbd>F1</kbd>": "F1",
    "a<b": "a<b",
    "C\\#": "C#",
    "a\\*b": "a*b",
    "\\[x\\]": "[x]",
    "\\\\": "\\",
    "*ng*hiêng": "nghiêng",
    "`a | b`": "a | b",
}
"""Words as they are written, with what they say."""
CAPTION = [word for word, said in WORDS.items() if word == said and '"' not in word]
"""Those that a caption may have, which knows no Markdown."""
RAW = [word for word in WORDS if not {*word} & {*"\\`*"} and word != "a<b"]
"""Those that mean the same within raw HTML."""
LONG = ("https://vi.example.org/" + "a-b" * 20, "Đ" * 60, "W" * 120, "0123456789" * 9)
TITLES = (
    "“Dân vận khéo” & một cửa",
    "<b> & </b>",
    "Ô'Brien \\ {{ x }}",
    "100% #1 @a",
    "Ế Ộ Ữ Ẫ " * 12,
    "Đ" * 70,
    "a\xadb\u200bc",
    "O\u0302\u0301i",
    "&amp; &lt;",
    "Ấ",
)
_DEEPEST = 2  # lists in a list
_LABELS = ("1", "a", "ghi chú", "1.2", "*", "Ế-ộ", "x_y", "2")
_DRESSES = (
    "{}",
    "**{}**",
    "*{}*",
    "***{}***",
    "[{}](https://vi.example.org/a?b=1&c=2)",
    "[{}](hai.md)",
    "<small>{}</small>",
    "<u>{}</u>",
    '<span lang="en">{}</span>',
)


@dataclass(frozen=True)
class Written:
    """An article."""

    markdown: str
    """As its editor wrote it."""
    said: tuple[str, ...]
    """What it says phrase by phrase, in the order of print; no phrase is parted by another."""
    numbers: tuple[tuple[int, str], ...]
    """The number of each item of its ordered lists, with the first phrase of the item."""
    descriptions: tuple[str, ...]
    """What is heard instead of its pictures, in order."""


@dataclass
class _Pen:
    """Writes one article, and keeps what it must say."""

    draw: st.DrawFn
    serial: Iterator[int]
    said: list[str] = field(default_factory=list)
    numbers: list[tuple[int, str]] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)
    notes: list[tuple[str, str, list[str]]] = field(default_factory=list)

    def choose(self, options: Sequence[str]) -> str:
        return self.draw(st.sampled_from(options))

    def happens(self, once_in: int) -> bool:
        return self.draw(st.integers(1, once_in)) == 1

    # Words

    def words(self, most: int, known: Collection[str] = WORDS) -> tuple[str, str]:
        """Words as they are written, and what they say."""
        own = f"k{next(self.serial)}k"
        drawn = self.draw(st.lists(st.sampled_from([*known]), max_size=most))
        written = [own, *drawn, f"{own}z"]
        return " ".join(written), " ".join(WORDS.get(word, word) for word in written)

    def phrase(self, most: int = 5, known: Collection[str] = WORDS) -> str:
        written, said = self.words(most, known)
        self.said.append(said)
        return written

    def long_phrase(self) -> str:
        return f"{self.phrase(2)} {self.long_word()}" if self.happens(9) else self.phrase()

    def long_word(self) -> str:
        word = self.choose(LONG)
        self.said.append(word)
        return word

    def inline(self) -> str:
        """A phrase or two, dressed, with a call of a note at times."""
        parts = [self.choose(_DRESSES).format(self.phrase(3)) for _ in range(self.draw(st.integers(1, 2)))]
        return " ".join(parts) + self.call()

    def call(self) -> str:
        """A call of a new note, at times."""
        if len(self.notes) == len(_LABELS) or not self.happens(5):
            return ""
        label, note = _LABELS[len(self.notes)], _Pen(self.draw, self.serial)
        text = note.long_phrase()
        match self.choose(["line", "lines", "list"]):
            case "lines":
                text += f"\n\n    {note.phrase()}"
            case "list":
                text += f"\n\n    - {note.phrase()}\n    - {note.phrase()}"
        self.notes.append((label, text, note.said))
        return f"[^{label}]"

    # Blocks

    def block(self, names: Sequence[str]) -> str:
        write: Callable[[], str] = getattr(self, self.choose(names))
        return write()

    def paragraph(self) -> str:
        return self.long_phrase() if self.happens(3) else self.inline()

    def heading(self) -> str:
        return "#" * self.draw(st.integers(1, 6)) + f" {self.phrase(3)}{self.call()}"

    def braces(self) -> str:
        """Words that end in others in braces, which are no attributes."""
        form = self.choose(["## {} ", "{} ", "{}\n", "**{}**", "- {} ", "| {} | {} |\n|---|---|\n| {} | {} "])
        words = form.format(*(self.phrase(2, CAPTION) for _ in range(form.count("{}"))))
        inside = self.choose(["{Điều 3}", "{a, b}", "{lời}", "{ x }", "{1}", "{: y}"])
        self.said.append(inside)
        return words + inside

    def verse(self) -> str:
        return "\\\n".join(self.phrase(2) for _ in range(self.draw(st.integers(2, 4))))

    def bullets(self, depth: int = _DEEPEST) -> str:
        sign = self.choose("-*+")
        return self.items([sign] * self.draw(st.integers(2, 4)), depth)

    def numbered(self, depth: int = _DEEPEST) -> str:
        start, length = self.draw(st.integers(1, 40)), self.draw(st.integers(2, 4))
        return self.items([f"{start + place}." for place in range(length)], depth)

    def items(self, signs: Sequence[str], depth: int) -> str:
        """A list, tight or loose; each item may hold another block."""
        loose = self.draw(st.booleans())
        items = ("\n\n" if loose else "\n").join(self.item(sign, depth, loose) for sign in signs)
        return (
            f"{items}\n\n{self.phrase()}" if depth == _DEEPEST else items
        )  # or the next list were one with it

    def item(self, sign: str, depth: int, loose: bool) -> str:
        before = len(self.said)
        text, room = f"{sign} {self.inline()}", " " * (len(sign) + 1)
        if sign[:1].isdigit():
            self.numbers.append((int(sign[:-1]), self.said[before]))
        if depth and self.happens(4):
            inner = self.bullets(depth - 1) if self.draw(st.booleans()) else self.numbered(depth - 1)
            return f"{text}\n{indent(inner, room)}"
        if loose and self.happens(4):
            return f"{text}\n\n{indent(self.block(['paragraph', 'table', 'picture_alone']), room)}"
        return text

    def quotation(self) -> str:
        inside = ["paragraph", "bullets", "numbered", "verse", "table", "picture_alone"]
        inner = f"{self.block(inside)}\n\n{self.block(inside)}"
        return indent(inner, "> ", lambda line: True)

    def terms(self) -> str:
        return "\n\n".join(f"{self.phrase(2)}\n:   {self.inline()}" for _ in range(2))

    def code(self) -> str:
        own = [f"k{next(self.serial)}k  if a < b & c:", f"    *d* [e](f) k{next(self.serial)}k"]
        self.said += own
        return "\n".join(["```", *own, "```"])

    def rule(self) -> str:
        return "* * *"

    # Tables

    def table(self) -> str:
        columns = self.draw(st.integers(1, 8))
        rules = [self.choose(["---", ":--", "--:", ":-:"]) for _ in range(columns)]
        rows = [[self.cell() for _ in range(columns)] for _ in range(self.draw(st.integers(2, 8)))]
        head, *body = (f"| {' | '.join(row)} |" for row in [*rows[:1], rules, *rows[1:]])
        return "\n".join([head, *body])

    def cell(self) -> str:
        if self.happens(12):
            return self.picture(False)
        return self.long_word() if self.happens(20) else self.phrase(1, CAPTION) + self.call()

    def raw_table(self) -> str:
        caption = f"<caption>{self.raw(2)}</caption>" if self.draw(st.booleans()) else ""
        head = f'<th colspan="2">{self.raw(1)}</th><th scope="col">{self.raw(1)}</th>'
        first = f'<td rowspan="2">{self.raw(1)}</td><td>{self.raw(1)}</td><td>{self.raw(1)}</td>'
        second = f"<td>{self.raw(1)}</td><td>{self.raw(1)}<br>{self.raw(1)}</td>"
        body = f"<tbody><tr>{first}</tr><tr>{second}</tr></tbody>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead>{body}</table>"

    # Raw HTML

    def raw(self, most: int) -> str:
        return self.phrase(most, RAW)

    def raw_list(self) -> str:
        before, items = self.raw(2), list[str]()
        for number in (7, 8):
            items.append(f"<li>{self.raw(2)}</li>")
            self.numbers.append((number, self.said[-1]))
        return f'<blockquote><p>{before}</p><ol start="7">{"".join(items)}</ol></blockquote>'

    def raw_blocks(self) -> str:
        terms = f"<dl><dt>{self.raw(1)}</dt><dd>{self.raw(2)}</dd></dl>"
        return f"{terms}<div>{self.raw(2)}<h3>{self.raw(2)}</h3>{self.raw(2)}</div>"

    def raw_figure(self) -> str:
        self.descriptions.append("mô tả")
        caption = f"<figcaption>{self.raw(2)}</figcaption>"
        return f'<figure><img src="images/cham.png" alt="mô tả">{caption}</figure>'

    # Pictures

    def picture(self, shown: bool) -> str:
        """A picture; `shown` where its caption is printed."""
        written, said = self.words(2, CAPTION)
        self.descriptions.append(said)
        if shown:
            self.said.append(said)
        return f"![{written}](images/cham.png)"

    def picture_alone(self) -> str:
        return self.picture(True) + self.call()

    def pictures_together(self) -> str:
        return self.choose(" \n").join(self.picture(True) for _ in range(self.draw(st.integers(2, 3))))

    def picture_described(self) -> str:
        described, heard = self.words(1, CAPTION)
        self.descriptions.append(heard)
        return f'![{described}](images/cham.png "{self.phrase(2, CAPTION)}")'

    def picture_for_the_eye(self) -> str:
        self.descriptions.append("")
        return "![](images/cham.png){.decorative}"

    def picture_among_words(self) -> str:
        return f"{self.phrase(2)} {self.picture(False)} {self.phrase(2)}"

    def picture_in_heading(self) -> str:
        return f"## {self.phrase(2)} {self.picture(False)}"

    def picture_in_item(self) -> str:
        return f"- {self.phrase(2)} {self.picture(False)}\n- {self.phrase(1)}"

    def picture_lost(self) -> str:
        return f"![{self.phrase(2, CAPTION)}](images/mat.png){{.lost}}"


_BLOCKS = (
    "paragraph heading braces verse bullets numbered quotation terms code rule table raw_table raw_list "
    "raw_blocks raw_figure picture_alone pictures_together picture_described picture_for_the_eye "
    "picture_among_words picture_in_heading picture_in_item picture_lost"
).split()


@st.composite
def articles(draw: st.DrawFn) -> Sequence[Written]:
    """A few articles."""
    serial = count(1)
    return [_write(draw, serial) for _ in range(draw(st.integers(1, 3)))]


def _write(draw: st.DrawFn, serial: Iterator[int]) -> Written:
    pen = _Pen(draw, serial)
    blocks = [pen.phrase(), *(pen.block(_BLOCKS) for _ in range(draw(st.integers(1, 8)))), pen.phrase()]
    for label, text, said in pen.notes:
        blocks.append(f"[^{label}]: {text}")
        pen.said += said
    return Written("\n\n".join(blocks) + "\n", tuple(pen.said), tuple(pen.numbers), tuple(pen.descriptions))
