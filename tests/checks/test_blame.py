"""Words that a theme keeps from readers in print are told at the rule that does so."""

import shutil
from pathlib import Path

import pytest
from reading import write_booklet

from kyyeu.content.booklet import read_booklet
from kyyeu.errors import Problems
from kyyeu.making.print_run import make_pdf
from kyyeu.rendering.theme import Theme

pytestmark = [pytest.mark.usefixtures("standing"), pytest.mark.ci]

RULES = {
    ".prose em { color: white }": "paper-unseen",
    ".prose h2 { background: #8a1417; color: #8a1417 }": "paper-unseen",
    ".prose em { font-size: 2px }": "paper-tiny",
    ".prose img { object-fit: none; object-position: -900px 0 }": "picture-unseen",
}


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_that_hides_printed_words_is_named(
    rule: str, tiny: Path, theme: Theme, tmp_path: Path
) -> None:
    folder = shutil.copytree(theme.folder, tmp_path / "theme")
    (folder / "own.css").write_text(f"p {{ color: black }}\n\n@media print {{ {rule} }}\n", "utf-8")
    write_booklet(tiny, body="Câu *đầu*.\n\n## Mục hai\n\n![Chấm](images/cham.png)\n")
    with pytest.raises(Problems) as raised:
        make_pdf(read_booklet(tiny), Theme(folder), tiny)
    told = {(error.code, error.path, error.line) for error in raised.value.errors}
    assert told == {(RULES[rule], folder / "own.css", 3)}
