"""Bytes of an old code page as they look when they are taken for Windows-1252, which has every byte."""

import codecs

# The five bytes Windows-1252 leaves undefined are shown as control characters, as browsers do.
_TABLE = "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256))


def seen_as_windows_1252(data: bytes) -> str:
    r"""One character a byte.

    >>> seen_as_windows_1252(b"Tr\xad\xeang")
    'Tr\xadêng'
    """
    return codecs.charmap_decode(data, "strict", _TABLE)[0]


def parse_chart(chart: str) -> dict[str, str]:
    """Letter to misread character, from lines of letters followed by as many bytes in hexadecimal."""
    spelling: dict[str, str] = {}
    for line in chart.strip().splitlines():
        cells = line.split()
        letters, codes = cells[: len(cells) // 2], cells[len(cells) // 2 :]
        misread = [seen_as_windows_1252(bytes.fromhex(code)) for code in codes]
        spelling |= dict(zip(letters, misread, strict=True))
    return spelling
