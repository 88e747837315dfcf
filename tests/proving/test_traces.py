"""The traces must be what the proof counted, each at its own letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.model import Article, Booklet, Emendation, Trace
from kyyeu.proving.traces import ProofLine, find_emended, find_traces, undo_emendations
from kyyeu.restorer.damage import DAMAGES

LOSSES = sorted(name for name, damage in DAMAGES.items() if not damage.exact)
TEXT = st.text(alphabet="aeuyđâầấếềểộợửữựỉị “”,.?", max_size=40)


def traces_of(text: str, damage: str, *emendations: Emendation) -> tuple[Trace, ...]:
    return find_traces([ProofLine("", 0, text, DAMAGES[damage])], emendations, [])


def words_of(article: Article, trace: Trace) -> str:
    header = {"title": article.title, "author": article.author, "position": article.position}
    line = header[trace.line] if trace.line else article.blocks[trace.block].text
    return line[trace.start : trace.end]


@given(TEXT, st.sampled_from(LOSSES))
def test_letters_that_bear_no_trace_are_those_the_damage_leaves(text: str, damage: str) -> None:
    lost = {trace.start for trace in traces_of(text, damage)}
    spelt = DAMAGES[damage]
    left = [
        char if place not in lost else spelt.remains.get(char, spelt.mark) for place, char in enumerate(text)
    ]
    assert "".join(left) == spelt(text)


@given(TEXT)
def test_undoing_is_replacing_at_once_what_the_later_left_to_the_earlier(text: str) -> None:
    emendations = [Emendation("a", "ầu", "", 1), Emendation("ua", "e", "", 1), Emendation("ê", "ấa", "", 1)]
    undone = text
    for number, entry in reversed([*enumerate(emendations)]):
        undone = undone.replace(entry.text, str(number))  # a sign of its own, so that none undoes another's
    for number, entry in enumerate(emendations):
        undone = undone.replace(str(number), entry.source)
    assert undo_emendations(text, emendations).text == undone


@given(st.text(alphabet="uea", max_size=12))
def test_each_emendation_is_counted_where_the_source_has_its_words(text: str) -> None:
    entries = [Emendation("a", "u", "", 1), Emendation("u", "e", "", 1), Emendation("ề", "ue", "", 1)]
    undone = undo_emendations(text, entries)
    for start, end, number in find_emended(text, entries):
        assert text[start:end] == entries[number].text
        had = [
            char
            for char, origin in zip(undone.text, undone.origins, strict=True)
            if origin == (start, end, number)
        ]
        assert "".join(had) == entries[number].source
    kept = [origin for origin in undone.origins if origin[2] is None]
    assert len(kept) + sum(end - start for start, end, _ in find_emended(text, entries)) == len(text)


@given(TEXT)
def test_a_character_that_no_emendation_touched_is_its_own_origin(text: str) -> None:
    undone = undo_emendations(text, [Emendation('"', "“", "", 1), Emendation("xyz", "ưa", "", 1)])
    for char, (start, end, number) in zip(undone.text, undone.origins, strict=True):
        assert number is not None or text[start:end] == char


def test_a_letter_within_an_emendation_is_not_marked_as_restored() -> None:
    text = "cũ nổi lên hội"
    found = traces_of(text, "drop", Emendation("nội", "nổi", "", 1))
    assert [(text[trace.start : trace.end], trace.kind) for trace in found] == [
        ("nổi", "emended"),
        ("ộ", "restored"),
    ]


@pytest.mark.parametrize("damage", sorted(set(DAMAGES) - set(LOSSES)))
def test_a_damage_that_only_respells_leaves_no_trace(damage: str) -> None:
    assert traces_of("cấp uỷ được", damage) == ()


def test_every_restored_letter_of_the_damaged_article_has_its_trace(real: Booklet) -> None:
    article = real.articles[0]
    assert article.account
    restored = [trace for trace in article.account.traces if trace.kind == "restored"]
    letters = [article.blocks[trace.block].text[trace.start : trace.end] for trace in restored]
    assert (
        (len(letters), len(set(letters))) == (500, 33) == (article.account.restored, article.account.distinct)
    )


def test_every_doubt_and_emendation_stands_where_its_trace_says(real: Booklet) -> None:
    for article in real.articles:
        assert article.account
        for trace in article.account.traces:
            words = words_of(article, trace)
            if trace.kind == "uncertain":
                assert words == article.account.uncertain[trace.entry].reading
            if trace.kind == "emended":
                assert words == article.account.emendations[trace.entry].text
