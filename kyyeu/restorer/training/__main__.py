"""The command that makes the model: `python -m kyyeu.restorer.training CORPUS --without content/sources`."""

import argparse
import hashlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.training.corpus import Document, corpus_files, read_documents
from kyyeu.restorer.training.counting import count_bigrams, count_trigrams
from kyyeu.restorer.training.duplicates import documents_sharing_runs, runs, skeletons
from kyyeu.restorer.training.habits import count_habits
from kyyeu.restorer.training.mixing import mix
from kyyeu.restorer.training.packing import write_model
from kyyeu.restorer.training.pruning import prune
from kyyeu.restorer.training.smoothing import LEAST_TRIGRAM_COUNT, TrigramModel, smooth
from kyyeu.restorer.training.tokens import TokenCodes, TokenStream, join, read_tokens, renumber, select
from kyyeu.restorer.training.vocabulary import choose_units

OUTPUT = Path(__file__).parent.parent / "vietnamese.model"
BIGRAMS, TRIGRAMS = 830_000, 1_655_000

# Political news is what the offices write: so much of each probability is that topic's own, and its counts
# weigh so many times more in pruning. More of either costs the other topics too much.
POLITICAL_SHARE, POLITICAL_WEIGHT = 0.3, 2


def main(arguments: list[str]) -> int:
    """Make the model and say what went into it."""
    parser = argparse.ArgumentParser(prog="python -m kyyeu.restorer.training", description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder of .txt or .txt.xz files")
    parser.add_argument("--without", type=Path, help="folder of texts to keep out of training, such as seeds")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--bigrams", type=int, default=BIGRAMS)
    parser.add_argument("--trigrams", type=int, default=TRIGRAMS)
    options = parser.parse_args(arguments)
    text = _training_text(options.corpus, options.without)
    data = make_model(text, options.bigrams, options.trigrams)
    options.output.write_bytes(data)
    print(f"{options.output}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")
    return 0


@dataclass(frozen=True)
class TrainingText:
    """What the model is made of."""

    stream: TokenStream
    """Every document."""
    political: TokenStream
    """The political ones again."""
    units: list[str]
    """The units' names, by number."""


def make_model(text: TrainingText, bigrams: int, trigrams: int) -> bytes:
    """The model of a text, with so many pairs and triples."""
    seen = np.bincount(text.stream.units, minlength=len(text.units))
    vocabulary, numbers = choose_units(text.units, seen)
    stream, political = renumber(text.stream, numbers), renumber(text.political, numbers)
    general, domain = _smoothed(stream, len(vocabulary)), _smoothed(political, len(vocabulary), least_count=1)
    mixed = mix(general, domain, POLITICAL_SHARE, POLITICAL_WEIGHT)
    return write_model(vocabulary, prune(mixed, bigrams, trigrams), count_habits(stream, len(vocabulary)))


def _smoothed(stream: TokenStream, size: int, least_count: int = LEAST_TRIGRAM_COUNT) -> TrigramModel:
    return smooth(size, count_bigrams(stream.units), count_trigrams(stream.units), least_count)


def _training_text(corpus: Path, without: Path | None) -> TrainingText:
    codes = TokenCodes()
    forbidden = [Document(path.name, path.read_text("utf-8")) for path in _texts(without)]
    held_out, streams, political = [read_tokens(forbidden, codes)], [], []
    for path in corpus_files(corpus):
        documents = list(read_documents(path))
        stream = read_tokens(documents, codes)
        trained = np.array([document.part == "train" for document in documents])
        domain = np.array([document.political for document in documents]) & trained
        held_out.append(select(stream, ~trained[stream.documents]))
        streams.append(select(stream, trained[stream.documents]))
        political.append(select(stream, domain[stream.documents]))
        print(f"{path.name}: {trained.sum():,} documents to train on, {(~trained).sum():,} held out")
    skeleton = skeletons(list(codes.numbers))
    tested = np.concatenate([runs(stream, skeleton)[0] for stream in held_out])
    return TrainingText(
        join(_without_duplicates(streams, skeleton, tested)),
        join(_without_duplicates(political, skeleton, tested)),
        list(codes.numbers),
    )


def _without_duplicates(
    streams: Iterable[TokenStream], skeleton: NDArray[np.int64], tested: NDArray[np.uint64]
) -> Iterable[TokenStream]:
    for stream in streams:
        copies = documents_sharing_runs(stream, skeleton, tested)
        if copies.size:
            print(f"{copies.size:,} documents left out, near-identical to a held-out one")
        yield select(stream, ~np.isin(stream.documents, copies))


def _texts(folder: Path | None) -> list[Path]:
    return sorted(folder.glob("*.txt")) if folder else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
