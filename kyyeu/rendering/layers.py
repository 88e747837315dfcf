"""The folders of a theme: its own, the one it extends, and so on to one that stands alone.

Behind the folder of a theme that names a pair of faces stands that pair's.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kyyeu.errors import Mistakes, TemplateError, problem_of
from kyyeu.files import read_file
from kyyeu.rendering.manifest import MANIFEST, REQUIRED, Key, Manifest, find_nearest, parse_manifest
from kyyeu.rendering.shipped import LOTUS, find_shipped_theme, name_shipped_themes

PAIRS = "pairs"
"""The folder of a theme with the pairs of faces that it offers."""

_DIGESTS = "fonts/SHA256SUMS"
_TEXTS = ("*.css", "*.svg", "*.j2")


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder of a theme."""

    folder: Path
    """Where it is."""
    manifest: Manifest
    """What it says of itself."""
    digests: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The SHA-256 of those of its files that it lists as they came, by their names in it."""


def find_layers(folder: Path) -> tuple[Layer, ...]:
    """The folders of the theme in `folder`, its own first; one without a manifest extends the shipped theme.

    Raises TemplateError, or Problems where several values are wrong.
    """
    extending = tuple(_find_layers(folder, ()))
    layers = tuple(_pair(extending))
    wrong = (mistake for layer in layers for mistake in layer.manifest.mistakes)
    Mistakes([*wrong, *_find_strange_pairs(extending), *_find_unasked(layers)]).settle()
    lacking = _find_lacking(layers, extending[-1].manifest.path)
    Mistakes(lacking).settle()  # which may follow from a key that is misspelt
    return layers


def merge_values(layers: tuple[Layer, ...]) -> Mapping[Key, str]:
    """Every value of the theme: its own where it has one, else that of what it extends."""
    merged = dict[Key, str]()
    for layer in reversed(layers):
        merged |= layer.manifest.values
    return merged


def _find_layers(folder: Path, above: tuple[Path, ...]) -> Iterator[Layer]:
    layer = read_layer(folder)
    yield layer
    extends = layer.manifest.extends
    if not extends:
        return
    named = extends in (known := name_shipped_themes())
    below = find_shipped_theme(extends) if named else folder / extends
    path, line = layer.manifest.path, layer.manifest.lines.get(("extends",))
    if below.resolve() in [*above, folder.resolve()]:
        raise TemplateError("theme-in-a-circle", path, line, name=extends)
    if not os.path.isdir(below) or not (named or _is_path(extends)):
        facts = {"name": extends, "shipped": LOTUS, "known": ", ".join(known)}
        raise TemplateError("no-such-theme", path, line, **facts)
    yield from _find_layers(below, (*above, folder.resolve()))


def _pair(extending: Sequence[Layer]) -> Iterator[Layer]:
    """The layers, behind each that names a pair of faces that pair, be it offered by what it extends."""
    for number, layer in enumerate(extending):
        yield layer
        offered = find_offered(extending[number:], PAIRS)
        if layer.manifest.pair in offered:
            yield read_layer(offered[layer.manifest.pair])


def _find_strange_pairs(extending: Sequence[Layer]) -> Iterator[TemplateError]:
    """Pairs of faces that are named and that neither the theme offers nor what it extends."""
    for number, layer in enumerate(extending):
        pair, offered = layer.manifest.pair, find_offered(extending[number:], PAIRS)
        if pair and pair not in offered:
            path, line = layer.manifest.path, layer.manifest.lines["pair",]
            facts = {"key": "pair", "found": pair, "nearest": find_nearest(pair, offered)}
            yield TemplateError("not-offered", path, line, known=", ".join(offered), **facts)


def find_offered(layers: Sequence[Layer], kind: str) -> Mapping[str, Path]:
    """The folders of that kind in any of the layers, by name; a theme's own goes before an inherited one."""
    found = dict[str, Path]()
    for layer in layers:
        folder = layer.folder / kind
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_dir():
                found.setdefault(path.name, path)
    return found


def read_layer(folder: Path) -> Layer:
    """The folder with what it says of itself. Raises TemplateError, or Problems."""
    return Layer(folder, _read_manifest(folder), _read_digests(folder))


def _is_path(extends: str) -> bool:
    """Whether it leads to a folder: a bare word would be the name of a theme."""
    return "/" in extends or extends in (".", "..")


def _read_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    if not os.path.isdir(folder):
        raise TemplateError("no-template-folder", folder, known=", ".join(name_shipped_themes()))
    try:
        return parse_manifest(read_file(path).decode("utf-8-sig"), path)
    except FileNotFoundError:
        return Manifest(path, extends=LOTUS)
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError("unreadable", path, problem=problem_of(error)) from None


def _read_digests(folder: Path) -> Mapping[str, str]:
    """What the list of its faces says, as ``sha256sum`` writes and checks it; nothing where there is none."""
    path = folder / _DIGESTS
    if not os.path.isfile(path):
        return {}
    try:
        listed = (line.split(maxsplit=1) for line in read_file(path).decode().splitlines() if line.strip())
        return {f"{path.parent.name}/{name.lstrip('*')}": digest.lower() for digest, name in listed}
    except (OSError, ValueError) as error:
        raise TemplateError("unreadable", path, problem=problem_of(error)) from None


def _find_lacking(layers: tuple[Layer, ...], path: Path) -> Iterator[TemplateError]:
    """What a theme must say and nobody does, told of the manifest `path` of the one that stands alone."""
    values = merge_values(layers)
    for table, key in REQUIRED:
        if (table, key) not in values:
            yield TemplateError("theme-lacks", path, table=table, key=key, shipped=LOTUS)


def _find_unasked(layers: tuple[Layer, ...]) -> Iterator[TemplateError]:
    """A value that the extended theme does not know, and that no file beside it names, is a misspelt one."""
    own, *extended = layers
    known = merge_values(tuple(extended))
    own_values = own.manifest.values if own.manifest.extends else {}
    strange = [entry for entry in own_values if entry[0] != "grounds" and entry not in known]
    texts = _read_texts(own.folder) if strange else ""
    for entry in strange:
        if entry[1] not in texts:
            yield _misspelt(own.manifest, entry, [name for table, name in known if table == entry[0]])


def _misspelt(manifest: Manifest, entry: Key, known: list[str]) -> TemplateError:
    nearest = find_nearest(entry[1], known)
    return TemplateError("unknown-key", manifest.path, manifest.lines[entry], key=entry[1], nearest=nearest)


def _read_texts(folder: Path) -> str:
    paths = sorted(path for pattern in _TEXTS for path in folder.rglob(pattern))
    return "\n".join(read_file(path).decode("utf-8", "replace") for path in paths if os.path.isfile(path))
