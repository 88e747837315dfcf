"""What was written for Markdown, or for another program, and means nothing here: near misses, to be told.

Some stand in the parsed words: signs that had to be taken for words. Others only the lines show.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice, pairwise

from kyyeu.content.prose.body_lines import BodyLines, find_lines
from kyyeu.content.prose.dissolved import find_dissolved
from kyyeu.content.prose.enumerations import SHORT, begins_row
from kyyeu.content.prose.fences import says_words
from kyyeu.content.prose.idiom import PLAIN
from kyyeu.content.prose.markdown import Prose
from kyyeu.content.prose.meant import hide_code, make_plain
from kyyeu.content.prose.numbering import RULE, find_numbers
from kyyeu.content.prose.raw_html import find_html_lines
from kyyeu.content.prose.unread import find_unread
from kyyeu.model import Block

_SIGNS = (
    (
        "sign-emphasis",
        re.compile(r"\*\*|(?<!\w)__(?=[^\W_])|(?<=[^\W_])__(?!\w)|(?<![\w(*])\*(?=\w)"),
    ),
    ("sign-strike", re.compile(r"~~(?=\S)|(?<=\S)~~")),
    ("sign-note", re.compile(r"\[\^[^\]]*\]")),
    (
        "sign-link",
        re.compile(r"\]\(|\]\[|\[\[|\] \((?=https?\W|mailto:|www\.|#|images/|[\w/.-]+\.(?:md|jpe?g|png)\))"),
    ),
    ("sign-code", re.compile(r"`")),
    ("letter-lost", re.compile("\ufffd")),
    ("sign-table", re.compile(r"\| ?:?-{3,}|^\|(?:.*\|$| )|\+[-=]{3,}\+")),
    ("sign-task", re.compile(r"^(?:\d+\. )?\[[ xX]?\](?=\s)")),
    ("sign-list", re.compile(r"^(?:\d+\. )?[-*+](?=\s)|^[-+](?=[^\W\d_])")),
    (
        "sign-other",
        re.compile(
            r":::|(?<!\S)#{2,6}(?=\s\S)"
            r"|==(?=\w)|\$\$|\$(?=[^\s$\d][^$\n]*\$)|\\[a-z]{3,}|^\[TOC\]|^\[!\w+\]|^!!! ?\w"
            r"|\{\{|\{%|<%|%%|\{[.#:+=~-][^}\n]{0,300}\}|\{ ?(?:lost|decorative)\b"
            r"|(?<=\w)[~^]\w+[~^]|\^\[|\[-?@\w|\*\[[^\[\]]+\]:"
            r"|(?<!\w)(?:\+\+|\|\|)(?=\w)|(?<![\w:]):[a-z+-][a-z0-9_+-]+:(?![\w:])"
            r"|&(?:#\d+|#[xX][0-9a-fA-F]+|nbsp|amp|lt|gt|quot|[lr][sd]quo|[mn]dash|hellip|shy)(?![\w;])"
        ),
    ),
)
_ADDRESS = re.compile(r"[ >]*+\[([^\]]*+)\]:")
_UNDERLINE = re.compile(r" {0,3}-{2,} *")
_HASH = re.compile(r" {0,3}#{1,6}[^\s#]")
_HASHES = re.compile(r" {0,3}#{7,}\s*[^\s#]")
_QUOTATION = re.compile(r"(?: {0,3}> ?)*")
_QUOTES = re.compile(r"(?: {0,3}>){4}")
_DRAWN = r"[-=|:][-=|: ]++$|(?<= )[-=|:]$|(?<=  )$"  # two signs at least, which may be blanks
_STRUCTURE = re.compile(rf"\s*+(?:[-*+](?=\s)|{_DRAWN}|[|#]|\[[^\]]+\]:|\{{:|:\s|!\[|`{{3}}|~{{3}}|<)")
"""How lines begin that are no words of the paragraph above them."""
_APART = re.compile(rf">|{_STRUCTURE.pattern}")
"""How lines begin that no line under them makes a heading of."""
_WHOLE = re.compile(rf"\s*+(?:[|#]|{_DRAWN}|!\[|\[[^\]^]+\]:|\{{:|`{{3}}|~{{3}})|.*\s\|\s")
"""Lines that no paragraph goes on from."""
_WIDEST = 120  # characters: no program breaks lines beyond
_BLANKS_AT_BREAK = re.compile(r"(?:  |\\|<br ?/?>)$")
_TABS = re.compile(r"\S *\t\s*\S")
_GAP = re.compile(r"(?<![^\s|])(?=[^\s|]*[^\W\d_])[^\s|]++ {5,}+(?=[^\s|])")
"""Words that were moved apart: between words that a damage took are two blanks for each, or three."""
_DEEP = re.compile(r"(?: {4}|\t)\s*(\S.*)")


@dataclass(frozen=True, slots=True)
class Slip:
    """A near miss."""

    code: str
    """The table of messages.toml that words it."""
    line: int
    """The line of the text, from 1."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the sentence needs."""


