"""What a file may be called, which is not the same on every system."""

import os

import pytest

NOT_ON_WINDOWS = frozenset('<>:"/\\|?*') | {chr(code) for code in range(32)}


def skip_unnameable(*names: str) -> None:
    """Leave the test out where no file can have such a name."""
    if os.name == "nt" and any(NOT_ON_WINDOWS & {*name} or name[-1] in " ." for name in names):
        pytest.skip("no file has such a name there")
