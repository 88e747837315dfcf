"""The tests tested: each fault, written into a copy of the project, makes the tests named with it fail.

They are data, in mutations.toml: the ``file``, the words ``old`` that stand there once and the ``new`` ones,
and ``caught``, the tests that must fail, as pytest is given them (``--ci`` too, where more examples tell).
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

ROOT = Path(__file__).parent.parent
MUTATIONS = tomllib.loads(Path(__file__).with_name("mutations.toml").read_text("utf-8"))
COPIED = (
    "kyyeu",
    "training",
    "templates",
    "content",
    "docs",
    "tests",
    "benchmarks",
    "build.py",
    "pyproject.toml",
)
SOME_FAILED = 1


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, to be put right again after each mutation."""
    folder = tmp_path_factory.mktemp("mutated")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder)
    return folder


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_can_be_made(name: str) -> None:
    mutation = MUTATIONS[name]
    stand = (ROOT / mutation["file"]).read_text("utf-8").count(mutation["old"])
    assert stand == 1, "the words have changed: write the mutation anew"
    assert (ROOT / mutation["caught"][0].partition("::")[0]).exists()


@pytest.mark.parametrize("run", ["short", pytest.param("--ci", marks=pytest.mark.ci)])
def test_tests_that_catch_are_in_the_run_that_they_ask_for(run: str, request: pytest.FixtureRequest) -> None:
    """Of those whose file is in this run."""
    if request.config.option.keyword or request.config.getoption("--long"):
        pytest.skip("not all tests of a file are in it, or others")
    chosen = {item.nodeid for item in request.session.items}
    files = {nodeid.partition("::")[0] for nodeid in chosen}
    astray = [
        name
        for name, mutation in MUTATIONS.items()
        if run == next((one for one in mutation["caught"] if one in ("--ci", "--long")), "short")
        if mutation["caught"][0].partition("::")[0] in files
        if not any(does_ask(mutation["caught"], one) for one in chosen)
    ]
    assert astray == []


def does_ask(caught: list[str], nodeid: str) -> bool:
    """Whether pytest, given those arguments, chooses the test: files with words, or nodes."""
    words = caught[caught.index("-k") + 1].lower() if "-k" in caught else ""
    if not nodeid.startswith(caught[0].partition("[")[0]):
        return False

    def is_in(word: str, /, **more: object) -> bool:
        return word in nodeid.lower()

    return not words or Expression.compile(words).evaluate(is_in)


@pytest.mark.long
@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_is_caught(name: str, copy: Path) -> None:
    mutation = MUTATIONS[name]
    path = copy / mutation["file"]
    sound = path.read_text("utf-8")
    assert mutation["old"] in sound
    path.write_text(sound.replace(mutation["old"], mutation["new"]), "utf-8")
    try:
        done = run_tests(copy, mutation["caught"])
    finally:
        path.write_text(sound, "utf-8")
    told = done.stdout + done.stderr
    assert done.returncode == SOME_FAILED and "ERROR collecting" not in told, told


def run_tests(folder: Path, tests: list[str]) -> subprocess.CompletedProcess[str]:
    """Run them on what lies in the folder, where their files go as well, out of the way of other runs.

    No byte code is kept, which may be older than it looks.
    """
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-n0", "-p", "no:cacheprovider", "--basetemp=made", *tests],
        cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
