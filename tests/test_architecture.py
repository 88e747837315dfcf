"""The house: a room is a folder, arrows between rooms run one way, and others use only what a room offers."""

import ast
from collections.abc import Iterator
from functools import cache
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
    "files": {"errors"},
    "restorer": set(),
    "speech": {"errors"},
    "saving": {"errors"},
    "processes": {"errors", "saving"},
    "cache": set(),
    "pictures": {"cache", "errors", "model", "processes"},
    "proving": {"model", "restorer", "schema"},
    "content": {
        "cache",
        "errors",
        "files",
        "model",
        "pictures",
        "processes",
        "proving",
        "restorer",
        "schema",
    },
    "rendering": {"cache", "errors", "files", "model", "processes"},
    "binding": {"errors", "pictures"},
    "pdf": {"binding", "cache", "errors", "processes"},
    "epub": {"model", "rendering"},
    "galley": {"binding", "errors", "model", "pdf", "rendering"},
    "review": {"restorer", "speech"},
    "intake": {"content", "errors", "files", "model", "proving", "restorer", "review", "schema", "speech"},
    "archive": {
        "content",
        "errors",
        "files",
        "intake",
        "restorer",
        "processes",
        "review",
        "saving",
        "schema",
    },
    "checks": {"binding", "cache", "errors", "files", "model", "pdf", "pictures", "rendering", "saving"},
    "making": {
        "binding",
        "cache",
        "checks",
        "content",
        "epub",
        "errors",
        "galley",
        "model",
        "pdf",
        "pictures",
        "processes",
        "rendering",
    },
    "pipeline": {
        "cache",
        "checks",
        "content",
        "errors",
        "files",
        "making",
        "model",
        "pdf",
        "pictures",
        "processes",
        "rendering",
        "restorer",
        "saving",
    },
    "volumes": {"archive", "content", "errors", "rendering", "schema"},
    "cli": {
        "archive",
        "cache",
        "checks",
        "content",
        "errors",
        "files",
        "intake",
        "model",
        "pipeline",
        "processes",
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
    "openpyxl": {"content"},
    "tinycss2": {"rendering"},
    "cssselect2": {"rendering"},
    "barcode": {"rendering"},
    "uharfbuzz": {"binding", "rendering"},
    "pikepdf": {"pdf"},
    "pypdfium2": {"pdf", "pictures"},  # a page read back, and a page that came as a PDF
    "PIL": {"pictures"},
    "pillow_heif": {"pictures"},
    "pydantic": {"content", "schema"},
    "yaml": {"content"},
    "click": {"cli"},
    "distributed": {"processes"},
    "confusable_homoglyphs": {"restorer"},
    "msgspec": {"binding", "checks", "content", "pdf", "rendering"},
}
MOST_AT_THE_DOOR = 8
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def files_of(name: str) -> list[Path]:
    """The files of a room, or the one of a module at the door."""
    return sorted((PACKAGE / name).rglob("*.py")) if name in ROOMS else [PACKAGE / f"{name}.py"]


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return (*ast.walk(parse(path)),)


def imports(path: Path) -> Iterator[str]:
    """Every module that the file imports, and every name that it takes from one, by its full name."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that they can be read"
            assert node.module
            yield node.module
            if (ROOT / node.module.replace(".", "/")).is_dir():
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def imported_by(name: str) -> set[str]:
    return set(chain.from_iterable(map(imports, files_of(name))))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in nodes(path) if isinstance(node, ast.Call))


def offered(room: str) -> set[str]:
    """What a room's ``__all__`` names, and its ``MODULES`` where that names what it has in its modules."""
    body = parse(PACKAGE / room / "__init__.py").body
    lists = {ast.unparse(node.targets[0]): node.value for node in body if isinstance(node, ast.Assign)}
    return {name for key in ("__all__", "MODULES") if key in lists for name in ast.literal_eval(lists[key])}


def docstring(path: Path) -> str:
    return ast.get_docstring(parse(path)) or ""


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


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_drawn_in_the_design(room: str) -> None:
    assert f"\n| `{room}` |" in (ROOT / "docs" / "design.md").read_text("utf-8")


@pytest.mark.parametrize("library", KNOWN_BY_ONE)
def test_a_library_is_known_by_its_own_room_alone(library: str) -> None:
    users = {name for name in ARROWS if library in {full.split(".")[0] for full in imported_by(name)}}
    assert users == KNOWN_BY_ONE[library]


def words(path: Path) -> Iterator[str]:
    """Every name and attribute in the file, and what it takes from elsewhere by the name it has there."""
    for node in nodes(path):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word):
                yield word
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names):
                yield from (str(module), *(alias.name for alias in names))


BEHIND = set(
    "__import__ exec eval import_module import_string reload load_module exec_module "
    "spec_from_file_location builtins runpy pkgutil modules".split()
)
"""Ways to a module that `imports` does not see."""


PUTS_OFF = PACKAGE / "pdf" / "late.py"
"""Takes nothing in: it puts off what WeasyPrint does."""


@pytest.mark.parametrize("name", ARROWS)
def test_nothing_is_imported_behind_the_table_s_back(name: str) -> None:
    files = [path for path in files_of(name) if path != PUTS_OFF]
    assert not BEHIND & set(chain.from_iterable(map(words, files)))


