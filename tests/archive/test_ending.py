"""Nothing of an archive's work outlives the process that began it, whatever ended that."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARENT = """
import time
from kyyeu.processes.workers import Processes
if __name__ == "__main__":
    with Processes(2) as workers:
        for _ in range(2):
            workers.submit(time.sleep, 600)
        workers.submit(print, "ready")
        print("begun", flush=True)
        time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are told otherwise there")
@pytest.mark.parametrize(
    "ended_by", ["SIGKILL", *(pytest.param(x, marks=pytest.mark.long) for x in ("SIGTERM", "SIGHUP"))]
)
def test_workers_end_with_the_process_that_began_them(ended_by: str, tmp_path: Path) -> None:
    """All of them write to one pipe, which ends when the last of them has."""
    (tmp_path / "parent.py").write_text(PARENT, "utf-8")
    with subprocess.Popen(
        [sys.executable, tmp_path / "parent.py"], stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as parent:  # fmt: skip
        assert parent.stdout
        assert parent.stdout.readline() == b"begun\n"
        parent.send_signal(getattr(signal, ended_by))
        parent.communicate(timeout=30)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are told otherwise there")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_who_is_ended_clears_away_what_was_begun(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from kyyeu.cli import entry

    ended_by = getattr(signal, name)
    cleared, usual = [], signal.signal(ended_by, signal.SIG_DFL)  # whatever began the tests: nohup, say

    def obey(arguments: list[str], voice: object) -> int:
        try:
            signal.raise_signal(ended_by)
        finally:
            cleared.append(arguments)
        return 0

    monkeypatch.setattr(entry, "_obey", obey)
    try:
        with pytest.raises(SystemExit) as left:
            entry.main(["x"])
        assert left.value.code == 128 + ended_by and cleared
        assert signal.getsignal(ended_by) == signal.SIG_DFL
    finally:
        signal.signal(ended_by, usual)
