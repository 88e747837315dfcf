"""Every mistake an editor can make, as data: a change to the small booklet, and what is said of it.

A case is a YAML file in mistakes/: ``change`` (file: new text, or the words to replace in it), ``remove``
(files), ``bytes`` (file: hexadecimal), and under ``vi`` and ``en`` what must be said, to the letter.
"""

from pathlib import Path
from textwrap import indent

import pytest
from spoiling import spoil

from kyyeu.content.booklet import read_booklet
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import Problems
from kyyeu.speech.messages import LANGUAGES, word_error

CASES = sorted((Path(__file__).parent / "mistakes").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_mistake_is_told_with_its_place(
    case: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    written = case.read_text("utf-8")
    wanted = parse_yaml(written, case, 1).root.value
    spoil(tiny, wanted)
    monkeypatch.chdir(tiny.parent)
    with pytest.raises(Problems) as raised:
        read_booklet(Path("content"))
    said = {
        language: "".join(f"{word_error(error, language)}\n" for error in raised.value.errors)
        for language in LANGUAGES
    }
    if request.config.getoption("--accept"):
        head, _, _ = written.partition("vi: |\n")
        case.write_text(
            head + "".join(f"{key}: |\n{indent(text, '  ')}" for key, text in said.items()), "utf-8"
        )
        wanted |= said
    assert {language: wanted.get(language) for language in LANGUAGES} == said
    assert raised.value.exit_status == 2
