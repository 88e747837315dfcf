"""``build.py``: make the booklet."""

from pathlib import Path

import click

from kyyeu.cli.adapt import adapt_command
from kyyeu.cli.frame import (
    FOLDER,
    Clash,
    Group,
    Option,
    Progress,
    shared_options,
    word_size,
)
from kyyeu.cli.restore import restore_command
from kyyeu.speech.messages import word, word_path
from kyyeu.speech.numbers import word_number


def booklet_command(language: str) -> click.Group:
    """The main command, with the others under it."""

    def run(content: Path, templates: Path, out: Path, only: str | None, proof: bool, show: bool) -> None:
        if click.get_current_context().invoked_subcommand is None:
            if proof and only:
                raise Clash(word("proof-alone", language))
            _make(content, templates, out, "proof" if proof else only, show, language)

    group = Group(
        "build.py",
        callback=run,
        invoke_without_command=True,
        help=word("help-booklet", language),
        add_help_option=False,
        params=[
            Option("only", language, type=click.Choice(["pdf", "epub"])),
            Option("proof", language, is_flag=True),
            Option("content", language, type=FOLDER, default=Path("content"), metavar="DIR"),
            Option("templates", language, type=FOLDER, default=Path("templates"), metavar="DIR"),
            Option("out", language, type=FOLDER, default=Path("dist"), metavar="DIR"),
            Option("open", language, "show", is_flag=True),
            Option(
                "version", language, is_flag=True, is_eager=True, expose_value=False, callback=_show_version
            ),
            *shared_options(language),
        ],
    )
    group.add_command(restore_command(language))
    group.add_command(adapt_command(language))
    return group


def _make(content: Path, templates: Path, out: Path, only: str | None, show: bool, language: str) -> None:
    from kyyeu.pipeline import build, build_galley  # pydantic, lxml and the rest

    with Progress(language) as say:
        if only == "proof":
            made = build_galley(content, templates, out, say)
        else:
            made = build(content, templates, out, only, say)
    for file in made:
        facts = {
            "path": word_path(file.path),
            "pages": file.pages,
            "size": word_size(len(file.data), language),
            "seconds": word_number(file.seconds, language),
        }
        click.echo(word(f"made-{file.path.suffix[1:]}", language, **facts))
    if show:
        click.launch(str(made[0].path))


def _show_version(context: click.Context, option: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        click.echo(f"kyyeu {version('kyyeu')}")
        context.exit()
