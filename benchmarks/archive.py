"""How fast `build.py restore` does many files, and what of a file's time is not the restorer's.

python -m benchmarks.archive CORPUS
python -m benchmarks.archive CORPUS --files 300 --damage drop-after-latin1
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

from benchmarks.restorer.cost import yardstick
from benchmarks.restorer.texts import held_out
from kyyeu.errors import KyyeuError
from kyyeu.intake.task import Manner, Task, run
from kyyeu.restorer import Restoration, restore
from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.language_model import Model

ROOT = Path(__file__).parent.parent
_FEWEST, _MOST = 200, 2_500  # syllables of what may be a newspaper's article


def main(arguments: Sequence[str]) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description=__doc__)
    parser.add_argument("corpus", type=Path, help="the folder the model was trained from")
    parser.add_argument("--files", type=int, default=300, help="how many articles are damaged and restored")
    parser.add_argument("--damage", choices=[*DAMAGES], default="drop-after-latin1", help="by what")
    options = parser.parse_args(arguments)
    texts = [DAMAGES[options.damage](text) for text in _articles(options.corpus)][: options.files]
    syllables = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} articles, {syllables:,} syllables; {yardstick()}; {os.cpu_count()} cores\n")
    print(*_by_processes(texts), sep="\n", flush=True)
    print("", *_by_part(texts[: len(texts) // 5]), sep="\n")
    return 0


def _articles(corpus: Path) -> list[str]:
    """Held-out documents as long as an article."""
    return [doc.text for doc in held_out(corpus) if _FEWEST <= len(doc.text.split()) <= _MOST]


def _by_processes(texts: Sequence[str]) -> Iterator[str]:
    """A row for one process and for all cores: the command itself, with its start and the model's load."""
    yield "| processes | wall s | CPU s | files a second | load before |"
    yield "|---|---|---|---|---|"
    for jobs in dict.fromkeys((1, os.cpu_count() or 1)):
        load = os.getloadavg()[0]
        with tempfile.TemporaryDirectory() as folder:
            sources, content = Path(folder, "in"), Path(folder, "content")
            sources.mkdir()
            content.mkdir()
            for number, text in enumerate(texts):
                (sources / f"bai-{number:05}.txt").write_text(text, "utf-8")
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            _restore(sources, content, jobs)
            wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        yield f"| {jobs} | {wall:.1f} | {cpu:.1f} | {len(texts) / wall:.1f} | {load:.1f} |"


def _restore(sources: Path, content: Path, jobs: int) -> None:
    """The command on a folder; a file that was refused is not a reason to stop the clock."""
    options = ["--jobs", str(jobs), "--content", str(content), str(sources)]
    command = [sys.executable, str(ROOT / "build.py"), "restore", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 2) or not any(content.glob("articles/*.md")):
        raise SystemExit(done.stderr)


def _by_part(texts: Sequence[str]) -> Iterator[str]:
    """What of the time of a file is the restorer's, in this process, and what is all the rest."""
    inside = 0.0

    def timed(text: str, damage: str, model: Model | None) -> Restoration:
        nonlocal inside
        start = time.process_time()
        try:
            return restore(text, damage, model)
        finally:
            inside += time.process_time() - start

    with patch("kyyeu.intake.recut.restore", timed):
        start = time.process_time()
        for text in texts:
            with suppress(KyyeuError):
                run(Task(Path("a.txt"), Path("articles/a.md"), "a.txt", text.encode(), Manner()))
        whole = time.process_time() - start
    each = 1000 / len(texts)
    yield "| of one file | CPU ms |"
    yield "|---|---|"
    yield f"| the restorer: detection and restoring | {inside * each:.1f} |"
    yield f"| layout, header, proof and all else | {(whole - inside) * each:.1f} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
