"""A corpus of a few documents, some in every share and some held out."""

import random
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from training.corpus import NEWS, POLITICAL, SEPARATOR, SHARES, CorpusText

_WORDS = "ban bàn bản bạn của cua cửa ở ạ họp xã xa huyện tỉnh về vệ đến đen tin tìn cấp cập nhà nhả".split()

FILES = "a.txt", "b.txt"


def written(seed: int, sentences: int = 12) -> str:
    """A text of short sentences, the same for a seed."""
    chance = random.Random(seed)
    lines = (" ".join(chance.choices(_WORDS, k=9)).capitalize() for _ in range(sentences))
    return ". ".join(lines) + ".\n"


def named(part: str, political: bool, seeds: Iterator[int]) -> Iterator[CorpusText]:
    """Documents of a part of the corpus, each with a text of its own."""
    folder = NEWS + ("x" + POLITICAL if political else "y/")
    documents = (CorpusText(f"{folder}{seed}.txt", written(seed)) for seed in seeds)
    return (document for document in documents if document.part == part)


def documents() -> list[CorpusText]:
    """Two of every share to train on, one of them political; four held out; copies of two of these."""
    found = []
    for political in (True, False):
        trained: dict[int, CorpusText] = {}
        for document in named("train", political, count(1000 * political)):
            trained.setdefault(document.share, document)
            if len(trained) == SHARES:
                break
        found += [trained[share] for share in range(SHARES)]
    held_out = [
        *islice(named("test", True, count(2000)), 1),
        *islice(named("dev", True, count(3000)), 1),
        *islice(named("test", False, count(4000)), 1),
        *islice(named("dev", False, count(5000)), 1),
    ]
    copies = [
        CorpusText(f"books/{number}", f"Ghi lại: {document.text.upper()}")
        for number, document in enumerate(held_out[1:3])
    ]
    mixed = [*found, *held_out, *copies]
    random.Random(1).shuffle(mixed)
    return mixed


def write_corpus(folder: Path) -> list[CorpusText]:
    """The documents, written to files in two halves; given in the order that numbers them."""
    folder.mkdir()
    all_of_them = documents()
    half = len(all_of_them) // 2
    for name, some in zip(FILES, (all_of_them[:half], all_of_them[half:]), strict=True):
        text = "".join(f"{SEPARATOR}{document.name}\n{document.text}" for document in some)
        (folder / name).write_text(text, "utf-8")
    return all_of_them
