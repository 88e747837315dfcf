"""Texts that were read before, and need not be read again while all that they were read from is the same.

What reads them anew is brought in only then: it takes longer to load than a hundred texts out of the drawer.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import msgspec

from kyyeu.cache import Store, name_maker
from kyyeu.content.door import Misnamed, Read
from kyyeu.content.pictures import LookAt
from kyyeu.errors import ContentError, KyyeuError, Problems
from kyyeu.model import Article, Asked, Foreword, Text
from kyyeu.processes.each import do_many


@dataclass(frozen=True, slots=True)
class Drawer:
    """The texts of a folder of content."""

    read: Read
    """Gives what the file of a name holds."""
    folder: Path
    """Where messages say that the files are."""
    look_at: LookAt
    """Says what a picture file is."""
    store: Store
    """Where texts are kept. One with a mistake is not, and is read until it is mended."""
    _ready: Mapping[str, Article] = field(default_factory=dict)
    """Texts at hand, by the names of their files."""

    def with_articles(self, listed: Mapping[str, int | None]) -> "Drawer":
        """The same with all that are sound of those articles at hand, kept or read on every core."""
        keys = {slug: self._name(Article, _file_of(slug)) for slug in listed}
        kept = {slug: text for slug, (key, own) in keys.items() if (text := self._recall(Article, key, own))}
        missing = [slug for slug in listed if slug not in kept]
        for slug, data in self._read_many(missing, listed):
            self.store.put(keys[slug][0], data)
            kept[slug] = _unpack(Article, data)
        return replace(self, _ready={_file_of(slug): text for slug, text in kept.items()})

    def _read_many(
        self, slugs: Sequence[str], listed: Mapping[str, int | None]
    ) -> Iterator[tuple[str, bytes]]:
        """Those of the articles that are sound, packed; the others are read again to tell what is wrong."""
        if not slugs:
            return
        from kyyeu.content import articles  # before this process is copied  # noqa: F401

        def read(slug: str) -> bytes:
            with suppress(KyyeuError, Problems):
                return msgspec.msgpack.encode(self._read_article(slug, listed[slug]))
            return b""

        yield from ((slug, data) for slug, data in zip(slugs, do_many(read, slugs), strict=True) if data)

    def take_article(self, slug: str, listed: int | None) -> Article:
        """The article with that slug, listed in booklet.yaml on that line. Raises as `read_article` does."""
        return self._take(Article, _file_of(slug), partial(self._read_article, slug, listed))

    def _read_article(self, slug: str, listed: int | None) -> Article:
        from kyyeu.content.articles import read_article

        return read_article(self.read, slug, self.folder, listed, self.look_at)

    def take_foreword(self, name: str, listed: int | None) -> Foreword:
        """The foreword in that file, named in booklet.yaml on that line. Raises as `read_foreword` does."""

        def read() -> Foreword:
            from kyyeu.content.foreword import read_foreword

            return read_foreword(self.read, name, self.folder, listed, self.look_at)

        return self._take(Foreword, name, read)

    def _take(self, kind: type[Text], name: str, read: Callable[[], Text]) -> Text:
        """The text in that file, kept under what the file holds, which is most of what it was read from."""
        if isinstance(ready := self._ready.get(name), kind):
            return ready
        key, own = self._name(kind, name)
        text = self._recall(kind, key, own)
        if text is None:
            text = read()
            self.store.put(key, msgspec.msgpack.encode(text))
        return text

    def _name(self, kind: type[Text], name: str) -> tuple[str, Asked]:
        """What the text in that file is kept under, and the file."""
        own = self._ask(name)
        return f"{kind.__name__} {name_maker()} {name} {own.digest}", own

    def _recall(self, kind: type[Text], key: str, own: Asked) -> Text | None:
        """The text as it is kept, if all that it asked for beside its `own` file is still the same."""
        text = self.store.recall(key, partial(_unpack, kind)) if own.digest else None
        if text and all(asked == own or asked == self._ask(asked.name) for asked in text.reads):
            return text
        return None

    def _ask(self, name: str) -> Asked:
        """What comes of asking for a name now; of what can't be read another answer than any text had."""
        try:
            data = self.read(name)
        except Misnamed:
            return Asked(name, "", 0)
        except ContentError:
            return Asked(name, "", -1)
        return Asked(name, hashlib.sha256(data).hexdigest(), len(data))


def _file_of(slug: str) -> str:
    return f"articles/{slug}.md"


def _unpack(kind: type[Text], data: bytes) -> Text:
    return msgspec.msgpack.decode(data, type=kind)
