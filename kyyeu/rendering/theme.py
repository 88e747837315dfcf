"""A folder of templates, and those that it extends: fill one, or hand out a file beside them.

Whatever it has itself goes before what it extends, and nothing outside the folders is read. The only module
that knows Jinja2.
"""

import hashlib
import re
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

import msgspec
from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_context,
    pass_eval_context,
)
from jinja2.bccache import Bucket
from jinja2.filters import do_format, do_join, make_attrgetter
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape, soft_str

from kyyeu.cache import NOWHERE, Store, name_maker
from kyyeu.errors import KyyeuError, Mistakes, Problems, TemplateError, Term, problem_of
from kyyeu.files import read_file
from kyyeu.model import NO_WISHES, TRIM, Article, KnownDate, Page, PageMargins, Run, Wishes
from kyyeu.rendering.asking import MEDIA_TYPES
from kyyeu.rendering.bar_code import draw_bars
from kyyeu.rendering.double_pages import DOUBLE, find_taken, halve, part_doubles
from kyyeu.rendering.faces import Face, find_faces, measure_text
from kyyeu.rendering.joins import JOINER, join_runs, join_words
from kyyeu.rendering.layers import find_layers
from kyyeu.rendering.manifest import Key, parse_measure, write_properties
from kyyeu.rendering.picture_pages import arrange, find_room
from kyyeu.rendering.properties import resolve_drawing, resolve_style
from kyyeu.rendering.proportions import TypeArea, find_type_area
from kyyeu.rendering.quotations import show_quotations
from kyyeu.rendering.titles import count_small_letters, cut_title, part_posts, part_title
from kyyeu.rendering.wishes import OFFERS, find_chosen_layers, place_of, settle_values

_MOST_BYTES = 50_000_000  # of a face or a picture of a theme's
_MAKING = (*MEDIA_TYPES, ".j2", ".toml")
_MOST_COMPILED = 200  # templates; the shipped theme has 22
_MILLIMETRE = 72 / 25.4  # in points
_LEAST_SAFE = 5.0  # millimetres; what printers ask for
_LABELS = "labels.j2"
_TEXT = "utf-8-sig"  # editors on Windows begin a file with U+FEFF


