"""Standing type: what was composed once is kept, and set again only where something has changed.

A fragment is known by all that it was made of: the document, where it begins, the design's files, the sizes
of its pictures, and what made it. So it does not matter whether it is out of the store or from the press.
"""

import atexit
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol, TypeVar

from msgspec import structs

from kyyeu.binding.fragment import Fragment, Stamp, pack_stamps, unpack_fragment, unpack_stamps
from kyyeu.binding.pagination import Start, Wanted
from kyyeu.cache import Store
from kyyeu.errors import KyyeuError, MachineError, Problems, TemplateError
from kyyeu.pdf.engine import bring_in
from kyyeu.pdf.pango import name_press
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import Cases, Press
from kyyeu.processes.ahead import Ahead
from kyyeu.processes.apart import Bounds, Ended
from kyyeu.processes.each import do_each

_MOST_SECONDS = 20  # of a core's time, and one more for so many letters as a page has
_LETTERS_A_SECOND = 2_000
_MEMORY_A_LETTER = 4_000  # bytes

_BODY = re.compile("<body.*</body>", re.DOTALL)
_MOST_DESIGNS = 3  # at a time, each of a few megabytes of style sheets and faces
_MOST_DOCUMENTS = 2000  # of a few pages each, whose digests are asked for with every book
_IN_TURN = 2  # by one copy: an article that was edited, and the mark of the content; or so many times stamps
FEW = 4
"""Sections, as of a book of which one was edited."""
_READ_AT_ONCE = 16  # fragments, in one book
_AT_ONCE = 50  # stamps, of which a page has two or three

T = TypeVar("T")
Work = Callable[[Press], bytes]

MOST_MEMORY = 4_000_000_000
"""Bytes that a process may address that lays out a short text."""
_BOUNDS_OF_STAMPS = Bounds(_MOST_SECONDS, MOST_MEMORY)


def name_design(files: Mapping[str, bytes]) -> str:
    """What tells the design of those files, and what makes fragments of it, from any other."""
    digests = sorted((name, sha256(data).hexdigest()) for name, data in files.items())
    return f"{name_press()} {sha256(repr(digests).encode()).hexdigest()}"


class Endless(Exception):
    """Documents that no machine can lay out within bounds."""

    def __init__(self, documents: Sequence[str], bounds: Bounds):
        """Those are they; the first was given the `bounds`."""
        super().__init__(documents)
        self.documents, self.bounds = documents, bounds


class ProofReader(Protocol):
    """Reads what was composed back, each by itself."""

    def name_proof(self, html: str) -> str:
        """What the fragment of the document is held against, in short."""
        ...

    def find_sound(self, composed: Sequence[tuple[str, Fragment]]) -> Sequence[bool]:
        """For each document whether its fragment says all that it must, where and as it can be read."""
        ...

    def are_sound(self, stamps: Sequence[Stamp]) -> bool:
        """Whether what they say can be read."""
        ...


def _pack(composed: Sequence[tuple[str, Fragment]]) -> list[bytes]:
    """The fragments as bytes; nobody has read them."""
    return [fragment.packed() for _, fragment in composed]


def _compose(html: str, start: Start, press: Press) -> bytes:
    """The fragment of the document as bytes."""
    return press.compile(html, start).packed()


def _draw(html: str, wanted: Mapping[str, Wanted], press: Press) -> bytes:
    """The stamps as bytes, under their names."""
    return pack_stamps(dict(zip(wanted, press.stamp(html, [*wanted.values()]), strict=True)))


