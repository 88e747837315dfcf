"""Work in a new Python, which can be ended on any system: for a process that can't be copied.

It gets what it works on as bytes, and nothing of what this process knows.
"""

import os
import subprocess
import sys

from kyyeu.processes.apart import Bounds, Ended

_BUSY = 3  # times as long as the bound on a core's time: others may be at work


def can_begin_anew() -> bool:
    """Whether it can be: not where every fault is to be seen with its traceback."""
    return bool(sys.executable) and not os.environ.get("KYYEU_TRACEBACK")


def run_anew(program: str, given: bytes, bounds: Bounds) -> bytes:
    """What the program in Python writes that reads `given`. Raises Ended where it was ended or broke down.

    Its memory is bounded where the system knows of that, by what it does itself (`keep_within`).
    """
    paths = os.pathsep.join(filter(None, sys.path))
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", program],  # -P: nothing of the folder that we are in is imported
            input=given,
            capture_output=True,
            check=True,
            timeout=bounds.seconds * _BUSY,
            env=os.environ | {"PYTHONPATH": paths},
        )
    except (subprocess.SubprocessError, OSError):
        raise Ended from None
    return done.stdout