class Theme:
    """The templates, style sheets, drawings and faces of one design."""

    def __init__(
        self, folder: Path, store: Store = NOWHERE, look: Wishes = NO_WISHES, asked_in: Path = Path()
    ):  # fmt: skip
        """The theme in `folder`, with what it extends, as the `look` in the file `asked_in` wants it.

        Raises ContentError, TemplateError, or Problems. What its templates came to when they were compiled is
        remembered in the `store`.
        """
        self.folder, self._store = folder, store
        layers = find_layers(folder)
        self.layers = (*find_chosen_layers(layers, look, asked_in), *layers)
        self.trim = next((layer.manifest.trim for layer in self.layers if layer.manifest.trim), TRIM)
        self._values = settle_values(self.layers, look, asked_in)
        self._properties = write_properties(self._values)
        self._names = dict[str, str]()
        self._read = dict[str, bytes]()
        self._environment = _Environment(
            loader=ChoiceLoader([FileSystemLoader(layer.folder, _TEXT) for layer in self.layers]),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_as_shown,
            bytecode_cache=_Compiled(store),
        )
        self._environment.globals |= {"theme": _tables(self._values, self._place)}
        self._environment.tests["file"] = _by_theme(lambda name: any(self._find(name)))
        self._environment.filters |= {
            "day": _day,
            "number": _number,
            "grouped": _grouped,
            "lines": part_title,
            "posts": part_posts,
            "safe": _as_markup,
            "text": _as_text,
            "join": _join,
            "string": lambda value: soft_str(_as_text(value)),
            "format": lambda pattern, *values: do_format(pattern, *map(_as_text, values)),
            "ems": _ems,
            "measure": _by_theme(self.measure),
            "area": _by_theme(self.find_area),
            "type_size": _by_theme(self.type_size),
            "head": self._head,
            "breakable": breakable,
            "within": _by_theme(self._within),
            "joined": _joined,
            "shown": _shown,
            "album": _by_theme(self._page_album),
            "bars": draw_bars,
            "doubled": self._double,
            "taken": find_taken,
            "letters": count_small_letters,
        }

    def _place(self, entry: Key) -> tuple[Path, int]:
        """The manifest, and the line in it, that gives the value."""
        return place_of(self.layers, entry)

    def measure(self, width: float, given: PageMargins | None = None) -> float:
        """How wide the text is on a page of that width, both in millimetres; margins may be `given`."""
        area = self.find_area(Page(width, width, "", margins=given or PageMargins()))
        return round(width - area.inner - area.outer, 6)

    def _page_album(self, article: Article, page: Page) -> Iterator[Run]:
        """The text of an album, its pictures in pages as high as those of the booklet."""
        room = find_room(page.width, page.height, self.find_area(page))
        images = {f"images/{image.name}": image for image in article.images}
        return arrange(article.text, images, article.counts, room)

    @pass_context
    def _double(self, context: Context, markup: str) -> str:
        """A text of a section in print, each picture over two pages in halves."""
        section, booklet = context.get("section"), context.get("booklet")
        if DOUBLE not in markup or context.get("output") != "print" or section is None or booklet is None:
            return markup
        text, gutter = section.article or booklet.foreword, context["gutter"]
        area = self.find_area(booklet.page, gutter)
        halves = {
            image.name: halve(image, booklet.page, area, gutter, image.file in booklet.coarse)
            for image in text.images
        }
        return Markup(part_doubles(markup, halves))

    def find_area(self, page: Page, gutter: float = 0) -> TypeArea:
        """Where the text stands on a page, moved from the fold by the `gutter` (millimetres)."""
        sizes = {"inner": page.width, "outer": page.width, "top": page.height, "bottom": page.height}
        wished = {
            name: parse_measure(self._values["measures", name], size * _MILLIMETRE) / _MILLIMETRE
            for name, size in sizes.items()
        }
        size = round(self.type_size(page.width), 1)
        line = parse_measure(self._values["measures", "leading"], size)
        return find_type_area(PageMargins(**wished), page.height, line, gutter, page.margins)

    def find_safe_area(self, page: Page) -> float:
        """How far words on the cover stay from its edges, in millimetres: 5 at least."""
        wished = parse_measure(self._values["measures", "cover-safe"], page.height * _MILLIMETRE)
        return max(wished / _MILLIMETRE, _LEAST_SAFE)

    @property
    def display_face(self) -> str:
        """The family of titles."""
        return self._values["faces", "display"]

    def fit(self, words: str, room: float, family: str, weight: float = 400) -> float:
        """The size in points in which the words are as wide as the `room` (millimetres)."""
        return room * _MILLIMETRE / measure_text(words, self._find_face(family, "normal", weight))

    def type_size(self, width: float) -> float:
        """The size of the text's letters in points on a page of that width in millimetres."""
        least, growth = (parse_measure(self._values["measures", name]) for name in ("type", "type-growth"))
        return least + growth * width

    def cut_head(self, title: str, width: float, given: PageMargins | None = None) -> str:
        """What of the title the running head has room for on a page of that width in millimetres."""
        family, style, weight = (self._values["head", name] for name in ("face", "style", "weight"))
        size = parse_measure(self._values["head", "size"], round(self.type_size(width), 1))
        face, title = self._find_face(family, style, float(weight)), show_quotations(title)
        return _cut(title, face, self.measure(width, given) / size)

    def render(self, name: str, **values: object) -> str:
        """The template `name` filled with `values`. Raises TemplateError with the line that failed."""
        try:
            return self._environment.get_template(name).render(values)
        except (KyyeuError, Problems):
            raise
        except Exception as fault:
            raise self._explain(fault, name) from None

    def name_of(self, kind: str) -> str:
        """What the theme calls sections of that kind: the ``name`` that their template sets, be it inherited.

        Raises TemplateError where none does.
        """
        if kind not in self._names:
            key = f"name {name_maker()} {self.digest} {kind}"
            read = lambda: self._read_name(f"parts/{kind}.html.j2").encode()  # noqa: E731
            self._names[kind] = self._store.remember(key, read).decode()
        return self._names[kind]

    @cached_property
    def editors_sign(self) -> str:
        """What the theme says in a note that is the editors': ``note_by`` of its labels, empty without one.

        Raises TemplateError where they can't be had.
        """
        key = f"sign {name_maker()} {self.digest}"
        return self._store.remember(key, lambda: self._read_sign().encode()).decode()

    def _read_sign(self) -> str:
        try:
            return str(getattr(self._environment.get_template(_LABELS).module, "note_by", ""))
        except Exception as fault:
            raise self._explain(fault, _LABELS) from None

    def _read_name(self, part: str) -> str:
        """The name that the template sets, or the one that it stands for."""
        for path in self._find(part):
            try:
                tree = self._environment.parse(_read_text(path), part, str(path))
            except (TemplateSyntaxError, UnicodeDecodeError, OSError) as fault:
                raise self._explain(fault, part) from None
            for name in filter(str.strip, _find_names(tree)):
                return name
        code = "part-unnamed" if [*self._find(part)] else "no-template"
        raise TemplateError(code, self.path_of(part), name=part)

    def read(self, name: str) -> bytes:
        """The file `name`; a style sheet or a drawing with the theme's values in it.

        Raises TemplateError, or Problems where the file asks for values that the theme has not.
        """
        if name not in self._read:
            self._read[name] = self._read_anew(name)
        return self._read[name]

    def _read_anew(self, name: str) -> bytes:
        path = next(self._find(name), None)
        if path is None:
            raise TemplateError("no-template", self.folder, name=name)
        try:
            match path.suffix.lower():
                case ".css":
                    return self._resolve(_read_text(path), path)
                case ".svg":
                    return resolve_drawing(read_file(path), self._properties, path)
            return self._read_as_listed(path)
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateError("unreadable", path, problem=problem_of(error)) from None

    def _resolve(self, style: str, path: Path) -> bytes:
        """The style sheet with the theme's values in it. Raises as `read` does."""
        made_of = sha256(msgspec.msgpack.encode([style, sorted(self._properties.items())])).hexdigest()
        resolve = lambda: resolve_style(style, self._properties, path).encode()  # noqa: E731
        return self._store.remember(f"style {name_maker()} {made_of}", resolve)

    def _read_as_listed(self, path: Path) -> bytes:
        """What the file holds. Raises TemplateError where that is not what its theme lists of it."""
        data = read_file(path, _MOST_BYTES)
        for layer in self.layers:
            name = path.relative_to(layer.folder) if path.is_relative_to(layer.folder) else path
            listed = layer.digests.get(name.as_posix())
            if listed and listed != hashlib.sha256(data).hexdigest():
                raise TemplateError("face-changed", path)
        return data

    def _read_if_there(self, name: str) -> bytes | None:
        return self.read(name) if any(self._find(name)) else None

    def path_of(self, name: str) -> Path:
        """The file that stands for `name`: its own or an inherited one, else where its own would be."""
        return next(self._find(name), self.folder / name)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all in its folders that a book may be made of: tells two states of the theme apart."""
        found = hashlib.sha256(repr(sorted(self._values.items())).encode())
        for layer in self.layers:
            for path in sorted(layer.folder.rglob("*")):
                if path.suffix.lower() not in _MAKING:
                    continue
                with suppress(OSError):  # what can't be read is told where it is asked for
                    data = read_file(path, _MOST_BYTES)
                    found.update(
                        f"{path.relative_to(layer.folder).as_posix()}\0{sha256(data).hexdigest()}\n".encode()
                    )
            found.update(b"\0")
        return found.hexdigest()

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The files of its faces, by their digests."""
        return {sha256(face.data).hexdigest(): face.data for face in self.faces}

    @cached_property
    def faces(self) -> tuple[Face, ...]:
        """All faces that its style sheets name. Raises Problems where the manifest names others."""
        sheets = {
            path.relative_to(layer.folder).as_posix(): None
            for layer in self.layers
            for path in sorted(layer.folder.rglob("*.css"))
            if path.relative_to(layer.folder).parts[0] not in OFFERS.values()
        }
        faces = find_faces({name: self.read(name) for name in sheets}, self._read_if_there)
        known = {face.family for face in faces}
        Mistakes(self._find_lacking_faces(known)).settle()
        return faces

    def _find_lacking_faces(self, known: set[str]) -> Iterator[KyyeuError]:
        for (table, name), family in self._values.items():
            if (table == "faces" or (table, name) == ("head", "face")) and family not in known:
                path, line = self._place((table, name))
                facts = {"name": family, "known": ", ".join(sorted(known))}
                yield TemplateError("no-such-face", path, line, **facts)

    def _find_face(self, family: str, style: str, weight: float) -> Face:
        """The face of the family that is most like it."""
        alike = [face for face in self.faces if face.family == family]
        return min(alike, key=lambda face: (face.style != style, abs(float(face.weight.split()[0]) - weight)))

    @pass_context
    def _head(self, context: Context, title: str) -> str:
        page = context["booklet"].page
        return self.cut_head(title, page.width, page.margins)

    def _within(
        self, title: str, room: float, size: str, family: str, weight: float = 400, beside: str = ""
    ) -> str:
        """What of the title there is `room` for (millimetres), the words `beside` it on the same line."""
        face = self._find_face(family, "normal", weight)
        return _cut(title, face, room / parse_measure(size), beside)

    def _find(self, name: str) -> Iterator[Path]:
        """The files that stand for `name`, the theme's own first; none where it leads out of the folder."""
        for folder in (layer.folder for layer in self.layers):
            path = folder / name
            if path.resolve().is_relative_to(folder.resolve()) and _is_file(path):
                yield path

    def _explain(self, fault: Exception, name: str) -> TemplateError:
        """What went wrong in a template, with the innermost template's file and line."""
        path, line = self._innermost(fault.__traceback__) or (self.path_of(name), None)
        if isinstance(fault, TemplateSyntaxError):
            path, line = Path(fault.filename) if fault.filename else path, fault.lineno
        if isinstance(fault, TemplateNotFound):  # an OSError too, to Jinja
            return TemplateError("no-template", path if line else self.folder, line, name=fault.name)
        if isinstance(fault, OSError):
            where = Path(fault.filename) if fault.filename else path
            return TemplateError("unreadable", where, problem=problem_of(fault))
        said = str(fault) if isinstance(fault, TemplateSyntaxError) else f"{type(fault).__name__}: {fault}"
        return TemplateError("template-syntax", path, line, problem=said.splitlines()[0])

    def _innermost(self, trace: TracebackType | None) -> tuple[Path, int] | None:
        """The last line of a template that the trace passes; Jinja puts its templates' lines there."""
        place = None
        while trace:
            path = Path(trace.tb_frame.f_code.co_filename)
            if path.suffix == ".j2" and any(path.is_relative_to(layer.folder) for layer in self.layers):
                place = path, trace.tb_lineno
            trace = trace.tb_next
        return place


