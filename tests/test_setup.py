import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
BUILD = PROJECT["dependency-groups"]["build"]
RUNTIME = PROJECT["project"]["dependencies"] + BUILD
EXTRAS = PROJECT["project"]["optional-dependencies"]
OWN = "kyyeu[cluster]"  # the dev extra holds the cluster's whole
DEV = RUNTIME + [package for package in EXTRAS["dev"] if package != OWN] + EXTRAS["cluster"]

SYSTEMS = (
    {"sys_platform": "linux", "platform_machine": "x86_64"},
    {"sys_platform": "linux", "platform_machine": "aarch64"},
    {"sys_platform": "darwin", "platform_machine": "arm64"},
    {"sys_platform": "darwin", "platform_machine": "x86_64"},
    {"sys_platform": "win32", "platform_machine": "AMD64"},
)


def is_for(requirement: Requirement, system: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(dict(system))


def read_pins(name: str) -> dict[str, list[Requirement]]:
    """The pinned requirements of a file by canonical name, each of which must carry a hash."""
    pins: dict[str, list[Requirement]] = {}
    lines = (ROOT / name).read_text("utf-8").splitlines()
    joined = "\n".join(line for line in lines if not line.lstrip().startswith("#")).replace("\\\n", " ")
    for entry in joined.splitlines():
        pin, *hashes = entry.split(" --hash=sha256:")
        assert hashes, entry
        requirement = Requirement(pin.strip())
        pins.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return pins


@pytest.mark.parametrize(
    ("declared", "name"),
    [(declared, "requirements.txt") for declared in RUNTIME]
    + [(declared, "requirements-dev.txt") for declared in DEV],
)
def test_what_the_project_declares_is_pinned_within_its_range_on_every_system(
    declared: str, name: str
) -> None:
    requirement = Requirement(declared)
    pins = read_pins(name)[canonicalize_name(requirement.name)]
    wanting = [system for system in SYSTEMS if is_for(requirement, system)]
    assert wanting
    for system in wanting:
        (pin,) = (pin for pin in pins if is_for(pin, system))
        assert requirement.specifier.contains(str(pin.specifier).removeprefix("=="))


def test_the_tests_run_on_the_versions_that_make_the_booklet() -> None:
    runtime, dev = read_pins("requirements.txt"), read_pins("requirements-dev.txt")
    assert {name: dev[name] for name in runtime} == runtime


def test_the_build_backend_is_the_pinned_one() -> None:
    assert PROJECT["build-system"]["requires"] == BUILD


def run_setup(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    shell = shutil.which("sh")
    if not shell:
        pytest.skip("there is no such shell")
    command: list[str | Path] = [shell, project / "setup", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "words"), [("vi_VN.UTF-8", "không hiểu --an"), ("en_GB.UTF-8", "--an is not")]
)
def test_an_unknown_option_is_refused_in_the_users_language(lang: str, words: str) -> None:
    run = run_setup(ROOT, "--an", PATH="/usr/bin:/bin", LANG=lang)
    assert run.returncode == 1
    assert words in run.stderr


def test_a_machine_without_python_is_told_which_one_it_needs(tmp_path: Path) -> None:
    project, programs = tmp_path / "kỷ yếu 18 10", tmp_path / "bin"
    project.mkdir()
    programs.mkdir()
    shutil.copy(ROOT / "setup", project)
    for program in ("dirname", "cat"):
        (programs / program).symlink_to(str(shutil.which(program)))
    run = run_setup(project, PATH=str(programs), LANG="en_US.UTF-8")
    assert run.returncode == 1
    assert "Python 3.11 or newer is needed" in run.stderr
    assert not (project / ".venv").exists()


def run_build(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What build.py does when the system's own Python is called."""
    python = Path(sys.base_prefix, *(["python.exe"] if os.name == "nt" else ["bin", "python3"]))
    command: list[str | Path] = [python, project / "build.py", *arguments]
    system = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return subprocess.run(command, env=system | environment, capture_output=True, encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="no script can stand for a program there")
def test_the_systems_python_hands_over_to_the_one_with_the_packages(tmp_path: Path) -> None:
    shutil.copy(ROOT / "build.py", tmp_path)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nfor word; do echo "$word"; done\nexit 7\n', "utf-8")
    python.chmod(0o755)
    done = run_build(tmp_path, "restore", "bài một.txt")
    assert (done.returncode, done.stderr) == (7, "")
    assert done.stdout.splitlines() == [str(tmp_path / "build.py"), "restore", "bài một.txt"]


def test_where_a_program_can_not_become_another_it_waits_for_it_and_hands_its_status_on(
    tmp_path: Path,
) -> None:
    build = tmp_path / "build.py"
    shutil.copy(ROOT / "build.py", build)
    program = "import build, pathlib, sys; build.hand_over(pathlib.Path(sys.executable), sys.argv[1:], 'nt')"
    words = ["-c", "import sys; print(sys.argv[1:]); sys.exit(7)", "bài một.txt", "--lang"]
    done = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=tmp_path, env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (7, "")
    assert done.stdout == "['bài một.txt', '--lang']\n"


SETUP = "setup" if os.name == "nt" else "./setup"


@pytest.mark.parametrize(
    ("lang", "words"),
    [("vi_VN.UTF-8", "chưa cài đặt đủ"), ("en_GB.UTF-8", f"Run {SETUP}")],
)
def test_without_packages_the_way_to_get_them_is_told(tmp_path: Path, lang: str, words: str) -> None:
    shutil.copy(ROOT / "build.py", tmp_path)
    for encoding in ("utf-8", "ascii"):  # whatever letters the console has
        done = run_build(tmp_path, LANG=lang, PYTHONIOENCODING=encoding)
        assert done.returncode == 4 and words in done.stderr and "Traceback" not in done.stderr
