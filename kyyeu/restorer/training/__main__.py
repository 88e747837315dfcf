"""The command that makes the model: `python -m kyyeu.restorer.training CORPUS --without content/sources`."""

import argparse
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kyyeu.restorer.training.corpus import Document, corpus_files, read_documents
from kyyeu.restorer.training.counting import count_bigrams, count_trigrams
from kyyeu.restorer.training.duplicates import documents_sharing_runs, runs, skeletons
from kyyeu.restorer.training.habits import count_habits
from kyyeu.restorer.training.packing import write_model
from kyyeu.restorer.training.pruning import prune
from kyyeu.restorer.training.smoothing import smooth
from kyyeu.restorer.training.tokens import TokenCodes, TokenStream, join, read_tokens, select
from kyyeu.restorer.training.vocabulary import choose_units

OUTPUT = Path(__file__).parent.parent / "vietnamese.model"
BIGRAMS, TRIGRAMS = 830_000, 1_570_000

# Political news is what the offices write: it counts twice. More would cost the other topics too much.
POLITICAL_WEIGHT = 2


def main(arguments: list[str]) -> int:
    """Make the model and say what went into it."""
    parser = argparse.ArgumentParser(prog="python -m kyyeu.restorer.training", description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder of .txt or .txt.xz files")
    parser.add_argument("--without", type=Path, help="folder of texts to keep out of training, such as seeds")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--bigrams", type=int, default=BIGRAMS)
    parser.add_argument("--trigrams", type=int, default=TRIGRAMS)
    options = parser.parse_args(arguments)
    stream, units = _training_text(options.corpus, options.without)
    data = make_model(stream, units, options.bigrams, options.trigrams)
    options.output.write_bytes(data)
    print(f"{options.output}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")
    return 0


def make_model(stream: TokenStream, units: list[str], bigrams: int, trigrams: int) -> bytes:
    """The model of a stream of units, with so many pairs and triples."""
    vocabulary, numbers = choose_units(units, np.bincount(stream.units, minlength=len(units)))
    stream = TokenStream(numbers[stream.units], stream.cases, stream.other_spelling, stream.documents)
    size = len(vocabulary)
    full = smooth(size, count_bigrams(stream.units), count_trigrams(stream.units))
    return write_model(vocabulary, prune(full, bigrams, trigrams), count_habits(stream, size))


def _training_text(corpus: Path, without: Path | None) -> tuple[TokenStream, list[str]]:
    """The units of every document that may be trained on, and the units' names."""
    codes = TokenCodes()
    forbidden = [Document(path.name, path.read_text("utf-8")) for path in _texts(without)]
    held_out, streams = [read_tokens(forbidden, codes)], []
    for path in corpus_files(corpus):
        documents = list(read_documents(path))
        stream = read_tokens(documents, codes)
        trained = np.array([document.part == "train" for document in documents])
        political = np.array([document.political for document in documents]) & trained
        held_out.append(select(stream, ~trained[stream.documents]))
        streams.append(select(stream, trained[stream.documents]))
        streams += [select(stream, political[stream.documents])] * (POLITICAL_WEIGHT - 1)
        print(f"{path.name}: {trained.sum():,} documents to train on, {(~trained).sum():,} held out")
    skeleton = skeletons(list(codes.numbers))
    tested = np.concatenate([runs(stream, skeleton)[0] for stream in held_out])
    return join(_without_duplicates(streams, skeleton, tested)), list(codes.numbers)


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
