"""Many sources to as many articles: on every core, or on a cluster, stopped and taken up again at will.

The work is done by `intake.task.run`, wherever that is; what is read and what is written is read and
written here, once, so that a worker that dies takes nothing with it.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from kyyeu.errors import ContentError, KyyeuError, MachineError, Problems, problem_of
from kyyeu.header import split_front_matter
from kyyeu.intake.task import Manner, Restored, Task, run
from kyyeu.restorer.damage import DAMAGES
from kyyeu.saving import save
from kyyeu.workers import Workers

MOST_BYTES = 1_000_000
"""A source larger than this is no article: some 150,000 syllables."""

# Tasks under way for each worker: enough that none waits, few enough that memory does not grow.
_AHEAD = 4
_LONGEST_SLUG = 80
_ENDING = ".txt"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to restore."""

    path: Path
    """Where it is."""
    file: str
    """Its name under ``content/sources/``."""
    slug: str
    """Its article's name, without the ending."""
    folder: Path | None = None
    """The folder it was found in, where it was not named itself."""


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


def find_sources(places: Iterable[Path]) -> Iterator[Source]:
    """The files, and the ``.txt`` files of the folders; a folder's are named by their path in it."""
    for place in places:
        if place.is_dir():
            for path in _walk(place):
                name = "-".join(path.relative_to(place).parts)
                yield Source(path, name, make_slug(Path(name).stem), place)
        else:
            yield Source(place, place.name, make_slug(place.stem))


def _walk(folder: Path) -> Iterator[Path]:
    """Every text file under the folder, and every folder that can't be opened: reading it will say so.

    One folder's names at a time are held in memory; links to folders are not followed.
    """
    closed: list[Path] = []
    for inside, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders.sort()
        yield from (Path(inside, name) for name in sorted(names) if name.lower().endswith(_ENDING))
    yield from closed


def make_slug(name: str) -> str:
    """The name in the letters a file of an article may have; empty where none of its characters is one.

    >>> make_slug("Báo Nghệ An, số 3")
    'bao-nghe-an-so-3'
    """
    plain = DAMAGES["strip-diacritics"](normalize("NFC", name)).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) <= _LONGEST_SLUG:
        return slug
    whole_words, _, _ = slug[: _LONGEST_SLUG + 1].rpartition("-")
    return whole_words or slug[:_LONGEST_SLUG]


@dataclass(frozen=True, slots=True)
class _Job:
    """A source that is being restored."""

    source: Source
    """The source."""
    task: Task
    """The work."""
    files: frozenset[Path]
    """What is to be written of what comes of it."""


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

        One bad source does no harm to the others. No more than a few sources are held in memory.
        """
        waiting = iter(sources)
        running: dict[Future[Restored], _Job] = {}
        while True:
            for source in waiting:
                job = self._open(source)
                if isinstance(job, Outcome):
                    yield job
                else:
                    running[workers.submit(run, job.task)] = job
                if len(running) >= workers.count * _AHEAD:
                    break
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                if isinstance(future.exception(), BrokenExecutor):
                    yield from self._take_up(running, workers)
                    break
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

    def _open(self, source: Source) -> _Job | Outcome:
        """The work to be done for a source, or what there is to say where none is."""
        try:
            wanted = self._wanted(source)
            if not wanted:
                return Outcome(source, self._article(source), kept=True)
            task = Task(source.path, self._article(source), source.file, self._read(source), self.manner)
            return _Job(source, task, wanted)
        except KyyeuError as error:
            return Outcome(source, self._article(source), problem=error)

    def _close(self, future: Future[Restored], job: _Job) -> Outcome:
        """What became of a source whose work is over."""
        article = self._article(job.source)
        try:
            restored = future.result()
            page = self._save(restored, job)
            return Outcome(job.source, article, restored, kept=article not in job.files, page=page)
        except (KyyeuError, Problems) as error:
            return Outcome(job.source, article, problem=error)
        except Exception as error:  # whatever happens to one source, the others are done
            return Outcome(job.source, article, problem=_explain(error, job.source.path))

    def _save(self, restored: Restored, job: _Job) -> Path | None:
        """All that is wanted or, where it can't be written, nothing; the place of the page to review."""
        page = self._page(job.source)
        made = {
            self._copy(job.source): job.task.data,
            page: restored.review.encode(),
            # last, since an article that is there says that the rest is
            self._article(job.source): restored.text.encode(),
        }
        save({path: data for path, data in made.items() if path in job.files})
        return page if page in job.files else None

    def _article(self, source: Source) -> Path:
        return self.content / "articles" / f"{source.slug}.md"

    def _page(self, source: Source) -> Path:
        return (self.review or Path()) / f"{source.slug}.html"

    def _copy(self, source: Source) -> Path:
        return self.content / "sources" / source.file

    def _wanted(self, source: Source) -> frozenset[Path]:
        """The files to be written; none where all was done before."""
        if not source.slug:
            raise ContentError("no-slug", source.path)
        article, wanted = self._article(source), set[Path]()
        if self.force or not article.exists():
            wanted |= {article, *self._copies(source)}
        elif not _is_made_from(article, source.file):
            raise ContentError("article-of-another", article, source=source.file)
        elif not self.resume and not self.review:
            raise ContentError("article-exists", article)
        if self.review and not (self.resume and self._page(source).exists()):
            wanted.add(self._page(source))
        return frozenset(wanted)

    def _copies(self, source: Source) -> Iterator[Path]:
        """The source's place in the content folder, where it is not there yet."""
        place = self._copy(source)
        if not place.exists():
            yield place
        elif place.read_bytes() != _read(source.path):
            raise ContentError("source-name-taken", source.path, name=str(place))

    def _read(self, source: Source) -> bytes:
        """What the source holds, which may lie in the folder asked for alone, links followed."""
        inside = self.content if source.path.parent == self.content / "sources" else source.folder
        if inside and not source.path.resolve().is_relative_to(inside.resolve()):
            raise ContentError("link-outside", source.path, folder=str(inside))
        return _read(source.path)


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ContentError("no-file", path)
        if status.st_size > MOST_BYTES:
            raise ContentError("source-too-large", path, size=status.st_size, most=MOST_BYTES)
        return path.read_bytes()
    except FileNotFoundError:
        raise ContentError("no-file", path) from None
    except OSError as error:
        raise ContentError("unreadable", path, problem=problem_of(error)) from None


def _explain(error: Exception, path: Path) -> KyyeuError:
    """The error of a library, or of a worker that is no more."""
    if isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
        return MachineError("worker-died", path)
    return KyyeuError("unexpected", path, problem=f"{type(error).__name__}: {error}")


def _is_made_from(article: Path, file: str) -> bool:
    """Whether the article's header names that source. Read as lines: YAML would take most of the time."""
    try:
        header, _, _ = split_front_matter(article.read_text("utf-8"), article)
    except (OSError, UnicodeDecodeError, ContentError):
        return False
    named = re.search(r"^ +file: +(.+?) *$", header, re.MULTILINE)
    return named is not None and named[1].strip("'\"") == file
