"""Modules that the layout engine names when it is brought in and never uses for us: read when they are used.

WeasyPrint 70 imports what it cuts variable faces and bitmap faces with (`weasyprint/pdf/fonts.py`); ours are
whole files, which the binder cuts. It is a third of what bringing it in costs.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

UNUSED = ("fontTools.subset", "fontTools.varLib.instancer")


@contextmanager
def brought_in_late(names: tuple[str, ...] = UNUSED) -> Iterator[None]:
    """Whoever imports modules of those `names` meanwhile has promises of them, kept when they are used."""
    promised = [name for name in names if name not in sys.modules]
    sys.modules.update((name, _Promise(name)) for name in promised)
    try:
        yield
    finally:
        for name in promised:
            del sys.modules[name]


class _Promise(ModuleType):
    """Stands for a module: what is taken out of it are functions that call its own."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):  # which the machinery of imports asks for
            raise AttributeError(name)
        return lambda *given, **named: getattr(import_module(self.__name__), name)(*given, **named)
