"""The training text: documents with names, and which of them nobody may train on."""

import hashlib
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.politics import is_about_politics

SEPARATOR = "\x1e"
POLITICAL = "/Chinh tri Xa hoi/"
NEWS = "vntc/"

# One document in so many is held out for testing, the next one for development.
HELD_OUT_POLITICAL = 100
HELD_OUT_NEWS = 400

# The topic is politics and society. So few documents of it are about politics proper that more of these,
# the ones drawn next, are held out to test on.
POLITICS_DRAWN = (2, 3, 4)

SHARES = 12


@dataclass(frozen=True)
class CorpusText:
    """One text of the corpus."""

    name: str
    """What the corpus calls it; decides for good which part it belongs to."""
    text: str
    """The whole text, NFC."""

    @property
    def political(self) -> bool:
        """Whether it is political or social news."""
        return POLITICAL in self.name

    @property
    def part(self) -> str:
        """`train`, `test`, `dev` or `politics`, drawn from the name so that every machine draws the same."""
        if not self.name.startswith(NEWS):
            return "train"
        drawn = self.draw % (HELD_OUT_POLITICAL if self.political else HELD_OUT_NEWS)
        if self.political and drawn in POLITICS_DRAWN and is_about_politics(self.text):
            return "politics"
        return {0: "test", 1: "dev"}.get(drawn, "train")

    @property
    def mixed(self) -> bool:
        """Whether it is in the sample that keeps the corpus's own mixture of topics."""
        return self.name.startswith(NEWS) and self.draw % HELD_OUT_NEWS in (0, 1)

    @property
    def share(self) -> int:
        """Which twelfth of the corpus it is in, from 0; another draw than the one for its part."""
        return self.draw // 1000 % SHARES

    @property
    def draw(self) -> int:
        """A number that the name alone decides."""
        return int.from_bytes(hashlib.blake2b(self.name.encode(), digest_size=8).digest(), "big")


def corpus_files(folder: Path) -> list[Path]:
    """The text files of a corpus folder, in the order of their names."""
    return sorted([*folder.glob("*.txt.xz"), *folder.glob("*.txt")])


def read_documents(path: Path) -> Iterator[CorpusText]:
    """The documents of one file; a file without separators is one document named after it."""
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
    if not text.startswith(SEPARATOR):
        yield CorpusText(path.name, text)
        return
    for part in text.split(SEPARATOR)[1:]:
        name, _, body = part.partition("\n")
        yield CorpusText(name, body)
