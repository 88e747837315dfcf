"""A folder of templates: fill one, or hand out a file beside them, and nothing outside the folder.

The only module that knows Jinja2.
"""

from datetime import date
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kyyeu.errors import TemplateError

_Broken = tuple[int, float, list[str]]
"""A way to break a text: how many lines, how uneven and harsh, and the lines."""


class Theme:
    """The templates, style sheets and faces of one design."""

    def __init__(self, folder: Path):
        """The theme in `folder`."""
        self.folder = folder
        self._environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["day"] = _day
        self._environment.filters["number"] = _number
        self._environment.filters["lines"] = _lines

    def render(self, name: str, **values: object) -> str:
        """The template `name` filled with `values`. Raises TemplateError."""
        try:
            return self._environment.get_template(name).render(**values)
        except TemplateNotFound as error:
            raise TemplateError("no-template", self.folder, name=error.name) from None
        except TemplateSyntaxError as error:
            path = Path(error.filename) if error.filename else self.folder / name
            raise TemplateError("template-syntax", path, error.lineno, problem=error.message) from None
        except (UndefinedError, SecurityError, TypeError) as error:
            raise TemplateError("template-syntax", self.folder / name, problem=str(error)) from None

    def read(self, name: str) -> bytes:
        """The file `name` of the folder, byte for byte. Raises TemplateError."""
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()) or not path.is_file():
            raise TemplateError("no-template", self.folder, name=name)
        return path.read_bytes()


def _day(value: date) -> str:
    """A day as Vietnamese print has it: 18/10/1930."""
    return f"{value.day:02}/{value.month:02}/{value.year}"


def _number(value: float) -> str:
    """A number with a decimal comma and no trailing zeros: 14,5."""
    return f"{value:g}".replace(".", ",")


def _lines(text: str, most: float) -> list[str]:
    """The text as few, even lines, none wider than `most` small letters, parted where sense parts.

    >>> _lines("Trung thành, tận tụy, đoàn kết, sáng tạo", 36)
    ['Trung thành, tận tụy,', 'đoàn kết, sáng tạo']
    """
    words = text.split()
    best: dict[int, _Broken] = {len(words): (0, 0.0, [])}  # by the word it begins with
    for start in reversed(range(len(words))):
        ways: list[_Broken] = []
        for end in range(start + 1, len(words) + 1):
            line = " ".join(words[start:end])
            if _width(line) > most and ways:
                break
            count, cost, rest = best[end]
            harsh = bool(rest) and not _parts(words[end - 1], words[end])
            ways.append((count + 1, cost + _width(line) ** 2 + harsh * (most / 3) ** 2, [line, *rest]))
        best[start] = min(ways)
    return best[0][2]


def _parts(before: str, after: str) -> bool:
    """Whether a line may well end between two words: after a comma, or where a name or a quotation begins."""
    return before[-1] in ",;:–" or (before[0].islower() and not after[0].islower())


def _width(line: str) -> float:
    """The line's length in small letters; a capital takes up about a third more."""
    return sum(4 / 3 if char.isupper() else 1 for char in line)