def find_slips(text: str, prose: Prose) -> Sequence[Slip]:
    """Every near miss of the text, which was parsed as `prose`, from top to bottom."""
    lines, small = text.split("\n"), text.lower()
    parsed = prose.idiom.show(text)
    shown = _hide_markup(parsed)
    places = cache(partial(find_lines, text, prose.idiom, prose))
    apart = cache(partial(_find_apart, prose, places))
    slips = [*_find_signs(prose, places), *_find_lines(shown, lines, apart), *_find_gaps(parsed, shown)]
    slips += _find_deep(lines, prose)
    slips += _find_behind_fences(text)
    slips += (
        Slip("verse-deep", line, {"text": lines[line - 1].strip()}) for line in prose.idiom.find_deep(text)
    )
    slips += (
        Slip(each.code, each.line or find_words(small, each.wanted), {"text": each.written})
        for each in find_dissolved(text, prose)
    )
    slips += (
        Slip(code, find_words(small, wanted), facts) for code, wanted, facts in _find_lost(small, prose)
    )
    slips += _find_unused(small, prose)
    slips += _find_idle(prose, places)
    return sorted(slips, key=lambda slip: slip.line)


def _hide_markup(text: str) -> Sequence[str]:
    """The lines, those blank that Markdown does not read: code, comments and raw HTML."""
    lines = [make_plain(line) for line in hide_code(text).split("\n")]
    for start, end in find_html_lines(text.split("\n")).items():
        lines[start:end] = [""] * (end - start)
    return lines


def _find_signs(prose: Prose, find_places: Callable[[], BodyLines]) -> Iterator[Slip]:
    """Signs of Markdown that are left among the words; each kind once on a line."""
    found = [
        (code, number, match)
        for number, block in enumerate(prose.guarded)
        for code, pattern in _SIGNS
        for match in pattern.finditer(block.text)
    ]
    if found:
        places, blocks, told = find_places(), prose.cut_blocks(), set[tuple[str, int, int]]()
        for code, number, match in found:
            line = places.at(number, match.start())
            if (code, number, line) not in told:
                told.add((code, number, line))
                if prose.idiom.in_verse and code == "sign-list":
                    continue
                yield Slip(_name_sign(code, match, prose), line, {"text": _show(blocks[number], match)})


def _name_sign(code: str, match: re.Match[str], prose: Prose) -> str:
    """What is told of a sign where it stands."""
    if code == "sign-note" and match[0][2:-1] in prose.labels:
        return "note-in-html"
    return "table-in-verse" if code == "sign-table" and prose.idiom.in_verse else code


def _show(block: Block, match: re.Match[str]) -> str:
    """The words around what was found."""
    start, end = max(0, match.start() - 12), match.end() + 16
    return ("…" if start else "") + block.text[start:end] + ("…" if end < len(block.text) else "")


