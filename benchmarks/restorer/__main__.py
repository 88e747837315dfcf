"""Every figure of docs/restorer.md in one run.

python -m benchmarks.restorer CORPUS --truth ARTICLE.md --pyvi ENVIRONMENT/bin/python
python -m benchmarks.restorer CORPUS --only cost --longest 1000000
python -m benchmarks.restorer --cases FOLDER
python -m benchmarks.restorer --ways news verse
python -m benchmarks.restorer --headings
"""

import argparse
import sys
from pathlib import Path

from benchmarks.restorer import accuracy, cost, peers
from benchmarks.restorer.adapting import adapting, adapting_to_a_topic
from benchmarks.restorer.cases import compare, compare_ways
from benchmarks.restorer.headings import compare_headings
from benchmarks.restorer.texts import Sample, news, samples

SOURCES = Path(__file__).parents[2] / "content" / "sources"


def main(arguments: list[str]) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.restorer", description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", help="the folder the model was trained from")
    parser.add_argument("--truth", type=Path, help="the first seed restored by hand")
    parser.add_argument("--pyvi", type=Path, help="a Python that has pyvi")
    parser.add_argument("--longest", type=int, default=10_000_000, help="syllables of the longest text timed")
    parser.add_argument("--cases", type=Path, help="damaged texts and what is right: that table alone")
    parser.add_argument(
        "--ways", nargs="+", metavar="TEXT", help="these of sound/, damaged in every way we know"
    )
    parser.add_argument("--headings", action="store_true", help="headings of documents: that table alone")
    parser.add_argument("--only", choices=["cost", "topic"], help="print this table alone")
    options = parser.parse_args(arguments)
    if options.cases:
        print(*compare(options.cases), sep="\n")
        return 0
    if options.ways:
        print(*compare_ways(options.ways), sep="\n")
        return 0
    if options.headings:
        print(*compare_headings(), sep="\n")
        return 0
    if options.only == "topic":
        _print_topic(options.corpus)
        return 0
    texts = samples(options.corpus, SOURCES / "bao-bac-ninh-2017.txt")
    print(cost.yardstick())
    if options.only is None:
        _print_quality(texts, options)
    _print_cost(options.corpus, options.longest)
    return 0


def _print_quality(texts: list[Sample], options: argparse.Namespace) -> None:
    if options.truth:
        print("\n## First seed", *accuracy.first_seed(SOURCES / "bao-nghe-an.txt", options.truth), sep="\n")
    print("\n## Accuracy", accuracy.HEADER, sep="\n")
    tables = {}
    for damage in accuracy.losses():
        for sample in texts:
            scored = accuracy.score(sample, damage)
            tables[damage.name, sample.name] = scored
            print(accuracy.row(damage.name, sample.name, scored), flush=True)
    for name in ("political news", "mixed news"):
        print(f"\n## Reliability, {name}", *accuracy.reliability(tables["drop-after-latin1", name]), sep="\n")
    if options.pyvi:
        print("\n## Diacritics stripped, beside pyvi")
        print(peers.HEADER)
        for sample in texts:
            print(*peers.compare(sample, options.pyvi), sep="\n", flush=True)
    print("\n## Adapting", *adapting(options.corpus, options.truth, SOURCES), sep="\n")
    _print_topic(options.corpus)


def _print_topic(corpus: Path) -> None:
    print("\n## Adapting to a topic")
    for line in adapting_to_a_topic(corpus, SOURCES):
        print(line, flush=True)


def _print_cost(corpus: Path, longest: int) -> None:
    print("\n## Cost", cost.loading(), sep="\n")
    lengths = [*(length for length in (1_000, 100_000, 1_000_000) if length < longest), longest]
    for line in cost.by_length(news(corpus), lengths):
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
