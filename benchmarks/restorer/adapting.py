"""What a user's own articles add to the shipped model, on articles they do not contain."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.restorer.accuracy import HEADER, row, score
from benchmarks.restorer.scoring import Score
from benchmarks.restorer.texts import Sample, about_politics, article_body, held_out
from kyyeu.restorer import restore
from kyyeu.restorer.adaptation import adapt, adapted_model
from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.model_file import parse_model
from training.corpus import CorpusText
from training.habits import count_habits
from training.ngrams import make_ngrams
from training.packing import write_model
from training.text import TrainingText, all_documents, read_training_text
from training.tokens import select

_DROP = DAMAGES["drop-after-latin1"]
ARTICLES = (300, 1_000, 3_000)
"""How many articles a user may have."""


def adapting(corpus: Path, truth: Path | None, sources: Path) -> Iterator[str]:
    """A row before and a row after, for each pair of own articles and unseen ones."""
    yield HEADER
    own = [document.text for document in held_out(corpus, "dev") if document.political]
    unseen = [document.text for document in held_out(corpus, "test") if document.political]
    yield from _gain(f"{len(own)} political articles", own, Sample("political news", unseen))
    yield from _gain_by_thirds(Sample("about politics", about_politics(corpus)))
    if truth:
        first, second = article_body(truth), (sources / "bao-bac-ninh-2017.txt").read_text("utf-8")
        yield from _gain("the second seed", [second], Sample("first seed, by hand", [first]))
        yield from _gain("the first seed, by hand", [first], Sample("second seed", [second]))


def adapting_to_a_topic(corpus: Path, sources: Path) -> Iterator[str]:
    """What a user's articles add to a model that was made without their whole topic."""
    yield HEADER
    text = read_training_text(corpus, sources)
    lacking = _without_politics(text)
    trained = set(np.unique(text.stream.documents).tolist())
    topic = (
        each for number, each in enumerate(all_documents(corpus)) if number in trained and each.political
    )
    own = sorted(topic, key=_drawn)
    unseen = Sample("political news", [each.text for each in held_out(corpus, "test") if each.political])
    yield row("a model without the topic", unseen.name, score(unseen, DAMAGES["drop-after-latin1"], lacking))
    for number in ARTICLES:
        model = _adapted([document.text for document in own[:number]], lacking)
        yield row(f"with {number:,} articles of it", unseen.name, score(unseen, _DROP, model))


def _without_politics(text: TrainingText) -> Model:
    """N-grams alone, of everything but the political topic."""
    other = select(text.stream, ~text.political[text.stream.documents])
    lacking = replace(text, stream=other, political=np.zeros_like(text.political))
    habits = count_habits(other, len(text.units))
    return parse_model(write_model(text.units, make_ngrams(lacking), habits))


def _drawn(document: CorpusText) -> int:
    return document.draw // 1000


def _gain(name: str, own: list[str], unseen: Sample) -> Iterator[str]:
    yield row("shipped model", unseen.name, score(unseen, DAMAGES["drop-after-latin1"]))
    yield row(f"with {name}", unseen.name, score(unseen, DAMAGES["drop-after-latin1"], _adapted(own)))


def _gain_by_thirds(sample: Sample) -> Iterator[str]:
    """Each third of the documents with what the other two say."""
    yield row("shipped model", sample.name, score(sample, DAMAGES["drop-after-latin1"]))
    counted = Score()
    for third in range(3):
        model = _adapted([text for number, text in enumerate(sample.texts) if number % 3 != third])
        for text in sample.texts[third::3]:
            restored = restore(DAMAGES["drop-after-latin1"](text), DAMAGES["drop-after-latin1"].name, model)
            counted.add(text, restored, DAMAGES["drop-after-latin1"])
    yield row("with the other two thirds", sample.name, counted)


def _adapted(articles: list[str], shipped: Model | None = None) -> Model:
    return adapted_model(adapt(articles), shipped)
