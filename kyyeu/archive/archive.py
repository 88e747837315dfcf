"""Many sources to as many articles: on every core, or on a cluster, stopped and taken up again at will.

The work is done by `intake.task.run`, wherever that is; what is read and what is written is read and
written here, once, so that a worker that dies takes nothing with it.
"""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass
from pathlib import Path

from kyyeu.archive.sources import (
    Source,
    check_names,
    hold_the_same,
    holds,
    is_made_from,
    looks_alike,
    read_source,
)
from kyyeu.archive.turns import Turns
from kyyeu.errors import ContentError, KyyeuError, MachineError, Problems, unexpected
from kyyeu.intake.task import Manner, Restored, Task, run
from kyyeu.processes.workers import Workers
from kyyeu.review.page import is_review
from kyyeu.saving import save

# Tasks under way for each worker: enough that none waits, few enough that memory does not grow.
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source."""

    source: Source
    """The source."""
    article: Path
    """Its article's place."""
    restored: Restored | None = None
    """What was made of it; None where all was done before, or it could not be done."""
    problem: KyyeuError | Problems | None = None
    """Why it could not be done."""
    kept: bool = False
    """Whether an article that stood there was left as it was."""
    page: Path | None = None
    """The page to review it, where one was made."""


@dataclass(frozen=True, slots=True)
class _Job:
    """A source that is being restored."""

    source: Source
    """The source."""
    task: Task
    """The work."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Where articles go, and how they are made."""

    content: Path
    """The folder of content."""
    manner: Manner
    """How to restore."""
    force: bool = False
    """Whether an article that stands there is written anew."""
    review: Path | None = None
    """Where pages to review go, if anywhere."""
    resume: bool = True
    """Whether an article made from the same source before is left as it is, and is not an error."""

    def restore_all(self, sources: Iterable[Source], workers: Workers) -> Iterator[Outcome]:
        """What became of each source, as it is done; its article is on the disk by then.

        One bad source does no harm to the others. Of several that would make the same article the first
        that can be made has it. Of all but a few sources no more than the names are held in memory.
        """
        turns, running = Turns(sources), dict[Future[Restored], _Job]()
        while True:
            for source in turns:
                job = self._open(source, turns)
                if isinstance(job, Outcome):
                    yield self._settle(job, turns)
                else:
                    running[workers.submit(run, job.task)] = job
                if len(running) >= workers.count * _AHEAD:
                    break
            if not running:
                return
            for outcome in self._gather(running, workers):
                yield self._settle(outcome, turns)

    def _settle(self, outcome: Outcome, turns: Turns) -> Outcome:
        """The outcome. A source that failed leaves the article to others, unless it was made of it before."""
        source = outcome.source
        turns.end(source, has_article=not outcome.problem or self._is_made_of(source))
        return outcome

    def _is_made_of(self, source: Source) -> bool:
        """Whether the article that is there was made of just what the source holds."""
        try:
            made = is_made_from(self._article(source), source.file)
        except Problems:
            return False
        return made and hold_the_same(self._copy(source), source.path)

    def _gather(self, running: dict[Future[Restored], _Job], workers: Workers) -> Iterator[Outcome]:
        """What became of the work that is over; of all the work at hand where a worker died."""
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            if isinstance(future.exception(), BrokenExecutor):
                yield from self._take_up(running, workers)
                return
            yield self._close(future, running.pop(future))

    def _take_up(self, running: dict[Future[Restored], _Job], workers: Workers) -> Iterator[Outcome]:
        """What becomes of the work at hand when a worker died: each source by itself, to find which kills."""
        jobs = list(running.values())
        running.clear()
        workers.renew()
        for job in jobs:
            future = workers.submit(run, job.task)
            if isinstance(future.exception(), BrokenExecutor):
                workers.renew()
            yield self._close(future, job)

    def _open(self, source: Source, turns: Turns) -> _Job | Outcome:
        """The work to be done for a source, or what there is to say where none is."""
        article = self._article(source)
        try:
            check_names(source)
            if turns.is_held(source, self._copy(source)):
                return Outcome(source, article, kept=True)
            task = Task(source.path, article, source.file, read_source(source, self.content), self.manner)
            job = _Job(source, task)
            return job if self._wanted(job) else Outcome(source, article, kept=True)
        except Exception as error:  # whatever happens to one source, the others are done
            return Outcome(source, article, problem=_explain(error, source.path))

    def _close(self, future: Future[Restored], job: _Job) -> Outcome:
        """What became of a source whose work is over."""
        article, page = job.task.article, self._page(job.source)
        try:
            restored = future.result()
            saved = self._save(restored, job)
            return Outcome(
                job.source, article, restored if saved else None,
                kept=article not in saved, page=page if page in saved else None,
            )  # fmt: skip
        except Exception as error:  # here too
            return Outcome(job.source, article, problem=_explain(error, job.source.path))

    def _save(self, restored: Restored, job: _Job) -> frozenset[Path]:
        """All that is wanted still or, where it can't be written, nothing; what was written."""
        wanted, copy = self._wanted(job), self._copy(job.source)
        made = [
            (copy, job.task.data),
            (self._page(job.source), restored.review.encode()),
            # last, since an article that is there says that the rest is
            (job.task.article, restored.text.encode()),
        ]
        if _is_there(copy):
            made.reverse()  # one that is replaced, last: until it is, the article has another source
        save({path: data for path, data in made if path in wanted})
        return wanted

    def _article(self, source: Source) -> Path:
        return self.content / "articles" / f"{source.slug}.md"

    def _page(self, source: Source) -> Path:
        return (self.review or Path()) / f"{source.slug}.html"

    def _copy(self, source: Source) -> Path:
        """Where it is kept; one that lies there by the same name, its letters apart, is its own copy."""
        place = self.content / "sources" / source.file
        return source.path if looks_alike(source.path, place) and not _is_there(place) else place

    def _wanted(self, job: _Job) -> frozenset[Path]:
        """The files to be written; none where all was done before."""
        source, article, wanted = job.source, job.task.article, set[Path]()
        self._check_own_name(job)
        if self.force or not _is_there(article):
            wanted |= {article, *self._copies(job)}
        else:
            self._check_same(job)
        if self.review and self._is_page_wanted(self._page(source), anew=article in wanted):
            wanted.add(self._page(source))
        return frozenset(wanted)

    def _is_page_wanted(self, page: Path, anew: bool) -> bool:
        """Whether it is to be written: of many, one that is there only where its article is made anew.

        Raises ContentError where something else has its place.
        """
        if _is_there(page) and not is_review(page):
            raise ContentError("page-of-another", page)
        return anew or not (self.resume and _is_there(page))

    def _check_own_name(self, job: _Job) -> None:
        """Whether no other file lies beside the source by the same name, its letters apart or together."""
        path, place = job.source.path, self._copy(job.source)
        if looks_alike(path, place) and not holds(place, job.task.data):
            raise ContentError("source-name-taken", path, name=place)

    def _copies(self, job: _Job) -> Iterator[Path]:
        """The source's place in the content folder, where it is to be written; another article's is not."""
        place = self._copy(job.source)
        if holds(place, job.task.data):
            return
        if _is_there(place) and not is_made_from(job.task.article, job.source.file):
            raise ContentError("source-name-taken", job.source.path, name=place)
        yield place

    def _check_same(self, job: _Job) -> None:
        """Whether the article that is there was made from this very source, and may be passed by."""
        source, article = job.source, job.task.article
        if not is_made_from(article, source.file):
            raise ContentError("article-of-another", article, source=source.file)
        if not holds(self._copy(source), job.task.data):
            raise ContentError("source-changed", source.path, copy=self._copy(source))
        if not self.resume and not self.review:
            raise ContentError("article-exists", article)


def _is_there(path: Path) -> bool:
    """Whether something is there; where a folder may not be looked into, saving will say so."""
    return os.path.exists(path)


def _explain(error: Exception, path: Path) -> KyyeuError | Problems:
    """Our own error as it is; that of a library, or of a worker that is no more, in our words."""
    if isinstance(error, KyyeuError | Problems):
        return error
    if isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
        return MachineError("worker-died", path)
    return unexpected(error, path)
