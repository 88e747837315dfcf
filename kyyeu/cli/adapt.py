"""``build.py adapt``: the office's own way of writing, for the restorer to go by."""

from pathlib import Path

import click

from kyyeu.cli.frame import FOLDER, Command, Option, shared_options, word_path, word_size
from kyyeu.errors import ContentError
from kyyeu.messages import word


def adapt_command(language: str) -> click.Command:
    """The command."""

    def run(folder: Path, counts: Path) -> None:
        from kyyeu.restorer import NotText
        from kyyeu.restorer.adapt import adapt
        from kyyeu.saving import save

        files = [path for path in folder.rglob("*") if path.suffix in {".md", ".txt"}]
        if not files:
            raise ContentError("no-articles", folder)
        try:
            data = adapt(folder).encode()
        except NotText as error:
            raise ContentError("not-text", folder, place=error.place) from None
        except OSError as error:
            raise ContentError("unreadable", Path(error.filename), problem=error.strerror) from None
        save({counts: data})
        size = word_size(len(data), language)
        click.echo(word("adapted", language, path=word_path(counts), size=size, files=len(files)))

    return Command(
        "adapt",
        callback=run,
        help=word("help-adapt", language),
        add_help_option=False,
        params=[
            click.Argument(["folder"], type=FOLDER),
            Option("counts", language, type=FOLDER, default=Path("local.counts"), metavar="FILE"),
            *shared_options(language),
        ],
    )
