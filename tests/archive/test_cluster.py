"""The same work on a real Dask cluster, a worker of which is killed half-way: nothing lost, nothing twice."""

import os
import signal
from pathlib import Path

import pytest

from kyyeu.archive.archive import Archive
from kyyeu.archive.sources import find_sources
from kyyeu.errors import MachineError
from kyyeu.intake.task import Manner
from kyyeu.processes.workers import Cluster, ThisProcess

distributed = pytest.importorskip("distributed", reason="the extra “cluster” is not installed")

pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's own, as its cluster comes and goes

COUNT = 24


@pytest.fixture(scope="module")
def address() -> object:
    """A cluster's, which begins a worker anew where one was killed."""
    dask = pytest.importorskip("dask")
    # what a dead worker had finished is asked of it in vain for so long before it is done again
    impatient = {"distributed.comm.timeouts.connect": "2s"}
    with (
        dask.config.set(impatient),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster,
    ):
        yield cluster.scheduler_address


def fill(folder: Path) -> Path:
    folder.mkdir()
    for number in range(COUNT):
        text = f"Văn phòng cấp ủy số {number}\n\n" + "Văn phòng cp u t chc tng kết công tác năm. " * 20
        (folder / f"bai-{number:03}.txt").write_text(text + "\n", "utf-8")
    return folder


def made_by(content: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in content.rglob("*.*")}


@pytest.mark.ci
def test_nothing_is_lost_and_nothing_done_twice_when_a_worker_is_killed(tmp_path: Path, address: str) -> None:
    folder, manner = fill(tmp_path / "in"), Manner(damage="drop-after-latin1")
    alone = Archive(tmp_path / "alone", manner).restore_all(
        find_sources([folder], tmp_path / "content"), ThisProcess()
    )
    assert all(outcome.restored for outcome in alone)

    with Cluster(address) as workers, distributed.Client(address, set_as_default=False) as client:
        victim = next(iter(client.run(os.getpid).values()))
        names, killed = [], False
        for outcome in Archive(tmp_path / "content", manner).restore_all(
            find_sources([folder], tmp_path / "content"), workers
        ):
            assert outcome.problem is None and outcome.restored is not None
            names.append(outcome.source.file)
            if len(names) == COUNT // 4:
                os.kill(victim, signal.SIGKILL)
                killed = True
        left = client.run(os.getpid)
    assert killed and victim not in left.values()
    assert sorted(names) == sorted(path.name for path in folder.iterdir())
    assert made_by(tmp_path / "content") == made_by(tmp_path / "alone")


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kyyeu.processes.workers._SECONDS_TO_ANSWER", 1)
    with pytest.raises(MachineError, match="no-cluster"):
        Cluster("tcp://127.0.0.1:1")


@pytest.mark.parametrize(
    "address", ["đâu đó", "foo", "tcp://foo", "tcp://:8786", "foo:cổng", "tcp://[::1:8786"]
)
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(MachineError, match="bad-address"):
        Cluster(address)


def test_a_machine_of_no_such_name_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(MachineError, match="no-cluster"):
        Cluster("tcp://no-such-machine.invalid:8786")
    assert not caplog.text


@pytest.mark.ci
def test_of_two_sources_for_one_article_the_second_is_told(tmp_path: Path, address: str) -> None:
    folder, manner = fill(tmp_path / "in"), Manner(damage="drop-after-latin1")
    (folder / "Bài 000.txt").write_text("Nhan đề\n\nHội ngh Tnh u bàn v công tác cán b.\n", "utf-8")
    with Cluster(address) as workers:
        outcomes = list(
            Archive(tmp_path / "content", manner).restore_all(
                find_sources([folder], tmp_path / "content"), workers
            )
        )
    (told,) = (outcome for outcome in outcomes if outcome.problem)
    first, second = sorted([folder / "Bài 000.txt", folder / "bai-000.txt"])
    assert told.source.path == second and told.problem.facts["other"] == first  # type: ignore[union-attr]
    assert len([*(tmp_path / "content").rglob("*.*")]) == 2 * COUNT
