"""JSON that a program of ours saved, read with the line of every entry."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from kyyeu.content.entries import Entry, Script, Tree, read_integer
from kyyeu.errors import ContentError, Problems

_TOKEN = re.compile(r'[{}\[\]]|"(?:[^"\\]|\\.)*+"?|[^\s{}\[\]",:]+')
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def parse_json(text: str, path: Path) -> Tree:
    """The entries of the object that the text, the file `path`, holds.

    Raises Problems with one ContentError where it is no JSON, or no object.
    """
    script = Script(text, path)
    try:
        json.loads(text, parse_int=read_integer)
        tokens = _TOKEN.finditer(text)  # of a text that is well-formed, they are all there is to know
        return script.tree(_entry(script, next(tokens), tokens))
    except json.JSONDecodeError as error:
        raise Problems([script.mistake("json-syntax", error.pos)]) from None
    except RecursionError:
        raise Problems([script.mistake("json-syntax", 0)]) from None
    except ContentError as error:
        raise Problems([error]) from None


def _entry(script: Script, token: re.Match[str], tokens: Iterator[re.Match[str]]) -> Entry:
    """The entry that begins with the token; those it is made of are taken from the tokens."""
    place = token.start()
    match token[0]:
        case "{":
            return script.mapping(place, _pairs(script, tokens))
        case "[":
            items = _up_to("]", tokens)
            return script.list(place, (_entry(script, item, tokens) for item in items))
        case scalar:
            return script.scalar(place, _decode(script, scalar, place))


def _pairs(script: Script, tokens: Iterator[re.Match[str]]) -> Iterator[tuple[str, int, Entry]]:
    """The keys of an object, their places and their entries."""
    for key in _up_to("}", tokens):
        name = str(_decode(script, key[0], key.start()))
        yield name, key.start(), _entry(script, next(tokens), tokens)


def _up_to(end: str, tokens: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
    for token in tokens:
        if token[0] == end:
            return
        yield token


def _decode(script: Script, token: str, place: int) -> object:
    """The token's value. A half of a pair of code points is a mistake: no text can be saved with it."""
    value = json.loads(token, parse_int=read_integer)
    if half := _HALF_PAIR.search(str(value)):
        raise script.mistake("control-character", place, char=f"U+{ord(half[0]):04X}")
    return value
