"""What both books must say of a text beside its body, and how a fault of theirs is told."""

from collections.abc import Iterable, Iterator, Sequence

from kyyeu.checks.expectations import Expectation
from kyyeu.checks.promises import statement_of
from kyyeu.checks.readback import Mismatch, ReadBack
from kyyeu.errors import KyyeuError, TemplateError, Term
from kyyeu.rendering.joins import UNJOINED
from kyyeu.rendering.sections import Section


def tell_difference(code: str, expected: Expectation, section: str, difference: Mismatch) -> KyyeuError:
    """That a text says something else than it must."""
    facts = {"expected": difference.expected, "found": difference.found, "where": difference.where}
    return TemplateError(code, None, None, file=expected.file_of(section), **facts)


def tell_missing(expected: Expectation, section: Section, words: str, place: str, where: str) -> KyyeuError:
    """That words are not said in a place (a term of messages.toml) where they must be."""
    facts = {"file": expected.file_of(section.id), "words": words, "place": Term(place), "where": where}
    return TemplateError("not-said", None, None, **facts)


def tell_opening(
    expected: Expectation, section: Section, passage: ReadBack, where: str
) -> Iterator[KyyeuError]:
    """Whether the title is said in the opening, which is `where`, and anywhere what else is printed."""
    if passage.where_is(section.name) != where:
        yield tell_missing(expected, section, section.name, "the-opening", where)
    yield from tell_lines(expected, section, passage, where)


def tell_lines(
    expected: Expectation, section: Section, passage: ReadBack, where: str
) -> Iterator[KyyeuError]:
    """Whether what a section prints beside its title and its text is said in it, which is `where`."""
    for line in expected.lines_of(section):
        if passage.where_is(line) is None:
            yield tell_missing(expected, section, line, "the-article", where)


def tell_contents(expected: Expectation, passage: ReadBack, where: str) -> Iterator[KyyeuError]:
    """Which titles the contents do not say, in their order."""
    end = 0
    for section in expected.sections:
        if section.facts.in_contents:
            found = passage.after(section.name, end)
            if found is None:
                yield tell_missing(expected, section, section.name, "the-contents", where)
            end = found or end


def tell_list(expected: Expectation, passage: ReadBack, where: str) -> Iterator[KyyeuError]:
    """Which captions the list of pictures does not say, in their order."""
    end = 0
    for section in expected.sections:
        for picture in section.pictures:
            found = passage.after(picture.name, end)
            if found is None:
                yield tell_missing(expected, section, picture.name, "the-pictures", where)
            end = found or end
            if picture.credit and passage.after(picture.credit, end) is None:
                yield tell_missing(expected, section, picture.credit, "the-pictures", where)


def tell_unheard(
    expected: Expectation, sections: Iterable[Section], heard: Iterable[str], where: str
) -> Iterator[KyyeuError]:
    """Which pictures in the texts of sections nobody hears described as they should be, in their order."""
    said, place = [" ".join(words.split()) for words in heard], 0
    for section in sections:
        promise = expected.promises.get(section.id)
        for words in promise.heard if promise else ():
            wanted = " ".join(words.split())
            if wanted in said[place:]:
                place = said.index(wanted, place) + 1
            else:
                yield tell_missing(expected, section, words, "the-description", where)


def tell_statement(expected: Expectation, passage: ReadBack, where: str) -> Iterator[KyyeuError]:
    """What the note on the text does not say of an article: of a proved one, below its title."""
    below = 0
    for section, article in ((section, section.article) for section in expected.sections if section.article):
        title = passage.after(section.name, below if article.account else 0)
        if title is None:
            yield tell_missing(expected, section, section.name, "the-note", where)
        elif article.account:
            below = title
            own, sign = article.account.editors_notes, expected.editors_sign
            if own and not passage.counts(own, sign, below):
                yield tell_missing(expected, section, f"{own} … {sign}", "the-note", where)
            for entries in statement_of(article.account):
                lost = _find_unsaid(entries, passage, below)
                yield from (tell_missing(expected, section, words, "the-note", where) for words in lost)


def _find_unsaid(entries: Iterable[Sequence[str]], passage: ReadBack, start: int) -> Iterator[str]:
    """Which words of the entries the passage does not say, entry by entry from the letter `start` on."""
    for entry in entries:
        ends = {words: passage.after(words, start) for words in entry}
        yield from (words for words, end in ends.items() if end is None)
        start = min(end or start for end in ends.values())


def _typed(title: str) -> list[str]:
    """The words of a title as its editor may have typed them."""
    return title.translate(UNJOINED).split()


def tell_unlisted(
    wanted: Sequence[tuple[str, str]], said: Sequence[tuple[str, str]], where: str
) -> Iterator[KyyeuError]:
    """Which entries a list of titles, which may have others between them, has not in their order."""
    entries = [(leads, _typed(words)) for leads, words in said]
    left = iter(entries)
    for leads, words in wanted:
        if (leads, _typed(words)) not in left:
            facts = {"file": leads, "words": words, "place": Term("the-list"), "where": where}
            yield TemplateError("not-said", None, None, **facts)
            left = iter(entries)
