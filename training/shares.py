"""Doubts about text the n-grams have not seen: a share is kept from them, then damaged and restored."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.model_file import parse_model
from kyyeu.restorer.restoring import Restorer
from training.corpus import CorpusText
from training.habits import Habits
from training.ngrams import make_ngrams
from training.open_places import doubts
from training.packing import write_model
from training.text import TrainingText
from training.vectors import Examples, join

SHARES_USED = 8
"""Shares of the corpus that are looked at; more teach little more."""

# The damages whose doubts are learnt from, and one document in so many for each: the widest damage has more
# doubts in each.
_DAMAGES = ((DAMAGES["drop-after-latin1"], 1), (DAMAGES["strip-diacritics"], 3))


@dataclass(frozen=True)
class Course:
    """What every share is worked through with."""

    corpus: Path
    """The folder of the corpus."""
    text: TrainingText
    """The whole training text."""
    habits: Habits
    """How its units are written."""

    def doubts(self, share: int) -> Examples:
        """The doubts of n-grams made without the share about its documents."""
        ngrams = make_ngrams(self.text.without_share(share))
        model = parse_model(write_model(self.text.units, ngrams, self.habits))
        documents = list(self.text.sound_texts(self.corpus, share))
        found = join(
            doubts(Restorer(damage, model), (document.text for document in _some(documents, one_in)))
            for damage, one_in in _DAMAGES
        )
        print(f"share {share}: {len(documents):,} documents, {found.right.size:,} doubts", flush=True)
        return found


_course: list[Course] = []


def all_doubts(course: Course, processes: int) -> Examples:
    """The doubts of all shares, so many at a time; each takes some 4.5 GB of memory."""
    pool = ProcessPoolExecutor(processes, get_context("fork"), _course.append, (course,))
    with pool:
        return join(pool.map(_doubts, range(SHARES_USED)))


def _doubts(share: int) -> Examples:
    return _course[0].doubts(share)


def _some(documents: list[CorpusText], one_in: int) -> Iterator[CorpusText]:
    return (document for document in documents if document.draw // 12_000 % one_in == 0)
