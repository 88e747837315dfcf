"""Look for a file that makes a reader fall over, or never end: ``python tests/fuzzing/fuzz.py --seconds 60``.

Each time other ones, from a seed that is printed. One that is found is kept in ``corpus/`` under the reader's
name, and printed; nothing fails for it yet. Commit it: `test_corpus.py` reads all that is there, and fails
until the reader is mended.
"""

import argparse
import hashlib
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from traceback import format_exception_only

sys.path.insert(0, str(Path(__file__).parents[2]))  # the package, where this is called as a command

from readers import READERS, REFUSED

CORPUS = Path(__file__).with_name("corpus")
MOST_SECONDS = 20
"""Of a processor's time: a busy machine makes no reader endless."""
_PIECES = [
    piece.encode("utf-8", "surrogatepass")
    for piece in (
        "[ ] ( ) < > & * _ ` ~ ! \\ | # - : ; { } \" ' , ? % @ = + / \n \n\n \t \r \0 \x1b \x85 \u2028 "
        "\u200b \ufeff \ud800 \U0001f600 ế ở --- ``` ~~~ ![ ]( [^ ]: <div> </div> <!-- --> "
        "<![CDATA[ &#0; &lt; {: } url( var( @import /* */ "
        "!important 0x 1e999 .nan ~ null !!python &a *a << \\U \\x \\u 9999999999 -0"
    ).split(" ")
]


def spoil(data: bytes, random: Random) -> bytes:
    """The file with a few things taken out, put in, said twice or many times."""
    for _ in range(random.randint(1, 6)):
        start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
        end = min(end, start + random.choice([0, 1, 3, 30, 300]))
        piece = random.choice([random.choice(_PIECES), bytes([random.randrange(256)]), data[start:end]])
        times = random.choice([0, 1, 1, 1, 2, 50, 1000])
        data = data[:start] + piece * times + data[random.choice([start, end]) :]
    return data[:200_000]


def fault_of(read: Callable[[bytes], object], data: bytes) -> str:
    """What is wrong with the reader, as the file shows; empty where it reads or refuses it in time."""
    try:
        with ended_in_time():
            read(data)
    except REFUSED:
        pass
    except Exception as fault:
        return format_exception_only(fault)[-1].strip()
    return ""


@contextmanager
def ended_in_time() -> Iterator[None]:
    """Raises Endless where the processor's time is over; Windows has no clock that would tell."""
    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGPROF, _end)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class Endless(Exception):
    """A reader has not come to an end."""


def _end(number: int, frame: object) -> None:
    raise Endless(f"more than {MOST_SECONDS} seconds")


def main() -> None:
    """Do so, and tell what was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=time.time_ns())
    given = options.parse_args()
    print(f"--seed {given.seed}")
    random, ends = Random(given.seed), time.monotonic() + given.seconds
    tried, found = 0, dict[tuple[str, str], bytes]()
    while time.monotonic() < ends:
        name = random.choice([*READERS])
        data = spoil(random.choice(READERS[name].seeds), random)
        tried += 1
        if fault := fault_of(READERS[name].read, data):
            found.setdefault((name, fault), data)
    for (name, fault), data in found.items():
        path = CORPUS / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
        path.write_bytes(data)
        print(f"{path}: {fault}")
    print(f"{tried} files tried, {len(found)} faults found")


if __name__ == "__main__":
    main()
