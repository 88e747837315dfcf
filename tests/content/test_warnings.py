"""Everything near what an editor may write, as data: a change to the small booklet, and what is said of it.

A case is a YAML file in warnings/, like those in mistakes/: ``change``, and under ``vi`` and ``en`` what must
be said, to the letter; nothing is said where the change means what an editor means by it.
"""

from pathlib import Path
from textwrap import indent

import pytest
from spoiling import spoil

from kyyeu.content.booklet import read_booklet
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import ContentError
from kyyeu.model import Booklet
from kyyeu.speech.messages import LANGUAGES, word_error

CASES = sorted((Path(__file__).parent / "warnings").glob("*.yaml"))


def said_of(booklet: Booklet, language: str) -> str:
    errors = (
        ContentError(finding.code, Path("content", finding.file), finding.line, **dict(finding.facts))
        for finding in booklet.findings
    )
    return "".join(f"{word_error(error, language)}\n" for error in errors)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_what_is_nearly_right_is_told_with_its_place(
    case: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    written = case.read_text("utf-8")
    wanted = parse_yaml(written, case, 1).root.value
    spoil(tiny, wanted)
    monkeypatch.chdir(tiny.parent)
    booklet = read_booklet(Path("content"))
    said = {language: said_of(booklet, language) for language in LANGUAGES}
    if request.config.getoption("--accept"):
        head, _, _ = written.partition("vi: |\n")
        case.write_text(
            head + "".join(f"{key}: |\n{indent(text, '  ')}" for key, text in said.items()), "utf-8"
        )
        wanted |= said
    assert {language: wanted.get(language) or "" for language in LANGUAGES} == said


def test_the_booklets_that_come_with_it_have_nothing_of_the_kind(real: Booklet, small: Booklet) -> None:
    assert (real.findings, small.findings) == ((), ())
