"""The training text as numbers: every document but the held-out ones, and which of them are political."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.corpus import CorpusText, corpus_files, read_documents
from training.duplicates import documents_sharing_runs, runs, skeletons
from training.tokens import TokenCodes, TokenStream, join, read_tokens, renumber, select
from training.vocabulary import choose_units


@dataclass(frozen=True)
class TrainingText:
    """What the model is made of."""

    stream: TokenStream
    """Every document; they are numbered through the corpus, and keep their numbers."""
    political: NDArray[np.bool_]
    """Whether a document is political, by its number."""
    shares: NDArray[np.int64]
    """Which share of the corpus a document is in, by its number."""
    units: list[str]
    """The vocabulary: the units' names, by number."""

    def without_share(self, share: int) -> "TrainingText":
        """The text without the documents of a share."""
        return replace(self, stream=select(self.stream, self.shares[self.stream.documents] != share))

    def politics(self) -> TokenStream:
        """The political documents alone."""
        return select(self.stream, self.political[self.stream.documents])

    def sound_texts(self, corpus: Path, share: int) -> Iterator[CorpusText]:
        """The documents of a share as they are written, those left out left out."""
        kept = set(np.unique(self.stream.documents).tolist())
        for number, document in enumerate(all_documents(corpus)):
            if self.shares[number] == share and number in kept:
                yield document


def all_documents(corpus: Path) -> Iterator[CorpusText]:
    """The documents of a corpus, in the order that numbers them."""
    return chain.from_iterable(map(read_documents, corpus_files(corpus)))


def read_training_text(corpus: Path, without: Path | None) -> TrainingText:
    """The corpus but for the documents held out, those in the folder `without`, and copies of either."""
    codes = TokenCodes()
    forbidden = [CorpusText(path.name, path.read_text("utf-8")) for path in _texts(without)]
    held_out, streams = [read_tokens(forbidden, codes)], []
    political: list[bool] = []
    shares: list[int] = []
    for path in corpus_files(corpus):
        documents = list(read_documents(path))
        stream = read_tokens(documents, codes)
        trained = np.array([document.part == "train" for document in documents], bool)
        held_out.append(select(stream, ~trained[stream.documents]))
        kept = select(stream, trained[stream.documents])
        streams.append(replace(kept, documents=kept.documents + len(shares)))
        political += [document.political for document in documents]
        shares += [document.share for document in documents]
        print(
            f"{path.name}: {trained.sum():,} documents to train on, {(~trained).sum():,} held out", flush=True
        )
    stream = _without_copies(streams, held_out, skeletons(list(codes.numbers)))
    names = list(codes.numbers)
    units, numbers = choose_units(names, np.bincount(stream.units, minlength=len(names)))
    return TrainingText(renumber(stream, numbers), np.array(political, bool), np.array(shares), units)


def _without_copies(
    streams: list[TokenStream], held_out: list[TokenStream], skeleton: NDArray[np.int64]
) -> TokenStream:
    """The streams joined, without documents that share runs of words with one held out."""
    tested = np.concatenate([runs(stream, skeleton)[0] for stream in held_out])
    kept = []
    for stream in streams:
        copies = documents_sharing_runs(stream, skeleton, tested)
        if copies.size:
            print(f"{copies.size:,} documents left out, near-identical to a held-out one")
        kept.append(select(stream, ~np.isin(stream.documents, copies)))
    return join(kept)


def _texts(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("*.txt")) if folder else []
