"""The arrows between modules run one way: each module may import those named for it and no others."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kyyeu"
DESIGN = PACKAGE.parent / "docs" / "design.md"

RESTORER = {
    *("restorer", "restorer.adapt", "restorer.damage", "restorer.model", "restorer.model_file"),
    "restorer.text_file",
}

ARROWS = {
    "__init__": set[str](),
    "errors": set(),
    "model": set(),
    "pango": set(),
    "messages": {"errors"},
    "figures": set(),
    "schema": set(),
    "blanks": set(),
    "days": set(),
    "concordance": set(),
    "yaml_text": {"errors"},
    "header": {"errors", "yaml_text"},
    "forms": {"errors", "yaml_text"},
    "pictures": {"errors", "model"},
    "prose": {"model"},
    "traces": {"model", "restorer.damage.loss"},
    "collation": set(),
    "provenance": {
        *("blanks", "collation", "concordance", "errors", "model", "schema", "traces"),
        *("restorer.damage", "restorer.damage.loss", "restorer.damage.respelling"),
    },
    "folder": {"errors", "model", "pictures", "restorer", "restorer.text_file"},
    "gathering": {"errors"},
    "articles": {
        *("days", "errors", "folder", "forms", "gathering", "header", "model", "prose", "provenance"),
        "schema",
    },
    "content": {
        *("articles", "errors", "folder", "forms", "gathering", "header", "model", "pictures", "schema"),
    },
    "marks": {"model", "prose"},
    "theme": {"errors"},
    "html": {"errors", "model", "theme"},
    "fonts": set(),
    "glyphs": {"errors", "model"},
    "mends": set(),
    "pdf": {"errors", "mends", "pango"},
    "lines": {"pdf"},
    "overlay": set(),
    "proof": {"errors", "lines", "marks", "model", "overlay", "pdf", "theme"},
    "epub": {"html", "model"},
    "cover": set(),
    "saving": {"errors"},
    "pipeline": {
        *("content", "cover", "epub", "fonts", "glyphs", "html"),
        *("model", "pdf", "proof", "saving", "theme"),
    },
    "review": {"figures", "messages", "restorer", "restorer.damage", "restorer.damage.loss"},
    "intake": {
        *("articles", "blanks", "concordance", "days", "errors", "figures", "folder", "forms"),
        *("header", "messages", "model", "review", "schema"),
        *(
            "traces",
            "restorer.damage.loss",
            "restorer.damage.letters",
            "restorer.damage.respelling",
            *RESTORER,
        ),
    },
    "workers": {"errors"},
    "sources": {"errors", "folder", "restorer.damage", "schema"},
    "turns": {"errors", "sources"},
    "origin": {"errors", "header", "yaml_text"},
    "archive": {"errors", "intake.task", "origin", "review", "saving", "sources", "turns", "workers"},
    "cli": {
        "archive",
        "errors",
        "figures",
        "folder",
        "intake.chosen",
        "intake.doubts",
        "intake.otherwise",
        "intake.task",
        "messages",
        "pipeline",
        "saving",
        "sources",
        "workers",
        "restorer.detection",
        *RESTORER,
    },
}

KNOWN_BY_ONE = {
    "weasyprint": {"pdf", "mends"},
    "pydyf": {"mends"},
    "ebooklib": {"epub"},
    "jinja2": {"theme"},
    "markdown": {"prose"},
    "nh3": {"prose"},
    "uharfbuzz": {"fonts"},
    "pikepdf": {"overlay"},
    "pypdfium2": {"cover"},
    "pydantic": {"schema", "forms"},
    "ruamel": {"yaml_text"},
    "click": {"cli"},
    "rich": {"cli"},
    "distributed": {"workers"},
}


def modules() -> dict[str, list[Path]]:
    """The modules of the pipeline, each a file or a folder, the restorer apart."""
    found = {path.stem: [path] for path in PACKAGE.glob("*.py")}
    found |= {name: sorted((PACKAGE / name).glob("*.py")) for name in ("cli", "intake")}
    return found


def imports(paths: list[Path]) -> set[str]:
    """Every module that the files import, by its full name."""
    names = set()
    for node in (node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8")))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that they can be read"
            names.add(node.module or "")
    return names


def test_every_module_has_its_place() -> None:
    assert set(modules()) == set(ARROWS)


@pytest.mark.parametrize("module", sorted(set(ARROWS) - {"__init__"}))
def test_every_module_stands_in_the_map_and_in_the_design(module: str) -> None:
    assert f"``{module}``" in (
        ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))) or ""
    )
    assert re.search(rf"^\|.*`{module}/?`.*\|", DESIGN.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("package", ["intake", "restorer"])
def test_a_package_names_every_file_in_its_map(package: str) -> None:
    told = ast.get_docstring(ast.parse((PACKAGE / package / "__init__.py").read_text("utf-8"))) or ""
    files = {path.stem for path in (PACKAGE / package).glob("*.py")} - {"__init__"}
    first_words = {name for line in told.splitlines()[1:] for name in line[:22].replace(",", " ").split()}
    assert files <= first_words


@pytest.mark.parametrize("module", ARROWS)
def test_a_module_imports_only_what_stands_before_it(module: str) -> None:
    ours = {name.removeprefix("kyyeu.") for name in imports(modules()[module]) if name.startswith("kyyeu.")}
    ours = {name for name in ours if name != module and not name.startswith(f"{module}.")}
    assert ours <= ARROWS[module]


@pytest.mark.parametrize("library", KNOWN_BY_ONE)
def test_a_library_is_known_by_its_own_module_alone(library: str) -> None:
    users = {
        module
        for module, paths in modules().items()
        if library in {name.split(".")[0] for name in imports(paths)}
    }
    assert users == KNOWN_BY_ONE[library]


def test_the_restorer_imports_nothing_else_of_the_package() -> None:
    ours = {
        name for name in imports(sorted((PACKAGE / "restorer").rglob("*.py"))) if name.startswith("kyyeu")
    }
    assert all(name.startswith("kyyeu.restorer") for name in ours)


def test_only_one_module_saves() -> None:
    saving = {
        module
        for module, paths in modules().items()
        if any(word in path.read_text("utf-8") for path in paths for word in ("write_bytes(", "write_text("))
    }
    assert saving == {"saving"}
