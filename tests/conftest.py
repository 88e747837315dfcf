"""What every test may ask for: a small booklet, the real one, and goldens that move only when told to."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from kyyeu.content.booklet import read_booklet
from kyyeu.galley.copy import make_galley
from kyyeu.model import Booklet
from kyyeu.pdf.layout import Pdf
from kyyeu.pipeline import make_epub, make_pdf, reader_of
from kyyeu.rendering.faces import find_faces
from kyyeu.rendering.theme import Theme

# A busy machine is no failure; the examples stay as many.
hypothesis.settings.register_profile("kyyeu", deadline=None)
hypothesis.settings.load_profile("kyyeu")

ROOT = Path(__file__).parent.parent
TINY = Path(__file__).parent / "tiny"

Command = Callable[..., subprocess.CompletedProcess[str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write the goldens anew; read the change before committing it"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare with a golden file, or with --accept write it."""

    def check(path: Path, text: str) -> None:
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return check


@pytest.fixture(scope="session")
def command() -> Command:
    """The command in a process of its own, with Vietnamese messages unless the environment says otherwise."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
        return subprocess.run(
            [sys.executable, str(ROOT / "build.py"), *map(str, arguments)],
            cwd=ROOT, env=clean | environment, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the small booklet's content, to be spoilt."""
    return Path(shutil.copytree(TINY, tmp_path / "content"))


@pytest.fixture(scope="session")
def theme() -> Theme:
    return Theme(ROOT / "templates")


@pytest.fixture(scope="session")
def small() -> Booklet:
    return read_booklet(TINY)


@pytest.fixture(scope="session")
def real() -> Booklet:
    return read_booklet(ROOT / "content")


@pytest.fixture(scope="session")
def small_pdf(small: Booklet, theme: Theme) -> Pdf:
    return make_pdf(small, theme)


@pytest.fixture(scope="session")
def real_pdf(real: Booklet, theme: Theme) -> Pdf:
    return make_pdf(real, theme)


@pytest.fixture(scope="session")
def small_galley(small: Booklet, theme: Theme) -> Pdf:
    return make_galley(small, theme, reader_of(small, theme))


@pytest.fixture(scope="session")
def real_galley(real: Booklet, theme: Theme) -> Pdf:
    return make_galley(real, theme, reader_of(real, theme))


@pytest.fixture(scope="session")
def small_epub(small: Booklet, theme: Theme, small_pdf: Pdf) -> bytes:
    return make_epub(small, theme, find_faces(theme.read("faces.css").decode(), theme.read), small_pdf)


@pytest.fixture(scope="session")
def real_epub(real: Booklet, theme: Theme, real_pdf: Pdf) -> bytes:
    return make_epub(real, theme, find_faces(theme.read("faces.css").decode(), theme.read), real_pdf)
