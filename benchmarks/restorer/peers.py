"""What a user would pick instead, on the same text in the same run: pyvi, in an environment of its own."""

import json
import re
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.restorer.texts import Sample
from kyyeu.restorer import restore
from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.units import WORD, canonical

HEADER = (
    "| what | text | syllables | right % | right but for capitals and tone place % | lines failed "
    "| a CPU second |\n|---|---|---|---|---|---|---|"
)

_PYVI = """
import json, sys, time
from pyvi import ViUtils
ViUtils.add_accents("lam nong")
texts, answers = json.load(sys.stdin), []
start = time.process_time()
for text in texts:
    lines = []
    for line in text.split("\\n"):
        try:
            lines.append(ViUtils.add_accents(line) if line.strip() else line)
        except Exception:
            lines.append(None)
    answers.append(lines)
json.dump([time.process_time() - start, answers], sys.stdout)
"""

_WORDS = re.compile(WORD)


def compare(sample: Sample, pyvi: Path) -> list[str]:
    """Rows for both: syllables right of those in lines both could do, lines failed, and the pace."""
    strip = DAMAGES["strip-diacritics"]
    stripped = [strip(text) for text in sample.texts]
    done = subprocess.run(
        [pyvi, "-c", _PYVI], input=json.dumps(stripped), capture_output=True, text=True, check=True
    )
    their_seconds, theirs = json.loads(done.stdout)
    start = time.process_time()
    ours = [restore(text, strip.name).text.split("\n") for text in stripped]
    our_seconds = time.process_time() - start
    sound = [text.split("\n") for text in sample.texts]
    syllables = sum(len(_WORDS.findall(text)) for text in sample.texts)
    return [
        _row("kyyeu", sample.name, _right(sound, ours), syllables / our_seconds),
        _row("pyvi add_accents", sample.name, _right(sound, theirs), syllables / their_seconds),
    ]


def _right(
    sound: Sequence[Sequence[str]], restored: Sequence[Sequence[str | None]]
) -> tuple[int, int, int, int]:
    """Syllables, right exactly, right but for capitals and the place of the tone mark, and lines failed."""
    total = exact = alike = failed = 0
    for lines, answers in zip(sound, restored, strict=True):
        for line, answer in zip(lines, answers, strict=True):
            words = _WORDS.findall(line)
            said = _WORDS.findall(answer or "")
            failed += len(said) != len(words)
            total += len(words)
            if len(said) == len(words):
                exact += sum(one == other for one, other in zip(words, said, strict=True))
                alike += sum(
                    canonical(one.lower()) == canonical(other.lower())
                    for one, other in zip(words, said, strict=True)
                )
    return total, exact, alike, failed


def _row(name: str, text: str, right: tuple[int, int, int, int], speed: float) -> str:
    total, exact, alike, failed = right
    return (
        f"| {name} | {text} | {total:,} | {100 * exact / total:.2f} | {100 * alike / total:.2f} "
        f"| {failed} | {speed:,.0f} |"
    )
