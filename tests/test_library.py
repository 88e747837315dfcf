"""The face of the package: what a program of another's imports."""

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import kyyeu

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", kyyeu.__all__)
def test_what_the_package_names_is_there_and_documented(name: str) -> None:
    assert callable(getattr(kyyeu, name))
    assert f"| `{name}(" in (ROOT / "docs" / "library.md").read_text("utf-8")


def test_what_it_does_not_have_is_told_as_ever() -> None:
    with pytest.raises(AttributeError, match="no attribute 'bild'"):
        kyyeu.bild  # noqa: B018


def test_the_documented_session_is_true(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False, globs={"out": tmp_path})
    assert done.attempted > 5 and not done.failed


def test_importing_it_loads_nothing_heavy() -> None:
    script = "import sys, kyyeu; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert not [name for name in done.stdout.split() if name.startswith("kyyeu.")]