def _is_file(path: Path) -> bool:
    """Whether it is one. Raises TemplateError where nobody may look."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except PermissionError as error:
        raise TemplateError("unreadable", path, problem=problem_of(error)) from None
    except (OSError, ValueError):
        return False


def _read_text(path: Path) -> str:
    return read_file(path).decode(_TEXT).replace("\r\n", "\n")


def _cut(title: str, face: Face, room: float, beside: str = "") -> str:
    """What of the title there is room for in that face; the room in millimetres for a letter of one point."""
    return cut_title(title, lambda text: measure_text(beside + text, face) <= room * _MILLIMETRE)


def _find_names(tree: nodes.Template) -> Iterator[str]:
    """What a template sets ``name`` to, where it says so in so many words."""
    for node in tree.find_all(nodes.Assign):
        if isinstance(node.target, nodes.Name) and isinstance(node.node, nodes.Const):
            yield from [str(node.node.value)] * (node.target.name == "name")


class _Compiled(BytecodeCache):
    """Templates as Python's own code, which takes Jinja ten times as long to make as to run.

    It is any theme's that has the template: nothing of the theme's own may be computed into it.
    """

    _in_memory: ClassVar[dict[str, bytes]] = {}

    def __init__(self, store: Store):
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if it was filled before, by this program, from the same text at the same place."""
        key = self._key(bucket)
        known = self._in_memory.get(key) or self._store.get(key)
        if known is not None:
            self._remember(key, known)
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what the bucket was filled with."""
        key, code = self._key(bucket), bucket.bytecode_to_string()
        self._remember(key, code)
        self._store.put(key, code)

    def _remember(self, key: str, code: bytes) -> None:
        if len(self._in_memory) == _MOST_COMPILED:
            self._in_memory.clear()
        self._in_memory[key] = code

    def _key(self, bucket: Bucket) -> str:
        return f"template {name_maker()} {bucket.key} {bucket.checksum}"


def _by_theme(read: Callable[..., object]) -> Callable[..., object]:
    """A filter that looks at the theme, so that Jinja does not compute it where it compiles a template."""

    @pass_context
    def filled(context: Context, *values: object) -> object:
        return read(*values)

    return filled


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja, but that what ``~`` joins must be text too.

    Whether an attribute is safe is asked once for each kind of value: Jinja's answer depends on nothing else,
    and asking takes longer than all the rest where hundreds of articles are listed.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._safe = dict[tuple[type, str], bool]()

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether templates may ask a value for it."""
        key = type(obj), attr
        if key not in self._safe:
            self._safe[key] = super().is_safe_attribute(obj, attr, value)
        return self._safe[key]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for joined in [*tree.find_all(nodes.Concat)]:
            joined.nodes = [
                nodes.Filter(part, "text", [], [], None, None, lineno=part.lineno) for part in joined.nodes
            ]
        return tree


