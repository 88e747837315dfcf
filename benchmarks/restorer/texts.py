"""What is measured on: held-out documents of the corpus, and the project's own articles."""

import re
from dataclasses import dataclass
from pathlib import Path

from training.corpus import NEWS, CorpusText, corpus_files, read_documents
from training.politics import is_about_politics


@dataclass(frozen=True)
class Sample:
    """Sound texts of one kind."""

    name: str
    """What the table calls it."""
    texts: list[str]
    """The texts, each a document."""


def held_out(corpus: Path, part: str = "test") -> list[CorpusText]:
    """The documents of a part that the model was not trained on."""
    return [
        document
        for path in corpus_files(corpus)
        for document in read_documents(path)
        if document.part == part
    ]


def samples(corpus: Path, second_seed: Path) -> list[Sample]:
    """The samples every figure is given for."""
    documents = held_out(corpus)
    political = [document.text for document in documents if document.political]
    return [
        Sample("political news", political),
        Sample("about politics", about_politics(corpus)),
        Sample("mixed news", [document.text for document in documents if document.mixed]),
        Sample("second seed", [second_seed.read_text("utf-8")]),
    ]


def about_politics(corpus: Path) -> list[str]:
    """The held-out documents about politics: the political news that fits, and those held out beside it."""
    political = [document.text for document in held_out(corpus) if document.political]
    more = [document.text for document in held_out(corpus, "politics")]
    return [*filter(is_about_politics, political), *more]


def news(corpus: Path) -> list[str]:
    """All news, mixed: what the model was not trained on comes first, then the rest, each text once."""
    documents = [document for path in corpus_files(corpus) for document in read_documents(path)]
    drawn = [document for document in documents if document.name.startswith(NEWS)]
    drawn.sort(key=lambda document: (document.part != "test", not document.mixed, document.draw))
    return [document.text for document in drawn]


def article_body(path: Path) -> str:
    """An article's text without its front matter."""
    return re.split(r"^---$", path.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)[-1]
