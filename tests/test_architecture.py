"""The house: a room is a folder, arrows between rooms run one way, and others use only what a room offers."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kyyeu"

ARROWS = {
    "errors": set[str](),
    "model": set(),
    "schema": {"model"},
    "restorer": set(),
    "speech": {"errors"},
    "saving": {"errors"},
    "proving": {"model", "restorer", "schema"},
    "content": {"errors", "model", "proving", "restorer", "schema"},
    "rendering": {"errors", "model"},
    "pdf": {"errors"},
    "epub": {"model", "rendering"},
    "galley": {"errors", "model", "pdf", "rendering"},
    "review": {"restorer", "speech"},
    "intake": {"content", "errors", "model", "proving", "restorer", "review", "schema", "speech"},
    "archive": {"content", "errors", "intake", "restorer", "review", "saving", "schema"},
    "checks": {"errors", "model", "pdf", "saving"},
    "pipeline": {
        "checks",
        "content",
        "epub",
        "errors",
        "galley",
        "model",
        "pdf",
        "rendering",
        "restorer",
        "saving",
    },
    "volumes": {"archive", "content", "errors", "rendering", "schema"},
    "cli": {
        "archive",
        "checks",
        "content",
        "errors",
        "intake",
        "model",
        "pipeline",
        "restorer",
        "saving",
        "speech",
        "volumes",
    },
    "__init__": {"content", "pipeline", "rendering", "restorer"},
    "__main__": {"cli"},
}
"""What each room, and each module at the door, may import."""

KNOWN_BY_ONE = {
    "weasyprint": {"pdf"},
    "pydyf": {"pdf"},
    "ebooklib": {"epub"},
    "jinja2": {"rendering"},
    "markdown": {"content"},
    "nh3": {"content"},
    "tinycss2": {"rendering"},
    "uharfbuzz": {"rendering"},
    "pikepdf": {"pdf"},
    "pypdfium2": {"pdf"},
    "pydantic": {"content", "schema"},
    "yaml": {"content"},
    "click": {"cli"},
    "distributed": {"archive"},
}
MOST_AT_THE_DOOR = 8
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def files_of(name: str) -> list[Path]:
    """The files of a room, or the one of a module at the door."""
    return sorted((PACKAGE / name).rglob("*.py")) if name in ROOMS else [PACKAGE / f"{name}.py"]


def imports(path: Path) -> Iterator[str]:
    """Every module that the file imports, and every name that it takes from one, by its full name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that they can be read"
            assert node.module
            yield node.module
            if (ROOT / node.module.replace(".", "/")).is_dir():
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_by(name: str) -> set[str]:
    return set(chain.from_iterable(map(imports, files_of(name))))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))


def offered(room: str) -> set[str]:
    """What a room's ``__all__`` names, and its ``MODULES`` where that names what it has in its modules."""
    body = ast.parse((PACKAGE / room / "__init__.py").read_text("utf-8")).body
    lists = {ast.unparse(node.targets[0]): node.value for node in body if isinstance(node, ast.Assign)}
    return {name for key in ("__all__", "MODULES") if key in lists for name in ast.literal_eval(lists[key])}


def docstring(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""


def test_every_room_and_module_has_its_row() -> None:
    at_the_door = {path.stem for path in PACKAGE.glob("*.py")}
    assert len(at_the_door) <= MOST_AT_THE_DOOR
    assert set(ROOMS) | at_the_door == set(ARROWS)


def test_the_arrows_make_no_circle() -> None:
    assert {*TopologicalSorter(ARROWS).static_order()} == set(ARROWS)


@pytest.mark.parametrize("name", ARROWS)
def test_an_arrow_is_in_the_table_and_the_table_has_no_other(name: str) -> None:
    ours = {full.split(".")[1] for full in imported_by(name) if full.startswith("kyyeu.")}
    assert ours - {name} == ARROWS[name]


@pytest.mark.parametrize("name", ARROWS)
def test_of_another_room_only_what_it_offers_is_used(name: str) -> None:
    used = {tuple(full.split(".")[1:3]) for full in imported_by(name) if full.startswith("kyyeu.")}
    inside = {(room, *rest) for room, *rest in used if room in ROOMS and room != name and rest}
    assert {(room, what) for room, what in inside if what not in offered(room)} == set()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_in_a_sentence_what_it_is_and_names_its_files(room: str) -> None:
    sentence, _, told = docstring(PACKAGE / room / "__init__.py").partition("\n")
    assert sentence.endswith(".") and " and " not in sentence and len(sentence) < 110
    first_words = {word for line in told.splitlines() for word in line[:23].replace(",", " ").split()}
    assert {path.stem for path in (PACKAGE / room).glob("*.py")} - {"__init__"} <= first_words


@pytest.mark.parametrize("library", KNOWN_BY_ONE)
def test_a_library_is_known_by_its_own_room_alone(library: str) -> None:
    users = {name for name in ARROWS if library in {full.split(".")[0] for full in imported_by(name)}}
    assert users == KNOWN_BY_ONE[library]


@pytest.mark.parametrize("name", ARROWS)
def test_nothing_is_imported_behind_the_table_s_back(name: str) -> None:
    hidden = {"import_module", "__import__", "exec", "eval"}
    called = {ast.unparse(call.func).split(".")[-1] for path in files_of(name) for call in calls(path)}
    assert not hidden & called


def writes(call: ast.Call) -> bool:
    """Whether a call writes to the disk: by a method for it, or by opening a file in a mode for it."""
    name = ast.unparse(call.func).split(".")[-1]
    if name != "open":
        return name in {"write_bytes", "write_text", "mkdir", "unlink", "rename", "replace_file", "rmtree"}
    modes = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    given = [mode.value for mode in modes if isinstance(mode, ast.Constant) and isinstance(mode.value, str)]
    return any(set(mode) & set("wax+") and len(mode) <= 3 for mode in given)


def test_only_one_module_saves() -> None:
    assert {name for name in ARROWS if any(map(writes, chain.from_iterable(map(calls, files_of(name)))))} == {
        "saving"
    }


@pytest.mark.parametrize("kind", [ast.ClassDef, ast.FunctionDef])
def test_a_name_means_one_thing(kind: type[ast.ClassDef] | type[ast.FunctionDef]) -> None:
    found = dict[str, list[str]]()
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, kind) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(str(path.relative_to(PACKAGE)))
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_a_file_s_name_means_one_thing() -> None:
    names = [path.stem for path in sorted(PACKAGE.rglob("*.py")) if not path.stem.startswith("__")]
    assert {name for name in names if names.count(name) > 1} == set()
