"""Sections are laid out on a real Dask cluster, and the book is the same."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from kyyeu.errors import MachineError, TemplateError
from kyyeu.making import print_run
from kyyeu.pipeline import build
from kyyeu.processes.workers import Cluster, ThisProcess

distributed = pytest.importorskip("distributed", reason="the extra “cluster” is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's own, as its cluster comes and goes
TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.fixture(scope="module")
def workers() -> Iterator[Cluster]:
    options = {"processes": True, "dashboard_address": None, "silence_logs": 50}
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, **options) as cluster,
        Cluster(cluster.scheduler_address) as opened,
    ):
        yield opened


@pytest.mark.ci
def test_the_books_are_the_same_byte_for_byte(workers: Cluster, tiny: Path) -> None:
    here, there = (
        build(tiny, TEMPLATES, tiny.parent / name, workers=given)
        for name, given in (("here", None), ("there", workers))
    )
    assert [made.data for made in here] == [made.data for made in there]


@pytest.mark.ci
def test_what_is_wrong_with_a_theme_is_told_from_there(workers: Cluster, tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "print.css").write_text("p { colour: red }", "utf-8")
    with pytest.raises(TemplateError, match="render-warning"):
        build(tiny, tmp_path / "theme", tmp_path / "out", workers=workers)


def test_another_program_may_not_lay_out(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_run, "describe_press", lambda: "another")
    with pytest.raises(MachineError, match="cluster-differs"):
        build(tiny, TEMPLATES, tiny.parent / "out", workers=ThisProcess())


@pytest.mark.ci
def test_a_section_that_ends_a_machine_is_named(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = Future[bytes]()
    lost.set_exception(RuntimeError("KilledWorker"))
    workers = ThisProcess()
    monkeypatch.setattr(workers, "submit", lambda *_: lost)
    with pytest.raises(MachineError, match="layout-died"):  # the cover is the first, and no text
        build(tiny, TEMPLATES, tiny.parent / "out", workers=workers)
