"""The command that makes the model: `python -m training CORPUS --without content/sources`."""

import argparse
import hashlib
import os
import sys
from pathlib import Path

from training.corpus import corpus_files
from training.habits import count_habits
from training.lessons import learn
from training.ngrams import BESIDE_LESSONS, make_ngrams
from training.packing import write_model
from training.shares import Course, all_doubts
from training.text import read_training_text

OUTPUT = Path(__file__).parent.parent / "vietnamese.model"


def main(arguments: list[str]) -> int:
    """Make the model and say what went into it."""
    options = _options(arguments)
    text = read_training_text(options.corpus, options.without)
    habits = count_habits(text.stream, len(text.units))
    lessons = None
    if not options.ngrams_only:
        found = all_doubts(Course(options.corpus, text, habits), options.processes)
        lessons = learn(found) if found.right.size else None
    ngrams = make_ngrams(text, BESIDE_LESSONS if lessons else None)
    data = write_model(text.units, ngrams, habits, lessons)
    options.output.write_bytes(data)
    print(f"{options.output}: {len(data):,} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder of .txt or .txt.xz files")
    parser.add_argument("--without", type=Path, help="folder of texts to keep out of training, such as seeds")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--ngrams-only", action="store_true", help="without what words further off say")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="4.5 GB of memory for each")
    options = parser.parse_args(arguments)
    if not corpus_files(options.corpus):
        parser.error(f"no .txt or .txt.xz files in {options.corpus}")
    if options.without and not any(options.without.glob("*.txt")):
        parser.error(f"no .txt files in {options.without}, which was to be kept out")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
