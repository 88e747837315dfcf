"""What was found, and how grave it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from kyyeu.errors import ContentError, KyyeuError, Problems
from kyyeu.model import Finding


class Grade(Enum):
    """How grave it is."""

    ERROR = "error"
    """No book is made with it, or none should be."""
    WARNING = "warning"
    """It is most likely not what the editor meant."""
    NOTE = "note"
    """It says what was not looked at."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that was found."""

    grade: Grade
    """How grave it is."""
    error: KyyeuError
    """Its code, its place and its facts."""


def judge_problem(problem: KyyeuError | Problems) -> Iterator[Verdict]:
    """All that kept a book from being made, and what was doubtful on the way."""
    errors = problem.errors if isinstance(problem, Problems) else [problem]
    yield from (Verdict(Grade.ERROR, error) for error in errors)
    yield from (Verdict(Grade.WARNING, doubt) for doubt in getattr(problem, "doubts", ()))


def judge_findings(findings: Iterable[Finding], content: Path) -> Iterator[Verdict]:
    """What the editors of the folder `content` may want to look at again."""
    for finding in findings:
        error = ContentError(finding.code, content / finding.file, finding.line, **dict(finding.facts))
        yield Verdict(Grade.WARNING, error)


def sort_verdicts(found: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Those of one file together, from top to bottom, the file with the first of them first."""
    found = [*found]
    files = [*dict.fromkeys(verdict.error.path for verdict in found)]
    return tuple(sorted(found, key=lambda each: (files.index(each.error.path), each.error.line or 0)))
