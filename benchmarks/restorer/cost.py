"""What a restoration costs: seconds by length, memory by length, loading."""

import subprocess
import sys
import time
from collections.abc import Iterator

_LOAD = (
    "import time; start = time.perf_counter(); from kyyeu.restorer.model_file import shipped_model; "
    "shipped_model(); print(time.perf_counter() - start)"
)
_STREAM = """
import re, sys, time
from kyyeu.restorer import restore_stream
from kyyeu.restorer.damage import DAMAGES

length = int(sys.argv[1])
text = sys.stdin.read().replace("\\f", "")
syllables = len(text.split())

def lines():
    left = length
    while left > 0:
        for line in text.splitlines(keepends=True):
            words = line.split(" ")[:left]
            yield " ".join(words)
            left -= len(line.split())
            if left <= 0:
                return

start, wall_start = time.process_time(), time.perf_counter()
done = sum(len(restored.text.split()) for restored in restore_stream(lines(), "drop-after-latin1"))
seconds, wall = time.process_time() - start, time.perf_counter() - wall_start
# Not ru_maxrss: a child inherits that of the process that started it.
status = open("/proc/self/status").read()
peak = int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024
print(f"| {done:,} | {seconds:.2f} | {wall:.2f} | {done / seconds:,.0f} | {peak:.0f} |")
"""


def loading() -> str:
    """The median of seven loads in fresh processes, imports included."""
    seconds = sorted(float(_run([sys.executable, "-c", _LOAD])) for _ in range(7))
    return f"import and model: {seconds[3]:.2f} s"


def by_length(damaged: str, lengths: tuple[int, ...]) -> Iterator[str]:
    """A row for each length: CPU and wall seconds, syllables a CPU second, peak MiB; model load included."""
    yield "| syllables | CPU seconds | wall seconds | syllables a CPU second | peak MiB |"
    yield "|---|---|---|---|---|"
    for length in lengths:
        yield _run([sys.executable, "-c", _STREAM, str(length)], damaged).strip()


def yardstick() -> str:
    """How fast this machine is just now: ten million additions in a loop."""
    start, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return f"ten million additions: {time.process_time() - start:.2f} s"


def _run(command: list[str], stdin: str = "") -> str:
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=True).stdout