@dataclass
class StandingType:
    """A press whose work is kept in a store, and done on every core."""

    supply: Supply
    """Where documents have their files from."""
    store: Store
    """Where what was composed stands."""
    design: str
    """Tells what the supply reads, and all that makes fragments of it, from any other."""
    reader: ProofReader
    """Reads it back."""
    tell: Callable[[str, int, int], object] = lambda html, number, count: None
    """Told of each document that is laid out: which it is, its number, from 1, and of how many."""
    find_file: Callable[[str], Path | None] = lambda html: None
    """Which file to look into where the layout engine finds fault with a document, if any."""
    inspect: Callable[[Sequence[str]], object] = lambda documents: None
    """Given documents before they are composed; what it raises of them is raised. What stands passed it."""
    elsewhere: Callable[[Sequence[tuple[str, Start]]], Sequence[Future[bytes]]] | None = None
    """Lays documents out on other machines, if there are any: gives the bytes of each fragment."""
    ahead: Ahead[Press] | None = None
    """A copy of this process that has the press ready, if there is one."""
    _press: Press | None = None

    def compile_all(self, sections: Sequence[tuple[str, Start]]) -> Sequence[Fragment]:
        """The fragment of each document. Raises as a Press does, and Endless."""
        found = [self._find(setting) for setting in sections]
        missing = [place for place, fragment in enumerate(found) if fragment is None]
        if missing:
            self.inspect([sections[place][0] for place in missing])
        for place, data in zip(missing, self._make([sections[place] for place in missing]), strict=True):
            self.store.put(self._key(sections[place]), data)
            found[place] = unpack_fragment(data)
        return [fragment for fragment in found if fragment is not None]

    def stamp(self, html: str, wanted: Sequence[Wanted]) -> Sequence[Stamp]:
        """What stands in the margins of documents that have the head of `html`. Raises as a Press does.

        All of a book are kept as one: there is one for every page, and each is small.
        """
        key, named = f"{self.design} stamps {_digest(html)}", {_name(one): one for one in wanted}
        kept = self.store.recall(key, unpack_stamps) or {}
        missing = {name: one for name, one in named.items() if name not in kept}
        if missing:
            drawn = {name: stamp for part in self._draw(html, missing) for name, stamp in part.items()}
            kept = {name: kept.get(name) or drawn[name] for name in named}
            self.store.put(key, pack_stamps(kept))
        return [kept[name] for name in named]

    def _find(self, setting: tuple[str, Start]) -> Fragment | None:
        """The fragment as it stands, if it does, and nothing has changed of what it must say and show."""
        fragment = self.store.recall(self._key(setting), unpack_fragment)
        if fragment is None or fragment.proof != self.reader.name_proof(setting[0]):
            return None
        return fragment if fragment.sizes.items() <= self.supply.sizes.items() else None

    def _key(self, setting: tuple[str, Start]) -> str:
        html, start = setting
        told = sorted(start.told.items())
        return f"{self.design} {_digest(html)} {start.page} {told} {start.pages} {start.opens}"

    def _make(self, settings: Sequence[tuple[str, Start]]) -> Iterator[bytes]:
        """The fragments as bytes, read back. Raises what the first raises that can't be composed.

        Unpacked they are four times as large, and what reads them is a copy of this process.
        """
        if not settings:
            return
        if composed_ahead := self._compose_ahead(settings):
            yield from composed_ahead
            return
        if not self.elsewhere and len(settings) <= FEW:  # a copy that composes one may as well read it
            yield from self._compose_here(settings, self._prove)
            return
        sent = self._fetch(settings, self.elsewhere(settings)) if self.elsewhere else None
        composed = sent or self._compose_here(settings)
        yield from self._prove_many([*zip((html for html, _ in settings), composed, strict=True)])

    def _compose_ahead(self, settings: Sequence[tuple[str, Start]]) -> list[bytes]:
        """The fragments, read back, by the copy that is ready; nothing where it gives nothing."""

        def asked() -> Iterator[tuple[Work, Bounds]]:
            for place, (html, start) in enumerate(settings, 1):
                self.tell(html, place, len(settings))
                yield partial(_compose, html, start), bounds_of(len(html))

        composed = self._ask_ahead(asked(), len(settings))
        return [*self._prove_many([*zip((html for html, _ in settings), composed, strict=False)])]

    def _ask_ahead(self, asked: Iterator[tuple[Work, Bounds]], count: int) -> list[bytes]:
        """What the copy that is ready gives for each of so many; nothing where it gives nothing for one.

        Why it does not comes out where this process does the work.
        """
        if self.ahead is None:
            return []
        with suppress(Ended):
            if count <= _IN_TURN:
                return [self.ahead.ask(*each) for each in asked]
        self.ahead.dismiss()
        self.ahead = None
        return []

    def _fetch(self, settings: Sequence[tuple[str, Start]], sent: Sequence[Future[bytes]]) -> Iterator[bytes]:
        """Fragments that were composed elsewhere."""
        for place, ((html, _), future) in enumerate(zip(settings, sent, strict=True)):
            self.tell(html, place + 1, len(settings))
            try:
                data = future.result()
            except (KyyeuError, Problems):
                raise
            except Exception:  # whatever becomes of machines, one of which may have had no memory for it
                raise Endless([html], bounds_of(len(html))) from None
            yield data

    def _prove(self, composed: Sequence[tuple[str, Fragment]]) -> list[bytes]:
        """The fragment of each document, with what it was held against if it was sound, as bytes."""
        proofs = [
            self.reader.name_proof(html) if is_sound else ""
            for (html, _), is_sound in zip(composed, self.reader.find_sound(composed), strict=True)
        ]
        proved = zip(composed, proofs, strict=True)
        return [structs.replace(fragment, proof=proof).packed() for (_, fragment), proof in proved]

    def _prove_many(self, composed: list[tuple[str, bytes]]) -> Iterator[bytes]:
        """The same of many, read some at a time, each in a copy of this process."""
        some = [composed[start : start + _READ_AT_ONCE] for start in range(0, len(composed), _READ_AT_ONCE)]

        def prove(part: Sequence[tuple[str, bytes]]) -> list[bytes]:
            return self._prove([(html, unpack_fragment(data)) for html, data in part])

        read = deque(zip(some, do_each(prove, some, _bounds_of_reading), strict=True))
        composed.clear()
        while read:
            part, future = read.popleft()
            yield from [data for _, data in part] if _is_ended(future) else future.result()

    def _compose_here(
        self,
        settings: Sequence[tuple[str, Start]],
        finish: Callable[[Sequence[tuple[str, Fragment]]], list[bytes]] = _pack,
    ) -> Iterator[bytes]:
        """The fragments, each finished in the copy of this process that composed it."""
        press = self._make_ready(settings[0][0])

        def compose(setting: tuple[str, Start]) -> bytes:
            try:
                (data,) = finish([(setting[0], press.compile(*setting))])
                return data
            except TemplateError as error:
                if error.path is None:
                    raise TemplateError(
                        error.code, self.find_file(setting[0]), None, **error.facts
                    ) from error
                raise

        places = sorted(range(len(settings)), key=lambda place: -len(settings[place][0]))
        longest_first = [settings[place] for place in places]  # or other cores would wait for it at the end

        def tell(number: int) -> None:
            self.tell(longest_first[number][0], number + 1, len(settings))

        done = do_each(compose, longest_first, lambda setting: bounds_of(len(setting[0])), tell)
        made = [future for _, future in sorted(zip(places, done, strict=True), key=itemgetter(0))]
        endless = [html for (html, _), each in zip(settings, made, strict=True) if _is_ended(each)]
        if endless:
            raise Endless(endless, bounds_of(len(endless[0])))
        yield from (each.result() for each in made)

    def _draw(self, html: str, wanted: Mapping[str, Wanted]) -> Iterator[dict[str, Stamp]]:
        """The stamps under their names, read back, some at a time."""
        each = [*wanted.items()]
        some = [dict(each[start : start + _AT_ONCE]) for start in range(0, len(each), _AT_ONCE)]
        asked = ((partial(_draw, html, part), _BOUNDS_OF_STAMPS) for part in some)
        if drawn := self._ask_ahead(asked, len(some)):
            proved = do_each(self._prove_stamps, drawn, lambda part: _BOUNDS_OF_STAMPS)
        else:
            press = self._make_ready(html)
            draw = lambda part: self._prove_stamps(_draw(html, part, press))  # noqa: E731
            proved = do_each(draw, some, lambda part: _BOUNDS_OF_STAMPS)
        for part in proved:
            if _is_ended(part):
                raise MachineError("layout-died")
            yield unpack_stamps(part.result())

    def _prove_stamps(self, drawn: bytes) -> bytes:
        """The stamps, told from others if they are sound."""
        stamps = unpack_stamps(drawn)
        if not self.reader.are_sound([*stamps.values()]):
            return drawn
        return pack_stamps({name: structs.replace(stamp, proved=True) for name, stamp in stamps.items()})

    def _make_ready(self, html: str) -> Press:
        """The press with engine, faces and style sheets, before this process is copied: each copy has them.

        They are read with the first document that is composed, `html` without what it says.
        """
        if self._press is None:
            bring_in()
            cases = cases_of(self.design)
            self._press = Press(self.supply, cases)
            if not cases.sheets:
                self._press.lay_out(_BODY.sub("<body>.</body>", html, count=1))
        return self._press


@lru_cache(maxsize=_MOST_DESIGNS)
def cases_of(design: str) -> Cases:
    """Those that a process keeps that makes booklets again and again."""
    return Cases()


atexit.register(cases_of.cache_clear)  # while WeasyPrint, which cleans up after itself, is all there


def _is_ended(future: Future[Any]) -> bool:
    return isinstance(future.exception(), Ended)


def bounds_of(letters: int) -> Bounds:
    """What it may take to lay out so many letters."""
    return Bounds(_MOST_SECONDS + letters // _LETTERS_A_SECOND, MOST_MEMORY + letters * _MEMORY_A_LETTER)


def _bounds_of_reading(composed: Sequence[tuple[str, bytes]]) -> Bounds:
    """What it may take to read those fragments back: less than to lay them out."""
    return bounds_of(sum(len(html) for html, _ in composed))


def _name(wanted: Wanted) -> str:
    """Tells a stamp from any other of its design: what of its page's kind shows is in its edge's rules."""
    return repr((wanted.edge, wanted.page, wanted.pages))


@lru_cache(maxsize=_MOST_DOCUMENTS)
def _digest(html: str) -> str:
    return sha256(html.encode()).hexdigest()
