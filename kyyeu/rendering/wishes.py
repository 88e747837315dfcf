"""What an editor chooses of a theme, and whether it can be had: an accent, an ornament, a pair of faces.

An ornament and a pair of faces are folders of the theme, ``ornaments/drum/`` and ``pairs/serif/``, which go
before everything else of it; an accent is a colour, and must be read wherever letters stand in it or on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kyyeu.errors import ContentError, KyyeuError, Mistakes, TemplateError, Term
from kyyeu.model import Finding, Wishes
from kyyeu.rendering.layers import PAIRS, Layer, find_offered, merge_values, read_layer
from kyyeu.rendering.manifest import Key, find_nearest
from kyyeu.rendering.shipped import find_shipped_theme, name_shipped_themes
from kyyeu.rendering.tints import (
    LEAST_CONTRAST,
    find_contrast,
    mix,
    names_in_mix,
    parse_rgb,
    resolve_mix,
    write_rgb,
)

OFFERS = {"ornament": "ornaments", "faces": PAIRS}
"""For each entry of a look the folder of a theme with what may be chosen."""

_ACCENT = ("colours", "accent")
_STEPS = 100  # between the editor's accent and black or white


def find_chosen_theme(look: Wishes, file: Path) -> Path:
    """The folder of the shipped theme that the look names, else of the lotus. `file` is where it stands.

    Raises ContentError where there is none of that name.
    """
    if look.theme and look.theme not in (known := name_shipped_themes()):
        raise _unknown("theme", look.theme, known, look, file)
    return find_shipped_theme(look.theme) if look.theme else find_shipped_theme()


def find_overruled(look: Wishes, templates: Path | None) -> Iterator[Finding]:
    """Whether the look names a theme, and another folder of `templates` is taken all the same."""
    if look.theme and templates and not is_shipped(templates, look.theme):
        facts = (("name", look.theme), ("templates", templates.as_posix()))
        yield Finding("theme-not-followed", "booklet.yaml", look.line("theme"), facts)


def is_shipped(folder: Path, name: str) -> bool:
    """Whether it is the folder of the shipped theme of that name."""
    return folder.resolve() == find_shipped_theme(name).resolve()


def find_chosen_layers(layers: Sequence[Layer], look: Wishes, file: Path) -> tuple[Layer, ...]:
    """The folders of what is wished for, to go before the `layers`.

    Raises Problems with what none of them has.
    """
    mistakes, chosen = Mistakes(), list[Layer]()
    for entry, folder in OFFERS.items():
        if not (name := getattr(look, entry)):
            continue
        offered = find_offered(layers, folder)
        if name in offered:
            chosen.append(read_layer(offered[name]))
        else:
            mistakes.note(_unknown(entry, name, [*offered], look, file))
    mistakes.note(*(mistake for layer in chosen for mistake in layer.manifest.mistakes))
    mistakes.settle()
    return tuple(chosen)


def settle_values(layers: Sequence[Layer], look: Wishes, file: Path) -> Mapping[Key, str]:
    """Every value of the theme as the look has it, mixtures as the colours that they come to.

    Raises Problems where letters of a colour can't be read on their ground, or a mixture is of none.
    """
    values = dict(merge_values(tuple(layers)))
    if look.accent:
        values[_ACCENT] = look.accent
    Mistakes(_find_unknown(layers, values)).settle()
    settled = _resolve(values)
    Mistakes(_find_unmixed(layers, settled)).settle()
    Mistakes(_find_faint(layers, settled, look, file)).settle()
    return settled


def _resolve(values: Mapping[Key, str]) -> dict[Key, str]:
    """The values with every mixture as the colour that it comes to, be it of other mixtures."""
    resolved = dict(values)
    for _ in _colours(values):  # each time one more of those that hang on one another
        colours = _colours(resolved)
        resolved |= {("colours", name): resolve_mix(value, colours) for name, value in colours.items()}
    return resolved


def _colours(values: Mapping[Key, str]) -> dict[str, str]:
    return {key[1]: value for key, value in values.items() if key[0] == "colours"}


def _find_unknown(layers: Sequence[Layer], values: Mapping[Key, str]) -> Iterator[KyyeuError]:
    """Mixtures of, and letters and grounds in, what is no colour of the theme."""
    known = _colours(values)
    for key, value in values.items():
        grounds = (key[1], value) if key[0] == "grounds" else ()
        for name in names_in_mix(value) if key[0] == "colours" else grounds:
            if name not in known:
                path, line = place_of(layers, key)
                yield TemplateError("unknown-key", path, line, key=name, nearest=find_nearest(name, known))


def _find_unmixed(layers: Sequence[Layer], settled: Mapping[Key, str]) -> Iterator[KyyeuError]:
    """Mixtures that come to nothing: of themselves in the end, or of what can be seen through."""
    for name, value in _colours(settled).items():
        if names_in_mix(value):
            path, line = place_of(layers, ("colours", name))
            facts = {"key": f"colours.{name}", "found": value, "expected": Term("plain-mixture")}
            yield TemplateError("wrong-form", path, line, **facts)


def place_of(layers: Sequence[Layer], entry: Key) -> tuple[Path, int]:
    """The manifest, and the line in it, that gives the value."""
    manifest = next(layer.manifest for layer in layers if entry in layer.manifest.values)
    return manifest.path, manifest.lines[entry]


def _find_faint(
    layers: Sequence[Layer], values: Mapping[Key, str], look: Wishes, file: Path
) -> Iterator[KyyeuError]:
    """Colours of letters that are too like their grounds: the editor's accent, or a theme's own."""
    for key, contrast in _measure(values).items():
        if contrast >= LEAST_CONTRAST:
            continue
        ground = values[key]
        facts = {"name": key[1], "ground": ground, "contrast": f"{contrast:.1f}", "least": LEAST_CONTRAST}
        if look.accent and "accent" in (key[1], ground):
            offered = _offer(values, look.accent)
            yield ContentError(
                "accent-faint", file, look.line("accent"), found=look.accent, offered=offered, **facts
            )
            return  # whatever mends it here mends it there
        path, line = place_of(layers, ("colours", key[1]))
        yield TemplateError("colour-faint", path, line, **facts)


def _measure(values: Mapping[Key, str]) -> dict[Key, float]:
    """The contrast of each colour of letters with its ground, where both are plain."""
    colours = _colours(values)
    pairs = {
        key: (parse_rgb(colours[key[1]]), parse_rgb(colours[values[key]]))
        for key in values
        if key[0] == "grounds"
    }
    return {key: find_contrast(one, other) for key, (one, other) in pairs.items() if one and other}


def _offer(values: Mapping[Key, str], accent: str) -> str:
    """The colour most like the accent that can be read everywhere; else the theme's word for none."""
    given = parse_rgb(accent)
    for step in range(1, _STEPS + 1):
        for end in ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0)):
            offered = write_rgb(mix(end, step / _STEPS, given or end))
            if min(_measure({**values, _ACCENT: offered}).values(), default=0) >= LEAST_CONTRAST:
                return offered
    return "–"


def _unknown(entry: str, name: str, known: Sequence[str], look: Wishes, file: Path) -> ContentError:
    facts = {
        "key": f"look.{entry}",
        "found": name,
        "nearest": find_nearest(name, known),
        "known": ", ".join(known),
    }
    return ContentError("not-offered", file, look.line(entry), **facts)
