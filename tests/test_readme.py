import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_its_two_commands_stand_each_on_a_line() -> None:
    commands = [line for line in README.splitlines() if line.startswith("./setup")]
    assert commands == ["./setup && .venv/bin/python build.py", "./setup --dev && .venv/bin/python -m pytest"]


def test_what_it_points_at_is_there() -> None:
    links = [part.split(")")[0] for part in README.split("](")[1:]]
    local = [link.split("#")[0] for link in links if "://" not in link and not link.startswith("#")]
    assert local and [link for link in local if not (ROOT / link).exists()] == []


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="git has it not")
def test_no_registry_is_named_in_a_tracked_file() -> None:
    hosts = r"(pypi|pythonhosted|npmjs|debian|ubuntu)\.(org|com|net)"
    found = subprocess.run(
        ["git", "grep", "-nIE", hosts, "--", ".", ":!LICENSE"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
