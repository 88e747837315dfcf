"""The command: arguments in, sentences and an exit status out. It is a skin; the library does the work.

Nothing heavy is imported until a booklet is really built.
"""

import os
import sys
from pathlib import Path

import click

from kyyeu.errors import KyyeuError, Problems
from kyyeu.messages import LANGUAGES, word, word_error

_PROJECT = Path(__file__).parent.parent


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave with its status: 0 made, 1 to 4 as `errors` has it, 130 interrupted."""
    arguments = sys.argv[1:] if arguments is None else arguments
    language = _choose_language(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(_run(arguments, language))


def _run(arguments: list[str], language: str) -> int:
    try:
        return int(_command(language).main(arguments, "build.py", standalone_mode=False) or 0)
    except click.UsageError as error:
        _complain(word("usage", language, problem=_word_usage(error, language)))
        return 2
    except (click.Abort, KeyboardInterrupt):
        _complain(word("interrupted", language))
        return 130
    except BrokenPipeError:
        return 0
    except Problems as problems:
        for error in problems.errors:
            _complain(word_error(error, language))
        _complain(word("problems", language, count=len(problems.errors)))
        return problems.exit_status
    except KyyeuError as error:
        _complain(word_error(error, language))
        return error.exit_status
    except Exception as error:  # noqa: BLE001  (no traceback ever reaches a user)
        if os.environ.get("KYYEU_TRACEBACK"):
            raise
        problem = f"{type(error).__name__}: {error}"
        _complain(word_error(KyyeuError("unexpected", problem=problem), language))
        return 1


def _choose_language(arguments: list[str]) -> str:
    """``--lang`` before all, then an English locale, else Vietnamese."""
    for place, argument in enumerate(arguments):
        chosen = argument.removeprefix("--lang=")
        if argument == "--lang" and place + 1 < len(arguments):
            chosen = arguments[place + 1]
        if chosen in LANGUAGES and argument.startswith("--lang"):
            return chosen
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "vi"


def _command(language: str) -> click.Command:
    """The command with its help in `language`."""

    def help_of(name: str) -> str:
        return word(f"help-{name}", language)

    def run(content: Path, templates: Path, out: Path, only: str | None, show: bool, **_: object) -> int:
        from kyyeu.pipeline import build  # noqa: PLC0415  (pydantic, lxml and the rest)

        with _Progress(language) as say:
            made = build(content, templates, out, only, say)
        for file in made:
            click.echo(
                word(
                    f"made-{file.path.suffix[1:]}", language, path=_shown(file.path), pages=file.pages,
                    size=_size(len(file.data), language), seconds=_decimal(f"{file.seconds:.1f}", language),
                )
            )  # fmt: skip
        if show:
            click.launch(str(made[0].path))
        return 0

    folder = click.Path(path_type=Path)
    default = _PROJECT if (_PROJECT / "templates").is_dir() else Path()
    return _Help(
        "build.py",
        callback=run,
        help=help_of("command"),
        add_help_option=False,
        params=[
            click.Option(["--only"], type=click.Choice(["pdf", "epub"]), help=help_of("only")),
            click.Option(["--content"], type=folder, default=Path("content"), metavar="DIR", help=help_of("content")),
            click.Option(["--templates"], type=folder, default=default / "templates", metavar="DIR",
                         help=help_of("templates")),  # fmt: skip
            click.Option(["--out"], type=folder, default=Path("dist"), metavar="DIR", help=help_of("out")),
            click.Option(["--open", "show"], is_flag=True, help=help_of("open")),
            click.Option(["--lang"], type=click.Choice(LANGUAGES), help=help_of("lang")),
            click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version,
                         help=help_of("version")),  # fmt: skip
            click.Option(["--help", "-h"], is_flag=True, is_eager=True, expose_value=False, callback=_help,
                         help=help_of("help")),  # fmt: skip
        ],
    )


class _Help(click.Command):
    """Help with the headings in the reader's language, which stand in its own text."""

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage and examples as written in messages.toml, then the options."""
        usage, _, options = (self.help or "").rpartition("\n\n")
        formatter.write(f"{usage}\n\n{options}\n")
        rows = [record for param in self.params if (record := param.get_help_record(context))]
        with formatter.indentation():
            formatter.write_dl(rows)


def _version(context: click.Context, option: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version  # noqa: PLC0415

        click.echo(f"kyyeu {version('kyyeu')}")
        context.exit()


def _help(context: click.Context, option: click.Parameter, value: bool) -> None:
    if value:
        click.echo(context.get_help().rstrip())
        context.exit()


def _word_usage(error: click.UsageError, language: str) -> str:
    """Click's complaint, whose own words are English, by what it is about."""
    if isinstance(error, click.NoSuchOption):
        return word("no-such-option", language, name=error.option_name)
    if isinstance(error, click.BadParameter) and error.param:
        choices = getattr(error.param.type, "choices", None)
        return word("bad-option", language, name=error.param.opts[0], choices=", ".join(choices or ["…"]))
    if isinstance(error, click.BadOptionUsage):
        return word("option-alone", language, name=error.option_name)
    return word("bad-arguments", language)


class _Progress:
    """A line per stage on a terminal, that stays until the next; nothing in a pipe."""

    def __init__(self, language: str):
        """Stages are named in `language`."""
        self.language = language

    def __enter__(self) -> "_Progress":
        """Begin."""
        return self

    def __call__(self, stage: str) -> None:
        """Name the stage that begins."""
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[2K{word(stage, self.language)}…", nl=False, err=True)

    def __exit__(self, *_: object) -> None:
        """Leave the line clean."""
        if sys.stderr.isatty():
            click.echo("\r\x1b[2K", nl=False, err=True)


def _complain(text: str) -> None:
    click.echo(text, err=True)


def _shown(path: Path) -> str:
    """A path as one would type it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _size(size: int, language: str) -> str:
    return f"{_decimal(f'{size / 1000:.0f}', language)} kB" if size < 1e6 else f"{_decimal(f'{size / 1e6:.1f}', language)} MB"


def _decimal(number: str, language: str) -> str:
    return number.replace(".", ",") if language == "vi" else number