class _Value(str):
    """A value of the theme, which knows its place in the manifest."""

    key: str
    place: tuple[Path, int]


def _tables(values: Mapping[Key, str], place: Callable[[Key], tuple[Path, int]]) -> dict[str, dict[str, str]]:
    tables = defaultdict[str, dict[str, str]](dict)
    for (table, name), written in values.items():
        value = _Value(written)
        value.key, value.place = f"{table}.{name}", place((table, name))
        tables[table][name] = value
    return dict(tables)


def _as_text(value: object) -> object:
    """A value that a template may print: text, numbers and days; never how Python would write the rest."""
    if isinstance(value, str | float | int | date | KnownDate | Undefined):
        return value
    raise TypeError(f"a {type(value).__name__} is no text")


def _as_shown(value: object) -> object:
    """The same with the quotation marks of print, but for markup and the theme's own values."""
    text = _as_text(value)
    return show_quotations(text) if type(text) is str else text


@pass_context
def _joined(context: Context, body: Iterable[Run]) -> Iterator[Run]:
    """A text as it is shown: what belongs together stands on one line."""
    return join_runs(body, _joiner_in(context))


@pass_context
def _shown(context: Context, words: str) -> str:
    """The same of words that are no text's."""
    return join_words(words, _joiner_in(context))


