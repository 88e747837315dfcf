"""The objects of a PDF, numbered as they are asked for and written as one file (ISO 32000-1, 7)."""

import io
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from kyyeu.binding.profiles import ACCESSIBLE, Profile

_TOGETHER = 200  # objects that are deflated as one; a reader unpacks all of them for any
_HEADER = b"%%PDF-%s\n%%\xf0\x9f\x93\x95\n"  # the second line tells that the file is not text


@lru_cache(maxsize=1000)
def write_name(name: str) -> bytes:
    """A name object (7.3.5)."""
    return b"/" + b"".join(
        bytes([byte]) if 0x21 <= byte <= 0x7E and byte not in b"()<>[]{}/%#" else b"#%02x" % byte
        for byte in name.encode()
    )


def write_string(text: str) -> bytes:
    """A text string (7.9.2.2)."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return f"({escaped})".encode()
    return b"<feff" + text.encode("utf-16-be").hex().encode() + b">"


def write_number(number: float) -> bytes:
    """A number, in points to a thousandth."""
    return f"{number + 0.0:.3f}".rstrip("0").rstrip(".").encode()  # of -0.0, which equals it, 0


def write_numbers(numbers: Iterable[float]) -> bytes:
    """An array of numbers."""
    return _write_array(tuple(numbers))


@lru_cache(maxsize=1000)
def _write_array(numbers: tuple[float, ...]) -> bytes:
    """The same: all pages of a book are as large, and ask for it several times over."""
    return b"[" + b" ".join(map(write_number, numbers)) + b"]"


def refer(number: int) -> bytes:
    """A reference to the object of that number."""
    return b"%d 0 R" % number


def write_references(numbers: Iterable[int]) -> bytes:
    """An array of references."""
    return b"[" + b" ".join(map(refer, numbers)) + b"]"


def write_dictionary(**entries: bytes) -> bytes:
    """A dictionary of what there is of the entries."""
    return b"<<%s>>" % b"".join([_write_key(key) + value for key, value in entries.items() if value])


@lru_cache(maxsize=1000)
def _write_key(key: str) -> bytes:
    """A key, and the space behind it."""
    return b"/%s " % key.encode()


Data = bytes | Callable[[], bytes]
"""What a stream holds, or what gives it when it is written: many pictures need not be held at once."""


class Objects:
    """A file's objects; each is given its number first, and what it holds when that is known."""

    def __init__(self, profile: Profile = ACCESSIBLE) -> None:
        """None yet; they will be written as the profile says."""
        self._profile = profile
        self._count = 0
        self._small = dict[int, bytes]()
        self._streams = dict[int, tuple[bytes, Data]]()

    def reserve(self) -> int:
        """A number for one more object."""
        self._count += 1
        return self._count

    def reserve_row(self, count: int) -> range:
        """Numbers for so many objects more, one behind the other."""
        self._count += count
        return range(self._count - count + 1, self._count + 1)

    def put_row(self, numbers: range, bodies: Sequence[bytes]) -> None:
        """Objects of those numbers."""
        self._small.update(zip(numbers, bodies, strict=True))

    def put(self, body: bytes, number: int = 0) -> int:
        """An object of that number, or of a new one; its number."""
        number = number or self.reserve()
        self._small[number] = body
        return number

    def put_stream(self, dictionary: bytes, data: Data) -> int:
        """A stream whose dictionary tells all but how long it is; its number."""
        number = self.reserve()
        self._streams[number] = dictionary, data
        return number

    def put_deflated(self, data: bytes, **entries: bytes) -> int:
        """A stream, deflated; its number."""
        return self.put_stream(write_dictionary(**entries, Filter=b"/FlateDecode"), self.deflate(data))

    def deflate(self, data: bytes) -> bytes:
        """The data as a stream holds it."""
        return zlib.compress(data, self._profile.effort)

    def write(self, root: int, info: int, identifier: bytes) -> bytes:
        """The file; `root` and `info` are the numbers of its catalogue and its information dictionary."""
        file = io.BytesIO()
        file.write(_HEADER % self._profile.version.encode())
        places = dict[int, tuple[int, int, int]]()
        numbers = sorted(self._small)
        for start in range(0, len(numbers), _TOGETHER):
            together = numbers[start : start + _TOGETHER]
            number = self._put_packed(together)
            places |= {one: (2, number, place) for place, one in enumerate(together)}
        for number, (dictionary, data) in self._streams.items():
            places[number] = 1, file.tell(), 0
            _write_stream(file, number, dictionary, data() if callable(data) else data)
        self._write_places(file, places, {"Root": refer(root), "Info": refer(info)}, identifier)
        return file.getvalue()

    def _put_packed(self, numbers: Sequence[int]) -> int:
        """The number of an object stream (7.5.7)."""
        heads, bodies, place = [], [], 0
        for number in numbers:
            heads.append(b"%d %d" % (number, place))
            bodies.append(self._small[number])
            place += len(bodies[-1]) + 1
        head = b" ".join(heads)
        entries = {"Type": b"/ObjStm", "N": b"%d" % len(numbers), "First": b"%d" % (len(head) + 1)}
        return self.put_deflated(b"\n".join((head, *bodies)), **entries)

    def _write_places(
        self,
        file: io.BytesIO,
        places: dict[int, tuple[int, int, int]],
        entries: Mapping[str, bytes],
        identifier: bytes,
    ) -> None:
        """The cross-reference stream (7.5.8), and where it stands."""
        own, start = self.reserve(), file.tell()
        places |= {0: (0, 0, 0xFFFF), own: (1, start, 0)}
        width = (start.bit_length() + 7) // 8
        rows = (
            (kind << 8 * (width + 2) | place << 16 | index).to_bytes(width + 3)
            for _, (kind, place, index) in sorted(places.items())
        )
        dictionary = write_dictionary(
            Type=b"/XRef",
            Size=b"%d" % (own + 1),
            W=b"[1 %d 2]" % width,
            **entries,
            ID=b"[<%s><%s>]" % ((identifier.hex().encode(),) * 2),
            Filter=b"/FlateDecode",
        )
        _write_stream(file, own, dictionary, self.deflate(b"".join(rows)))
        file.write(b"startxref\n%d\n%%%%EOF\n" % start)


def _write_stream(file: io.BytesIO, number: int, dictionary: bytes, data: bytes) -> None:
    # CR LF, since data that ends in CR would lose it to a lone LF (ISO 19005-1, 6.1.7)
    head = b"%d 0 obj\n%s/Length %d>>stream\n" % (number, dictionary.removesuffix(b">>"), len(data))
    file.writelines((head, data, b"\r\nendstream\nendobj\n"))
