"""The whole command that makes the model, on a corpus of a few documents."""

import os
from pathlib import Path

import numpy as np
import pytest
from small_corpus import write_corpus

from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.language_model import Model
from kyyeu.restorer.model_file import parse_model
from kyyeu.restorer.restoring import Restorer
from training import __main__, ngrams, vectors
from training.__main__ import main

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="training copies its process")

KNOWN = 40


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small one, of which a small model is made: the sizes of the one that is shipped are no options."""
    monkeypatch.setattr(vectors, "KNOWN", KNOWN)
    monkeypatch.setattr(ngrams, "BIGRAMS", 300)
    monkeypatch.setattr(ngrams, "TRIGRAMS", 100)
    monkeypatch.setattr(__main__, "BESIDE_LESSONS", 100)
    folder = tmp_path / "corpus"
    write_corpus(folder)
    return folder


def train(corpus: Path, *options: str) -> tuple[Model, bytes]:
    output = corpus.parent / "out.model"
    assert main([str(corpus), "--output", str(output), *options]) == 0
    data = output.read_bytes()
    return parse_model(data), data


def test_it_makes_a_model_that_restores(corpus: Path) -> None:
    model, _ = train(corpus, "--processes", "1")
    assert "bạn" in model.units
    assert model.surroundings is not None
    assert len(model.surroundings.biases) == KNOWN
    assert any(model.surroundings.biases)
    source = "Ban hop o xa."
    assert Restorer(DAMAGES["strip-diacritics"], model).restore(source).redamaged() == source


def test_it_makes_the_same_bytes_in_one_process_and_in_two(corpus: Path) -> None:
    _, once = train(corpus, "--processes", "1")
    _, again = train(corpus, "--processes", "1")
    _, in_two = train(corpus, "--processes", "2")
    assert once == again == in_two


def test_ngrams_alone_are_the_same_without_vectors(corpus: Path) -> None:
    alone, _ = train(corpus, "--ngrams-only")
    whole, _ = train(corpus, "--processes", "1")
    assert alone.surroundings is None
    assert alone.units == whole.units
    assert np.array_equal(alone.unigrams, whole.unigrams)
    assert np.array_equal(alone.pairs.values, whole.pairs.values)


def test_it_says_what_was_kept_out_and_what_it_made(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, data = train(corpus, "--ngrams-only")
    told = capsys.readouterr().out.splitlines()
    assert sum(int(line.split()[1]) for line in told if "to train on" in line) == 26
    assert sum(int(line.split()[-3]) for line in told if "held out" in line and "train" in line) == 4
    assert sum(int(line.split()[0]) for line in told if "left out, near-identical" in line) == 2
    assert f"{len(data):,} bytes, SHA-256" in told[-1]


def test_texts_kept_out_are_not_learnt_from(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    without = corpus.parent / "without"
    without.mkdir()
    (without / "x.txt").write_text((corpus / "b.txt").read_text("utf-8"), "utf-8")
    train(corpus, "--ngrams-only", "--without", str(without))
    told = capsys.readouterr().out
    assert "b.txt: 12 documents to train on" in told
    assert "12 documents left out, near-identical to a held-out one" in told


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_without_texts_is_refused(
    corpus: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (corpus.parent / "empty").mkdir()
    folder = corpus.parent / name
    for arguments in ([str(folder)], [str(corpus), "--without", str(folder)]):
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--output", str(corpus.parent / "out.model")])
        assert ended.value.code == 2
        assert str(folder) in capsys.readouterr().err
