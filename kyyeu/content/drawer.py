"""Texts that were read before, and need not be read again while all that they were read from is the same.

What reads them anew is brought in only then: it takes longer to load than a hundred texts out of the drawer.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kyyeu.cache import Store, name_maker
from kyyeu.content.door import Misnamed, Read
from kyyeu.content.pictures import LookAt
from kyyeu.errors import ContentError
from kyyeu.model import Article, Asked, Foreword, Text


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

    def take_article(self, slug: str, listed: int | None) -> Article:
        """The article with that slug, listed in booklet.yaml on that line. Raises as `read_article` does."""

        def read() -> Article:
            from kyyeu.content.articles import read_article

            return read_article(self.read, slug, self.folder, listed, self.look_at)

        return self._take(Article, f"articles/{slug}.md", read)

    def take_foreword(self, name: str, listed: int | None) -> Foreword:
        """The foreword in that file, named in booklet.yaml on that line. Raises as `read_foreword` does."""

        def read() -> Foreword:
            from kyyeu.content.foreword import read_foreword

            return read_foreword(self.read, name, self.folder, listed, self.look_at)

        return self._take(Foreword, name, read)

    def _take(self, kind: type[Text], name: str, read: Callable[[], Text]) -> Text:
        """The text in that file, kept under what the file holds, which is most of what it was read from."""
        own = self._ask(name)
        key = f"{kind.__name__} {name_maker()} {name} {own.digest}"
        text = self._recall(kind, key, own) if own.digest else None
        if text is None:
            text = read()
            self.store.put(key, msgspec.msgpack.encode(text))
        return text

    def _recall(self, kind: type[Text], key: str, own: Asked) -> Text | None:
        """The text as it is kept, if all that it asked for beside its `own` file is still the same."""
        text = self.store.recall(key, lambda data: msgspec.msgpack.decode(data, type=kind))
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
