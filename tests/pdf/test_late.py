"""What the layout engine names and never uses is brought in when it is used, and is then what it is."""

import ast
import importlib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from kyyeu.pdf.late import UNUSED, brought_in_late


def test_a_promise_is_kept_when_it_is_used() -> None:
    sys.modules.pop("colorsys", None)
    with brought_in_late(("colorsys",)):
        late = importlib.import_module("colorsys")
        function = late.rgb_to_yiq
        assert not hasattr(late, "__path__")
    assert "colorsys" not in sys.modules
    assert function(1, 0, 0) == importlib.import_module("colorsys").rgb_to_yiq(1, 0, 0)
    assert late.rgb_to_yiq(r=1, g=0, b=0) == function(1, 0, 0)


def test_what_was_brought_in_before_stays() -> None:
    ours = importlib.import_module("kyyeu.pdf.late")
    with brought_in_late(("kyyeu.pdf.late",)):
        assert importlib.import_module("kyyeu.pdf.late") is ours


def test_the_engine_is_brought_in_without_them() -> None:
    bring_in = "import sys; from kyyeu.pdf.engine import bring_in; bring_in()"
    asked = f"{bring_in}; print(*sys.modules.keys() & {set(UNUSED)})"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert not ran.stdout.strip()


def test_the_engine_still_names_them() -> None:
    """Where it does not, there is nothing to promise any more."""
    spec = find_spec("weasyprint.pdf.fonts")
    assert spec and spec.origin
    tree = ast.parse(Path(spec.origin).read_text("utf-8"))
    named = {
        name
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for each in node.names
        for name in (node.module, f"{node.module}.{each.name}")
    }
    assert named.issuperset(UNUSED)
