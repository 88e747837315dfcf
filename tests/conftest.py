"""What every test may ask for: a small booklet, the real one, and goldens that move only when told to."""

import ctypes
import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partialmethod
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from browsing import lacking, open_browser
from calling import STORED_BY, Command, call_here, call_process
from designs import shipped

from kyyeu.cache import NOWHERE, Store
from kyyeu.content.booklet import read_booklet
from kyyeu.galley.copy import Galley
from kyyeu.making.e_book import make_epub
from kyyeu.making.print_run import make_pdf, print_galley
from kyyeu.model import Booklet
from kyyeu.pdf.engine import bring_in
from kyyeu.pdf.print_edition import Pdf
from kyyeu.processes import ahead, apart, each
from kyyeu.rendering.shipped import LOTUS
from kyyeu.rendering.theme import Theme

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A busy machine is no failure, so no example has a deadline and none is too slow to draw. In CI the same
# examples are drawn each time, elsewhere others, which find what those do not.
for name, count in (("short", 5), ("ci", 20), ("long", 200)):
    hypothesis.settings.register_profile(
        name,
        max_examples=count,
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
        derandomize="CI" in os.environ,
    )

if os.name == "nt":
    Path.write_text = partialmethod(Path.write_text, newline="\n")  # type: ignore[assignment]
    lacked = {  # what tests make that can't be made there, and why not
        (Path, "symlink_to"): "links want rights there that few have",
        (os, "mkfifo"): "there are no pipes in folders there",
    }

    # What Wine does otherwise than Windows.
    not_under_wine = {
        "test_a_name_too_long_to_save_under_is_to_be_shortened": "Wine saves under names too long for Windows"
    }

    def pytest_itemcollected(item: pytest.Item) -> None:
        """Leave out under Wine what is Wine's own."""
        under_wine = hasattr(ctypes.windll.ntdll, "wine_get_version")  # type: ignore[attr-defined]
        if under_wine and (why := not_under_wine.get(getattr(item, "originalname", ""))):
            item.add_marker(pytest.mark.skip(reason=why))

    def leave_out(why: str) -> None:
        """Skip the test that wants what is lacked; pytest itself goes on without."""
        if sys._getframe(2).f_globals["__name__"].startswith("_pytest."):
            raise OSError(why)
        pytest.skip(why)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call() -> Iterator[None]:
        """Leave out tests that want what is lacked."""
        with pytest.MonkeyPatch.context() as patch:
            for (owner, name), why in lacked.items():
                patch.setattr(owner, name, lambda *given, why=why, **named: leave_out(why), raising=False)
            return (yield)


ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content"
TINY = Path(__file__).parent / "tiny"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="write the goldens anew; read the change before committing it"
    )
    parser.addoption(
        "--ci", action="store_true",
        help="what CI runs besides, instead: more examples of each property, and the tests marked ci",
    )  # fmt: skip
    parser.addoption(
        "--long", action="store_true",
        help="what takes long, instead: the command in processes of its own, many examples of each property, "
        "and the tests marked ci or long",
    )  # fmt: skip


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """None where the whole suite is to run: it takes every core. What is named runs in this process."""
    return None if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0


def pytest_configure(config: pytest.Config) -> None:
    if os.name == "nt":
        bring_in()  # by itself WeasyPrint, which modules with examples import, finds no library there
    config.addinivalue_line("markers", "ci: takes long, or is told by others first; runs where --ci is given")
    config.addinivalue_line("markers", "long: takes longer than CI has; runs where --long is given")
    hypothesis.settings.load_profile(run_of(config))


def run_of(config: pytest.Config) -> str:
    """Which of the three runs it is, named as its profile of properties."""
    return next((name for name in ("long", "ci") if config.getoption(f"--{name}")), "short")


@pytest.hookimpl(trylast=True)  # when properties have been marked
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is another run's, and what would be no other in this one than in a shorter."""
    wanted = {"short": is_short, "ci": is_more_in_ci, "long": is_more_when_long}[run_of(config)]
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = [item for item in items if wanted(item)]


def is_short(item: pytest.Item) -> bool:
    return not is_marked(item, "ci") and not is_marked(item, "long")


def is_more_in_ci(item: pytest.Item) -> bool:
    return not is_marked(item, "long") and (is_marked(item, "hypothesis") or is_marked(item, "ci"))


def is_more_when_long(item: pytest.Item) -> bool:
    has_more = is_marked(item, "hypothesis") or "command" in getattr(item, "fixturenames", ())
    return has_more or not is_short(item)


def is_marked(item: pytest.Item, name: str) -> bool:
    return item.get_closest_marker(name) is not None


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """Let the collector not look through the thousands of tests, which live as long as the run."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare with a golden file, or with --accept write it."""

    def check(path: Path, text: str) -> None:
        if request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return check


@pytest.fixture(scope="session", autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the command remembers, it remembers for the tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STORED_BY, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def one_process(request: pytest.FixtureRequest) -> Iterator[None]:
    """Books are made in this process, which is the readier for the next: a copy of it would begin anew.

    Where --long is given, and in tests of what copies do, they are made as a user has them made.
    """
    with pytest.MonkeyPatch.context() as patch:
        if not request.config.getoption("--long"):
            for module in (ahead, apart, each):
                patch.setattr(module, "can_be_copied", lambda: False)
        yield


@pytest.fixture(scope="session")
def standing_type(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run's, and of all its processes."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "standing"


@pytest.fixture
def standing(standing_type: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no store is named, what was composed in other tests stands, and is not composed again.

    For tests that ask what a book is, and spoil nothing that makes it.
    """
    monkeypatch.setattr(NOWHERE, "folder", standing_type)


@pytest.fixture(scope="session")
def command(request: pytest.FixtureRequest) -> Command:
    """The command, with Vietnamese messages unless the environment given says otherwise."""
    return call_process if request.config.getoption("--long") else call_here


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    if reason := lacking():
        pytest.skip(reason)
    with open_browser() as opened:
        yield opened


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the small booklet's content, to be spoilt."""
    return Path(shutil.copytree(TINY, tmp_path / "content"))


@pytest.fixture(scope="session")
def theme() -> Theme:
    return shipped(LOTUS)


@pytest.fixture(scope="session")
def small() -> Booklet:
    return read_booklet(TINY)


@pytest.fixture(scope="session")
def real() -> Booklet:
    return read_booklet(CONTENT)


@pytest.fixture(scope="session")
def small_pdf(small: Booklet, theme: Theme, standing_type: Path) -> Pdf:
    return make_pdf(small, theme, TINY, Store(standing_type))


@pytest.fixture(scope="session")
def real_pdf(real: Booklet, theme: Theme, standing_type: Path) -> Pdf:
    return make_pdf(real, theme, CONTENT, Store(standing_type))


@pytest.fixture(scope="session")
def small_galley(small: Booklet, theme: Theme) -> Galley:
    return print_galley(small, theme, TINY)


@pytest.fixture(scope="session")
def real_galley(real: Booklet, theme: Theme) -> Galley:
    return print_galley(real, theme, ROOT / "content")


@pytest.fixture(scope="session")
def small_epub(small: Booklet, theme: Theme, standing_type: Path) -> bytes:
    return make_epub(small, theme, TINY, Store(standing_type))


@pytest.fixture(scope="session")
def real_epub(real: Booklet, theme: Theme, standing_type: Path) -> bytes:
    return make_epub(real, theme, CONTENT, Store(standing_type))