@pytest.mark.parametrize("name", ARROWS)
def test_what_a_module_keeps_to_itself_is_taken_by_no_other(name: str) -> None:
    for path in files_of(name):
        taken = (node for node in nodes(path) if isinstance(node, ast.ImportFrom))
        names = {alias.name for node in taken if str(node.module).startswith("kyyeu") for alias in node.names}
        assert {name for name in names if name.startswith("_")} == set()


WRITES = set(
    "write_bytes write_text mkdir makedirs unlink rename renames rmdir removedirs rmtree touch truncate "
    "chmod symlink_to hardlink_to copyfile copytree copy2 copyfileobj move fdopen FileIO tempfile".split()
)
"""What changes the disk, whatever it is called on."""
ALSO_WRITES = {"os": {"write", "replace", "remove", "link", "symlink", "utime"}, "shutil": {"copy"}}
"""What does so as a function of that module, and has a harmless namesake elsewhere."""


def changes_the_disk(path: Path) -> bool:
    return (
        bool(WRITES & {*words(path)}) or any(map(writes, calls(path))) or any(map(takes_writer, nodes(path)))
    )


def takes_writer(node: ast.AST) -> bool:
    """Whether a function that writes is named as its module's, or taken from it."""
    match node:
        case ast.Attribute(value=ast.Name(id=module), attr=word):
            return word in ALSO_WRITES.get(module, ())
        case ast.ImportFrom(module=str(module), names=names):
            return bool(ALSO_WRITES.get(module, set()) & {alias.name for alias in names})
    return False


def writes(call: ast.Call) -> bool:
    """Whether a call opens a file in a mode for writing, or in one that can't be known, or moves a path."""
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    match call.func:
        case ast.Attribute(attr="replace"):  # a text's has two arguments, a record's are named
            return len(call.args) == 1 and not call.keywords
        case ast.Name(id="open"):
            return not all(isinstance(mode, ast.Constant) and is_for_reading(mode) for mode in given[1:])
        case ast.Attribute(attr="open"):
            return not all(is_for_reading(mode) for mode in given if isinstance(mode, ast.Constant))
    return False


def is_for_reading(mode: ast.Constant) -> bool:
    return not set(str(mode.value)) & set("wax+") or len(str(mode.value)) > 3


def test_only_one_room_saves() -> None:
    """What may be lost at any time has a store of its own."""
    writing = {path for name in ARROWS for path in files_of(name) if changes_the_disk(path)}
    disk = {PACKAGE / "saving" / "disk.py", PACKAGE / "saving" / "scratch.py"}
    assert writing == {*disk, PACKAGE / "cache.py"}


WRITING = """\
open(p, "wb"); open(p, mode="a"); open(p, M); p.open("x"); gzip.open(p, "w"); io.FileIO(p, "w")
os.write(d, b); os.fdopen(d, "w"); os.replace(p, q); os.remove(p); os.makedirs(p); shutil.move(p, q)
p.replace(q); p.touch(); p.symlink_to(q); p.mkdir(); shutil.copy(p, q); keep = p.write_text
import tempfile; from tempfile import mkstemp; from shutil import copy as c"""


@pytest.mark.parametrize("line", [line.strip() for line in WRITING.replace("\n", ";").split(";")])
def test_a_line_that_writes_is_seen(line: str, tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text(line, "utf-8")
    assert changes_the_disk(tmp_path / "room.py")


ENCODED_AT = {"read_text": 0, "write_text": 1}  # the argument that names an encoding


def lets_letters_vary(call: ast.Call) -> bool:
    """Whether a call reads or writes text in the machine's letters: on Windows few are Vietnamese."""
    if any(keyword.arg == "encoding" for keyword in call.keywords):
        return False
    match call:
        case ast.Call(func=ast.Attribute(attr=name)) if name in ENCODED_AT:
            return len(call.args) <= ENCODED_AT[name]
        case ast.Call(func=ast.Name(id="open"), args=[_]):
            return True
        case ast.Call(func=ast.Name(id="open"), args=[_, ast.Constant(value=str(mode)), *_]):
            return "b" not in mode
        case ast.Call(func=ast.Attribute(attr="open"), args=[ast.Constant(value=str(mode)), *_]):
            return {*mode} <= {*"rwax+"}
    return False


def test_text_in_files_is_in_the_same_letters_on_every_machine() -> None:
    files = [*PACKAGE.rglob("*.py"), *Path(__file__).parent.rglob("*.py")]
    found = [f"{path}:{call.lineno}" for path in files for call in calls(path) if lets_letters_vary(call)]
    assert found == []


VARYING = ("p.read_text()", "p.write_text(x)", "open(p)", "open(p, 'w')", "p.open('a')")


@pytest.mark.parametrize("line", VARYING)
def test_a_line_that_lets_letters_vary_is_seen(line: str, tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text(line, "utf-8")
    assert [*map(lets_letters_vary, calls(tmp_path / "room.py"))] == [True]


def named(node: ast.stmt) -> str:
    """What a statement names: a class, a function, or a type under another name; nothing else."""
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) if not name.isupper():
            return name
    return "_"


def test_a_name_means_one_thing() -> None:
    found = dict[str, list[str]]()
    for path in sorted(PACKAGE.rglob("*.py")):
        for name in map(named, parse(path).body):
            if not name.startswith("_"):
                found.setdefault(name, []).append(str(path.relative_to(PACKAGE)))
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_a_file_s_name_means_one_thing() -> None:
    names = [path.stem for path in sorted(PACKAGE.rglob("*.py")) if not path.stem.startswith("__")]
    assert {name for name in names if names.count(name) > 1} == set()