def _find_lines(lines: Sequence[str], typed: Sequence[str], apart: Callable[[], Set[int]]) -> Iterator[Slip]:
    """What lines show: a rule that makes a heading, a heading that is none, lines that are run together.

    They are told as they were `typed`.
    """
    for number, line in enumerate(lines, 1):
        before = lines[number - 2].strip() if number > 1 else ""
        alone = number < 3 or not lines[number - 3].strip()  # under two lines it is a rule
        if _UNDERLINE.fullmatch(line) and before and alone and not _APART.match(before):
            yield Slip("rule-or-heading", number, {"text": typed[number - 2].strip()})
        elif _HASH.match(line):
            yield Slip("heading-without-blank", number, {"text": typed[number - 1].strip()})
        elif _HASHES.match(line):
            yield Slip("heading-deep", number, {"text": typed[number - 1].strip()})
        elif _QUOTES.match(line):
            yield Slip("quotation-deep", number, {"text": typed[number - 1].strip()})
    for first, paragraph in _find_paragraphs(lines):
        found = _find_joined(paragraph, typed[first - 1 :], first)
        yield from islice(
            (slip for slip in found if slip.code != "lines-joined" or slip.line not in apart()), 1
        )


def _find_apart(prose: Prose, find_places: Callable[[], BodyLines]) -> frozenset[int]:
    """The lines with which blocks begin that the idiom made: what it knows of a paragraph is none of it."""
    if prose.idiom is PLAIN:
        return frozenset()
    places = find_places()
    return frozenset(places.at(number, 0) for number in range(len(places.blocks)))


def _find_gaps(text: str, shown: Sequence[str]) -> Iterator[Slip]:
    """Words that blanks set apart; `shown` are the lines without code and raw HTML."""
    lines = zip(shown, hide_code(text).split("\n"), text.split("\n"), strict=True)
    for number, (line, hidden, written) in enumerate(lines, 1):
        gaps = _GAP.finditer(hidden if line else "")
        if any(written[gap.start() : gap.end()] == gap[0] for gap in gaps):
            yield Slip("blanks-between", number, {"text": " ".join(written.split())})


