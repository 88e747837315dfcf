"""How long volumes of many articles take: ``python -m benchmarks.speed 2 20 50 200``.

Ours makes the PDF, proved, tagged and read back, and the EPUB; what one would use instead the PDF alone. Each
is a process of its own; the best of so many rounds is told, with the processor's seconds.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from benchmarks.booklet.contenders import PROJECT
from benchmarks.booklet.stopwatch import Command, Cost, adopt_orphans, measure, measure_memory
from benchmarks.booklet.table import render_table, replace_section
from benchmarks.speed.peers import find_peers
from benchmarks.speed.volume import Piece, edit, invent, rewrite, write_volume

_WORK = PROJECT / "build" / "benchmark-speed"
_PAGE = PROJECT / "docs" / "benchmarks.md"
_LOG = _WORK / "log.txt"


@dataclass(frozen=True, slots=True)
class Row:
    """One way to make one volume."""

    count: int
    way: str
    cost: Cost
    memory: int
    """Bytes that all its processes held at most; 0 where that was not looked at."""

    def tell(self) -> list[str]:
        """A row of the table."""
        memory = f"{self.memory / 1e6:.0f}" if self.memory else "–"
        processor = f"{self.cost.processor:.2f}" if self.cost.processor else "–"
        return [str(self.count), self.way, f"{self.cost.wall:.2f}", processor, memory]


def main() -> None:
    """Print the table, or put it into the documentation."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[2, 20, 50, 200, 1000], help="articles")
    parser.add_argument("--rounds", type=int, default=3, help="of which the best is told (3)")
    parser.add_argument("--write", action="store_true", help=f"write into {_PAGE.relative_to(PROJECT)}")
    options = parser.parse_args()
    adopt_orphans()
    shutil.rmtree(_WORK, ignore_errors=True)
    _WORK.mkdir(parents=True)
    load = os.getloadavg()[0]
    rows = [row.tell() for count in options.counts for row in _measure(count, options.rounds)]
    head = ["articles", "what is made", "wall s", "processor s", "MB, all processes"]
    table = f"Load before: {load:.2f}; {os.cpu_count()} cores.\n\n{render_table(head, rows)}"
    if options.write:
        _PAGE.write_text(replace_section(_PAGE.read_text("utf-8"), table, "speed"), "utf-8")
    else:
        print(table)


def _measure(count: int, rounds: int) -> Iterator[Row]:
    pieces, folder = invent(count), _WORK / str(count)
    content = write_volume(pieces, folder)
    ours = _ours(content, folder)
    yield from _measure_ours(pieces, content, ours, rounds)
    own = _words_of(next((folder / "dist").glob("*.pdf")))
    for peer in find_peers():
        source = peer.write(pieces, folder / peer.name)
        pdf = folder / f"{peer.name}.pdf"
        yield _best(
            count, f"{peer.name}, PDF alone", [peer.command(source, pdf)], rounds if count < 200 else 1
        )
        _compare(pieces, own, _words_of(pdf), peer.name)
        if peer.again:
            again = peer.again(source, pdf, pieces[len(pieces) // 2], rounds)
            yield _fastest(count, f"{peer.name}, its own incremental compiler", again, source.parent)


def _ours(content: Path, folder: Path) -> Command:
    arguments = [sys.executable, "build.py", "--content", str(content), "--out", str(folder / "dist")]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as where it is installed
    return Command(arguments, PROJECT, environment)


def _measure_ours(pieces: Sequence[Piece], content: Path, ours: Command, rounds: int) -> Iterator[Row]:
    count, middle = len(pieces), pieces[len(pieces) // 2]
    fresh = Command([*ours.arguments, "--no-cache"], ours.folder, ours.environment)
    yield _best(count, "kyyeu, nothing remembered", [fresh], rounds if count < 200 else 1)
    yield _best(count, "kyyeu, nothing changed", [ours], rounds)
    costs = []
    for turn in range(rounds):
        edit(middle, turn, content)
        costs.append(_cost([ours]))
    yield Row(count, "kyyeu, one article edited", min(costs, key=lambda cost: cost.wall), 0)
    costs = []
    for turn in range(rounds):
        more = pieces[0].paragraphs * (turn + 2)
        rewrite(pieces[0], more, content)
        costs.append(_cost([ours]))
    yield Row(count, "kyyeu, all pages moved", min(costs, key=lambda cost: cost.wall), 0)
    staying = [sys.executable, "-m", "benchmarks.speed.staying", str(content.parent), str(rounds)]
    yield _fastest(count, "kyyeu, one article edited in a process that stays, PDF alone", staying, PROJECT)
    rewrite(middle, middle.paragraphs, content)
    rewrite(pieces[0], pieces[0].paragraphs, content)
    _cost([ours])


def _best(count: int, way: str, commands: Sequence[Command], rounds: int) -> Row:
    cost, memory = measure_memory(commands, _LOG)
    costs = [_cost(commands) for _ in range(rounds)] or [cost]
    return Row(count, way, min(costs, key=lambda cost: cost.wall), memory.together)


def _fastest(count: int, way: str, arguments: Sequence[str], folder: Path) -> Row:
    """The best of what a process prints that measures itself."""
    ran = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=True)
    return Row(count, way, Cost(min(map(float, ran.stdout.split())), 0, 0), 0)


def _cost(commands: Sequence[Command]) -> Cost:
    cost = measure(commands, _LOG)
    if cost.status:
        raise SystemExit(f"a build failed with status {cost.status}; see {_LOG}")
    return cost


def _words_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return "".join(text.replace("\x02", "-").replace("\ufffe", "-").split())


def _compare(pieces: Sequence[Piece], own: str, other: str, name: str) -> None:
    """Both files must have the sentences of all articles."""
    for piece in pieces:
        for paragraph in piece.paragraphs:
            wanted = "".join(paragraph.split())[:60]
            if wanted not in own or wanted not in other:
                raise SystemExit(f"{name} or ours has not: {wanted}")


if __name__ == "__main__":
    main()