def _joiner_in(context: Context) -> str:
    return JOINER if context.get("output") == "print" else ""


@pass_eval_context
def _join(context: EvalContext, parts: Iterable[object], between: str = "", attribute: str = "") -> str:
    """Texts as one, what is `between` them put in."""
    if attribute:
        parts = map(make_attrgetter(context.environment, attribute), parts)
    return soft_str(do_join(context, map(_as_text, parts), between))


def _as_markup(value: object) -> Markup:
    """Text that is markup already; Jinja's own filter takes anything."""
    return Markup(_as_text(value))


def _day(value: date | KnownDate) -> str:
    """A day as Vietnamese print has it: 18/10/1930; or what is known of it: 10/1930, 1930."""
    return "/".join([*(f"{part:02}" for part in (value.day, value.month) if part), str(value.year)])


# no Vietnamese word is half as long as 25 letters
# a shorter word is passed by whole: what begins within an entity would part it
_TAG_OR_WORD = re.compile(r"(<[^<>]*>)|((?:&[^&;\s]+;|[^\s<>&]){25,}+)|(?:&[^&;\s]+;|[^\s<>&])++")


def breakable(text: str) -> Markup:
    """The text, each word in it so long that it may be broken anywhere in a ``span`` that says so."""
    return Markup(
        _TAG_OR_WORD.sub(
            lambda found: f'<span class="long">{found[2]}</span>' if found[2] else found[0], str(escape(text))
        )
    )


def _ems(value: _Value) -> float:
    """How many em a measure is."""
    if not value.endswith("em") or value.endswith("rem"):
        path, line = value.place
        facts = {"key": value.key, "found": value, "expected": Term("in-em")}
        raise TemplateError("wrong-form", path, line, **facts)
    return parse_measure(value, 1)


def _grouped(value: int) -> str:
    """A number as Vietnamese print has it, its thousands apart: 4.016."""
    return f"{value:,}".replace(",", ".")


def _number(value: float) -> str:
    """A number with a decimal comma and no trailing zeros: 14,5."""
    return f"{value:g}".replace(".", ",")
