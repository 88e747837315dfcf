r"""Signs that stand for a letter, each put down as U+FFFD, and old fonts whose small letters are capitals.

>>> placeholders("as-U+005F").read("m_t chi ti_t") == "m\ufffdt chi ti\ufffdt"
True
>>> placeholders("as-U+005F").read("m_t th_: van_phong@abc.vn") == "m\ufffdt th\ufffd: van_phong@abc.vn"
True
>>> placeholders("utf8-bytes-as-U+FFFD").read("ti\ufffd\ufffd\ufffdng") == "ti\ufffdng"
True
"""

import re
from collections.abc import Iterator

from kyyeu.restorer.damage.notation import Notation, Respelt

PLACEHOLDER = "\ufffd"
AS, BYTES_AS = "as-", "utf8-bytes-as-"
_ADDRESS = re.compile(
    r"[\w-]@[\w-]+\.\w|://|\bwww\.\w"
    r"|\w\.(?:7z|avi|bat|bmp|com|csv|docx?|exe|gif|html?|jpe?g|js|mp[34g]|pdf|php|png|pptx?|rar|rtf|scr|tiff?|txt"
    r"|vbs|xlsx?|xml|zip)\b",
    re.ASCII | re.IGNORECASE,
)
_WRITTEN = re.compile(r"[!-~]+")
_CODES = re.compile(r"U\+([0-9A-F]{4,6})(?:-(?=U)|\Z)")


def name_of(signs: str) -> str:
    """How a name has the signs.

    >>> name_of("_□")
    'U+005F-U+25A1'
    """
    return "-".join(f"U+{ord(sign):04X}" for sign in signs)


def signs_of(codes: str) -> str:
    """The signs that a name has so; KeyError where it has none."""
    signs = "".join(chr(int(code, 16)) for code in _CODES.findall(codes))
    if not signs or name_of(signs) != codes:
        raise KeyError(codes)
    return signs


def placeholders(name: str) -> Notation:
    """The notation of that name; KeyError where it is none."""
    each = name.startswith(AS)
    signs = signs_of(name.removeprefix(AS if each else BYTES_AS))
    wanted = f"[{re.escape(signs)}]" if each else f"[{re.escape(signs)}]{{2,}}"
    pattern = re.compile(wanted)

    def respelt(text: str) -> Iterator[Respelt]:
        for match in pattern.finditer(hide_addresses(text)):
            letters = PLACEHOLDER * (1 if each else len(match[0]) // 2)
            if letters != match[0]:
                yield Respelt(match.start(), match[0], letters)

    return Notation(name, respelt)


def hide_addresses(text: str) -> str:
    """The text, as long, with blanks for addresses and names of files, whose signs were typed.

    >>> hide_addresses("th_ (van_phong@abc.vn) v_ bao_cao.doc")
    'th_                    v_            '
    """
    return _WRITTEN.sub(lambda word: " " * len(word[0]) if _ADDRESS.search(word[0]) else word[0], text)
