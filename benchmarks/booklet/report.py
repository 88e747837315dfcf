"""What the race and the examination found, as a section of Markdown."""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from os import cpu_count
from pathlib import Path

from .race import Result
from .table import render_findings, render_table

_COSTS = [
    "PDF and EPUB by", "wall, s (least–most)", "wall, × ours", "processor, s", "memory, all processes, MB",
    "memory, largest process, MB", "PDF, kB", "EPUB, kB",
]  # fmt: skip

Findings = Mapping[str, Mapping[str, str]]
"""By contender's name, then by what was asked."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything to be told."""

    results: Sequence[Result]
    """Ours first."""
    pdf: Findings
    """Of the last round's PDFs."""
    epub: Findings
    """Of the last round's EPUBs."""
    change: str
    """The letter changed in an article, in words."""
    refused: Mapping[str, bool]
    """By contender's name: whether it declined to build the changed article."""
    absent: Sequence[str]
    """A sentence for each peer left out."""
    load: float
    """The machine's load average in the minute before the race."""
    disturbance: float
    """How many cores other work kept busy during the race, on the average."""


def render_report(report: Report) -> str:
    """The section: where and when, the cost, the findings on either file, and who noticed the change."""
    return "\n\n".join([
        _tell_machine(report),
        *report.absent,
        render_table(_COSTS, (_cost_row(result, report.results[0]) for result in report.results)),
        "The PDF:",
        render_findings(report.pdf),
        "The EPUB:",
        render_findings(report.epub),
        _tell_change(report),
    ])  # fmt: skip


def _tell_machine(report: Report) -> str:
    versions = "; ".join(f"{result.contender.name}: {result.contender.version}" for result in report.results)
    return (
        f"{date.today():%d %B %Y}, {_system()}, {cpu_count()} cores, Python {platform.python_version()}; "
        f"load {report.load:.2f} before, and other work kept {report.disturbance:.2f} cores busy meanwhile; "
        f"medians of {len(report.results[0].costs)} rounds in turns after a warm-up. {versions}."
    )


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.platform())


def _cost_row(result: Result, ours: Result) -> list[str]:
    walls = [cost.wall for cost in result.costs]
    task = result.tasks[-1]
    return [
        result.contender.name,
        f"{result.wall:.2f} ({min(walls):.2f}–{max(walls):.2f})",
        f"{result.wall / ours.wall:.2f}",
        f"{result.processor:.2f}",
        f"{result.memory.together / 1e6:.0f}",
        f"{result.memory.largest / 1e6:.0f}",
        _kilobytes(task.pdf),
        _kilobytes(task.epub),
    ]


def _kilobytes(path: Path) -> str:
    return f"{path.stat().st_size / 1000:.0f}"


def _tell_change(report: Report) -> str:
    words = {True: "refused it", False: "built it all the same"}
    verdicts = "; ".join(f"{name} {words[refused]}" for name, refused in report.refused.items())
    return f"One letter of an article changed ({report.change}): {verdicts}."
