"""Which documents the model is made of: the held-out ones and their copies are not among them."""

import lzma
from pathlib import Path

import numpy as np
import pytest
from small_corpus import FILES, write_corpus, written

from kyyeu.restorer.units import SPECIAL, UNKNOWN, units_of
from training.corpus import SHARES, CorpusText, corpus_files, read_documents
from training.text import TrainingText, all_documents, read_training_text


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("training") / "corpus"
    write_corpus(folder)
    return folder


@pytest.fixture(scope="module")
def documents(corpus: Path) -> list[CorpusText]:
    return list(all_documents(corpus))


@pytest.fixture(scope="module")
def text(corpus: Path) -> TrainingText:
    return read_training_text(corpus, None)


def trained(documents: list[CorpusText]) -> list[int]:
    """The numbers of the documents that are neither held out nor copies of these."""
    return [
        number
        for number, document in enumerate(documents)
        if document.part == "train" and not document.name.startswith("books/")
    ]


def numbers(text: TrainingText) -> list[int]:
    return sorted(set(text.stream.documents.tolist()))


def test_documents_are_numbered_through_the_files(
    text: TrainingText, documents: list[CorpusText], corpus: Path
) -> None:
    assert [path.name for path in corpus_files(corpus)] == list(FILES)
    assert text.shares.tolist() == [document.share for document in documents]
    assert text.political.tolist() == [document.political for document in documents]
    # Those of the second file are still known by their numbers.
    assert max(numbers(text)) >= len(list(read_documents(corpus / FILES[0])))


def test_documents_held_out_and_copies_of_them_are_left_out(
    text: TrainingText, documents: list[CorpusText]
) -> None:
    assert numbers(text) == trained(documents)
    assert len(trained(documents)) == 2 * SHARES == len(documents) - 6


def test_each_unit_belongs_to_the_document_it_stands_in(
    text: TrainingText, documents: list[CorpusText]
) -> None:
    for number in numbers(text):
        units = text.stream.units[text.stream.documents == number]
        written = units_of(documents[number].text)
        expected = [unit if unit in text.units else SPECIAL[UNKNOWN] for unit in written]
        # The sentence end before a document is that after the one before it.
        assert [text.units[unit] for unit in units] in (expected, expected[1:])


@pytest.mark.parametrize("share", range(SHARES))
def test_a_share_is_really_left_out(text: TrainingText, documents: list[CorpusText], share: int) -> None:
    rest = text.without_share(share)
    assert numbers(rest) == [each for each in trained(documents) if documents[each].share != share]
    assert len(numbers(rest)) == 2 * SHARES - 2
    assert (rest.units, rest.shares.tolist()) == (text.units, text.shares.tolist())


@pytest.mark.parametrize("share", range(SHARES))
def test_the_sound_texts_of_a_share_are_those_kept(
    text: TrainingText, documents: list[CorpusText], corpus: Path, share: int
) -> None:
    expected = [documents[each] for each in trained(documents) if documents[each].share == share]
    assert list(text.sound_texts(corpus, share)) == expected
    assert not list(text.without_share(share).sound_texts(corpus, share))


def test_politics_are_the_political_documents(text: TrainingText, documents: list[CorpusText]) -> None:
    political = [each for each in trained(documents) if documents[each].political]
    assert sorted(set(text.politics().documents.tolist())) == political
    assert len(political) == SHARES


def test_texts_kept_out_are_looked_for_in_the_whole_corpus(
    text: TrainingText, documents: list[CorpusText], corpus: Path, tmp_path: Path
) -> None:
    first, *_, last = trained(documents)
    for number in (first, last):
        words = documents[number].text.split()
        (tmp_path / f"{number}.txt").write_text(" ".join(words[10:40]), "utf-8")
    kept = numbers(read_training_text(corpus, tmp_path))
    assert kept == [number for number in numbers(text) if number not in (first, last)]


def test_a_few_words_in_common_are_no_copy(
    text: TrainingText, documents: list[CorpusText], corpus: Path, tmp_path: Path
) -> None:
    words = documents[trained(documents)[0]].text.split()
    (tmp_path / "x.txt").write_text(" ".join(words[:12]), "utf-8")
    assert numbers(read_training_text(corpus, tmp_path)) == numbers(text)


def test_packed_files_are_read_like_others(text: TrainingText, corpus: Path, tmp_path: Path) -> None:
    for path in corpus_files(corpus):
        (tmp_path / f"{path.name}.xz").write_bytes(lzma.compress(path.read_bytes()))
    again = read_training_text(tmp_path, None)
    assert np.array_equal(again.stream.units, text.stream.units)
    assert np.array_equal(again.stream.documents, text.stream.documents)


def test_a_file_without_separators_is_one_document(tmp_path: Path) -> None:
    (tmp_path / "sách.txt").write_text(written(1), "utf-8")
    assert list(all_documents(tmp_path)) == [CorpusText("sách.txt", written(1))]


def test_shares_are_drawn_from_names_and_all_about_as_large() -> None:
    drawn = np.array([CorpusText(f"vntc/y/{number}.txt", "").share for number in range(6_000)])
    assert np.abs(np.bincount(drawn, minlength=SHARES) - 500).max() < 100
    assert drawn.max() == SHARES - 1
