"""A folder of templates: fill one, or hand out a file beside them, and nothing outside the folder.

The only module that knows Jinja2.
"""

from datetime import date
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kyyeu.errors import TemplateError


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
