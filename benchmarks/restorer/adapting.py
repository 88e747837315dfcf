"""What a user's own articles add to the shipped model, on articles they do not contain."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.restorer.accuracy import HEADER, row, score
from benchmarks.restorer.scoring import Score
from benchmarks.restorer.texts import Sample, about_politics, article_body, held_out
from kyyeu.restorer import restore
from kyyeu.restorer.adapt import adapt, adapted_model
from kyyeu.restorer.damage.drop_after_latin1 import drop_after_latin1
from kyyeu.restorer.model import Model


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


def _gain(name: str, own: list[str], unseen: Sample) -> Iterator[str]:
    yield row("shipped model", unseen.name, score(unseen, drop_after_latin1))
    yield row(f"with {name}", unseen.name, score(unseen, drop_after_latin1, _adapted(own)))


def _gain_by_thirds(sample: Sample) -> Iterator[str]:
    """Each third of the documents with what the other two say."""
    yield row("shipped model", sample.name, score(sample, drop_after_latin1))
    counted = Score()
    for third in range(3):
        model = _adapted([text for number, text in enumerate(sample.texts) if number % 3 != third])
        for text in sample.texts[third::3]:
            restored = restore(drop_after_latin1(text), drop_after_latin1.name, model)
            counted.add(text, restored, drop_after_latin1)
    yield row("with the other two thirds", sample.name, counted)


def _adapted(articles: list[str]) -> Model:
    with TemporaryDirectory() as folder:
        for number, article in enumerate(articles):
            Path(folder, f"{number}.txt").write_text(article, "utf-8")
        return adapted_model(adapt(Path(folder)))
