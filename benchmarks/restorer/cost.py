"""What a restoration costs: seconds by length, memory by length, loading."""

import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO

from kyyeu.restorer.damage import DAMAGES

_LOAD = (
    "import time; start = time.perf_counter(); from kyyeu.restorer.model_file import shipped_model; "
    "imported = time.perf_counter(); shipped_model(); print(imported - start, time.perf_counter() - imported)"
)
_STREAM = """
import re, sys, time
from kyyeu.restorer import restore_stream

def lines(left):
    for line in sys.stdin:
        yield " ".join(line.split(" ")[:left])
        left -= len(line.split())
        if left <= 0:
            return

start, wall_start = time.process_time(), time.perf_counter()
restored = restore_stream(lines(int(sys.argv[1])), "drop-after-latin1")
done = sum(len(piece.text.split()) for piece in restored)
seconds, wall = time.process_time() - start, time.perf_counter() - wall_start
# Not ru_maxrss: a child inherits that of the process that started it.
status = open("/proc/self/status").read()
peak = int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024
print(f"| {done:,} | {seconds:.2f} | {wall:.2f} | {done / seconds:,.0f} | {peak:.0f} |")
"""


def loading() -> str:
    """The medians of seven loads in fresh processes: of what is imported, NumPy too, and of the model."""
    loads = [_run([sys.executable, "-c", _LOAD]).split() for _ in range(7)]
    imports, model = (sorted(map(float, seconds))[3] for seconds in zip(*loads, strict=True))
    return f"imports: {imports:.2f} s, model: {model:.2f} s"


def by_length(texts: Iterable[str], lengths: Sequence[int]) -> Iterator[str]:
    """A row for each length: CPU and wall seconds, syllables a CPU second, peak MiB; model load included."""
    yield "| syllables | CPU seconds | wall seconds | syllables a CPU second | peak MiB |"
    yield "|---|---|---|---|---|"
    with TemporaryFile("w+", encoding="utf-8") as damaged:
        _write(damaged, texts, max(lengths))
        for length in lengths:
            damaged.seek(0)
            yield _run([sys.executable, "-c", _STREAM, str(length)], damaged).strip()


def _write(damaged: IO[str], texts: Iterable[str], syllables: int) -> None:
    """Write texts, damaged, until there are so many syllables."""
    for text in texts:
        damaged.write(DAMAGES["drop-after-latin1"](text) + "\n")
        syllables -= len(text.split())
        if syllables <= 0:
            return


def yardstick() -> str:
    """How fast this machine is just now: ten million additions in a loop."""
    start, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return f"ten million additions: {time.process_time() - start:.2f} s"


def _run(command: list[str], stdin: IO[str] | None = None) -> str:
    return subprocess.run(command, stdin=stdin, stdout=subprocess.PIPE, text=True, check=True).stdout
