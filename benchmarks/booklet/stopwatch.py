"""What a run of commands costs: wall clock, processor and memory, every process they start included."""

import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import struct_rusage

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of <linux/prctl.h>
_PATIENCE = 10.0  # seconds for what a command leaves behind to end by itself
_SAMPLING = 0.01  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Command:
    """One process to start."""

    arguments: Sequence[str]
    """The program and its arguments; no shell reads them."""
    folder: Path
    """Where it runs."""
    environment: Mapping[str, str]
    """All of its environment."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What the commands of one build took, one after the other."""

    wall: float
    """Seconds from the start of the first to the end of the last."""
    processor: float
    """Processor seconds, user and system, of all processes."""
    status: int
    """Exit status of the last that ran: the first that fails is the last."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the commands of one build held, in bytes, as far as looking every 10 ms shows it."""

    together: int
    """All processes at a time (PSS: a page that n processes share counts as one nth for each)."""
    largest: int
    """The one process that held most (peak RSS, shared pages counted in full)."""


def adopt_orphans() -> None:
    """Make this process the parent of whatever its children leave behind, so that its time is counted too."""
    ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0)


def read_foreign_seconds() -> float:
    """Processor seconds the machine has spent on all but this process and those it has waited for."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split()[1:9])
    busy = (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
    return busy - sum(os.times()[:4])


def measure(commands: Sequence[Command], log: Path) -> Cost:
    """The cost of running `commands` in turn; what they print goes to the end of the file `log`."""
    start = time.perf_counter()
    processor, status = 0.0, 0
    for command in commands:
        status, usages = _run(command, log)
        processor += sum(usage.ru_utime + usage.ru_stime for usage in usages)
        if status:
            break
    return Cost(time.perf_counter() - start, processor, status)


def measure_memory(commands: Sequence[Command], log: Path) -> tuple[Cost, Memory]:
    """The cost, and the memory. Looking costs time itself: such a run's cost is not one to compare."""
    samples, done = [Memory(0, 0)], threading.Event()

    def sample() -> None:
        while not done.wait(_SAMPLING):
            samples.append(_look())

    sampler = threading.Thread(target=sample)
    sampler.start()
    try:
        cost = measure(commands, log)
    finally:
        done.set()
        sampler.join()
    return cost, Memory(max(each.together for each in samples), max(each.largest for each in samples))


def _run(command: Command, log: Path) -> tuple[int, list[struct_rusage]]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            command.arguments, cwd=command.folder, env=command.environment,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    _, wait_status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(wait_status)
    return process.returncode, [usage, *_reap_orphans()]


def _reap_orphans() -> Iterator[struct_rusage]:
    """The usage of each process left behind. Raises TimeoutError if one stays."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            process, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if process:
            yield usage
        else:
            time.sleep(_SAMPLING)
    raise TimeoutError(f"processes left behind still run after {_PATIENCE:.0f} s")


def _descendants(process: int) -> Iterator[int]:
    try:
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from _descendants(child)
    except OSError:  # it ended while we looked
        return


def _look() -> Memory:
    """The memory of all our descendants now.

    Not `ru_maxrss`: the kernel begins it with what the process that starts a program holds itself.
    """
    processes = [process for process in _descendants(os.getpid()) if _has_begun(process)]
    together = sum(_read_size(process, "smaps_rollup", "Pss") for process in processes)
    return Memory(together, max((_read_size(process, "status", "VmHWM") for process in processes), default=0))


def _has_begun(process: int) -> bool:
    """False in the moment between fork and exec, when the child still shows our own memory."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes() != Path("/proc/self/cmdline").read_bytes()
    except OSError:
        return False


def _read_size(process: int, file: str, key: str) -> int:
    """A size in bytes out of a file of /proc; 0 once the process ended."""
    try:
        lines = Path(f"/proc/{process}/{file}").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{key}:")), 0)