def _find_paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines that become one paragraph, where there are more than one, and the number of the first."""
    first, numbers = 0, find_numbers(lines)
    for number in range(1, len(lines) + 1):
        deep = _part_quotation(lines[first])[0] if lines else 0
        if number == len(lines) or number in numbers or not _goes_on(lines[number - 1], lines[number], deep):
            if number - first > 1:
                yield first + 1, lines[first:number]
            first = number


def _goes_on(one: str, next_: str, deep: int) -> bool:
    """Whether the second line goes on with the first's paragraph, item or note, in so many quotations.

    A line of the paragraph may lack their signs.
    """
    (own, words), (inner, following) = _part_quotation(one), _part_quotation(next_)
    outer = max(own, deep)
    if not (words.strip() and following.strip()) or inner > outer or RULE.match(words):
        return False
    if begins_row(following, words if inner == outer else one):
        return False
    return not (_STRUCTURE.match(following) or _WHOLE.match(words))


def _part_quotation(line: str) -> tuple[int, str]:
    """In how many quotations the line lies, and what it says there."""
    signs = _QUOTATION.match(line)
    assert signs
    return signs[0].count(">"), line[signs.end() :]


def _find_joined(paragraph: Sequence[str], typed: Sequence[str], first: int) -> Iterator[Slip]:
    """Verse, addresses, paragraphs with nothing between them: lines that were not broken to a width.

    They are told as they were `typed`. Lines are of one width where each is so long that the next word would
    make it the longest of all.
    """
    rows = [_part_quotation(line)[1] for line in paragraph]
    widest = max(map(len, rows))
    for number, (one, next_) in enumerate(pairwise(rows), first):
        full = SHORT < len(one) <= _WIDEST and len(one) + len(next_.split(None, 1)[0]) >= widest
        ends = one.rstrip(' *_”"’)').endswith((".", "!", "?", ":")) and len(paragraph) == 2
        if _TABS.search(one) and _TABS.search(next_):
            yield Slip("tabs-between", number, {"text": _words_of(typed[number - first])})
        elif not _BLANKS_AT_BREAK.search(one) and (not full or (ends and _begins_anew(next_))):
            yield Slip("lines-joined", number + 1, {"text": _words_of(typed[number + 1 - first])})


def _words_of(line: str) -> str:
    """What the line says in its quotation."""
    return _part_quotation(make_plain(line))[1].strip()


def _begins_anew(line: str) -> bool:
    """Whether the line begins as a sentence does."""
    first = line.lstrip(' "“‘(*_')[:1]
    return not (first.isalpha() and first.islower())


def _find_deep(lines: Sequence[str], prose: Prose) -> Iterator[Slip]:
    """Paragraphs that their indent has made code of."""
    written = ("".join(pre.itertext()) for pre in prose.tree.iter("pre"))
    codes = {" ".join(line.split()) for code in written for line in code.split("\n")}
    for number, line in enumerate(lines, 1):
        blank = number == 1 or not lines[number - 2].strip()
        if blank and (match := _DEEP.fullmatch(line)) and " ".join(match[1].split()) in codes:
            yield Slip("indented-code", number, {"text": match[1].strip()})


def _find_behind_fences(text: str) -> Iterator[Slip]:
    """Words on the line with which code begins, where other programs look for the name of a language."""
    for kind, start, _ in find_unread(text):
        opening = text[start:].partition("\n")[0] if kind == "fenced" else ""
        if opening and says_words(opening):
            yield Slip("fence-words", text.count("\n", 0, start) + 1, {"text": opening.strip("> ")})


def _find_unused(small: str, prose: Prose) -> Iterator[Slip]:
    """Addresses under labels that no link has, and those that are given once more, in small letters."""
    given = defaultdict[str, list[int]](list)
    for number, line in enumerate(small.split("\n") if prose.unused else (), 1):
        if match := _ADDRESS.match(line):
            given[match[1]].append(number)
    for label, count in Counter(prose.unused).items():
        for number in given[label][-count:] or [find_words(small, f"[{label}]:")]:
            yield Slip("link-uncalled", number, {"text": f"[{label}]"})


def _find_idle(prose: Prose, find_places: Callable[[], BodyLines]) -> Iterator[Slip]:
    """What is said of pictures and does nothing where they stand."""
    if any(picture.idle or picture.unsaid for picture in prose.pictures):
        lines = find_places().pictures
        for picture, line in zip(prose.pictures, lines, strict=True):
            if picture.unsaid:
                yield Slip("picture-amid", line, {"text": picture.unsaid})
            for name in picture.idle:
                yield Slip("picture-class", line, {"text": f"{{.{name}}}", "picture": picture.src})


def _find_lost(small: str, prose: Prose) -> Iterator[tuple[str, str, dict[str, str]]]:
    """What was taken out, as a code, words that its line has, and facts."""
    yield from (
        ("link-astray", _find_form(small, written), {"text": written})
        for written, other in prose.leads
        if not other
    )
    yield from (("note-uncalled", f"[^{label}]:", {"text": f"[^{label}]"}) for label in prose.uncalled)
    yield from (("note-again", f"[^{label}]:", {"text": f"[^{label}]"}) for label in prose.again)
    yield from (("note-signed", f"[^{label}]:", {"text": f"[^{label}]"}) for label in prose.signed)
    yield from (("note-empty", f"[^{label}]:", {"text": f"[^{label}]"}) for label in prose.empty)
    yield from (("note-flattened", f"[^{label}]:", {"text": f"[^{label}]"}) for label in prose.flattened)
    yield from (("link-wordless", f"]({address}", {"text": address}) for address in prose.wordless)
    yield from (("link-picture", _find_form(small, address), {"text": address}) for address in prose.unlinked)


def _find_form(small: str, address: str) -> str:
    """An address with what stands beside it in the text, in small letters: a link, a label, a tag."""
    forms = [
        form.format(address)
        for form in ("]({})", "]({}", "](<{}", "]( {}", "]: {}", '"{}', "'{}", "={}", "{}")
    ]
    return next((form for form in forms if form.lower() in small), address)


def find_words(small: str, wanted: str) -> int:
    """The first line (from 1) of a text in small letters that has those words; 1 where none has."""
    place = small.find(wanted.lower())
    return small.count("\n", 0, place) + 1 if place >= 0 else 1
