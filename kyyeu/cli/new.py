"""``kyyeu new``: begin a booklet, or carry last year's over."""

import datetime
import sys
from pathlib import Path
from shlex import quote
from string import ascii_letters, digits
from typing import TYPE_CHECKING

import click

from kyyeu.cli.frame import FOLDER, Command, Options
from kyyeu.cli.screen import say
from kyyeu.speech.messages import Voice, word_path

if TYPE_CHECKING:
    from kyyeu.volumes.renewing import Stale
    from kyyeu.volumes.volume import Volume


def new_command(voice: Voice) -> click.Command:
    """The command."""

    def run(name: Path | None, last: Path | None) -> None:
        if last:
            lines = _renew(last, name, voice)
        elif name:
            lines = _begin(name, voice)
        else:
            raise click.MissingParameter(ctx=click.get_current_context(), param=params[0])
        say("\n".join(lines))

    params = [
        click.Argument(["name"], required=False, type=FOLDER),
        Options("new", voice).make("from", "last", type=FOLDER, metavar="DIR"),
    ]
    return Command("new", voice, params, run)


def _begin(folder: Path, voice: Voice) -> list[str]:
    """What is told of a booklet begun from the example."""
    from kyyeu.volumes.beginning import begin

    volume = begin(folder, datetime.date.today().year)
    _save(volume, voice)
    return [voice.word("begun", folder=word_path(folder), year=volume.year), _word_next(volume, voice)]


def _renew(last: Path, folder: Path | None, voice: Voice) -> list[str]:
    """What is told of a booklet carried over from last year's: what is left to do, line by line."""
    from kyyeu.volumes.renewing import renew

    renewal = renew(last, folder)
    volume = renewal.volume
    _save(volume, voice)
    facts = {"last": word_path(last), "before": renewal.before, "year": volume.year, "slug": volume.slug}
    return [
        voice.word("begun-from", folder=word_path(volume.folder), **facts),
        voice.word("renew-head"),
        *(f"  {_word_stale(stale, volume.folder, voice)}" for stale in renewal.stale),
        _word_next(volume, voice),
    ]


def _save(volume: "Volume", voice: Voice) -> None:
    from kyyeu.saving import save_folder
    from kyyeu.volumes.launching import make_launcher, name_launcher

    launcher = {name_launcher(): make_launcher(volume.folder, voice.word("close-window"))}
    save_folder(volume.folder, volume.written, volume.copied, launcher)


def _word_stale(stale: "Stale", folder: Path, voice: Voice) -> str:
    place = f"{word_path(folder / stale.name)}:{stale.line}"
    return f"{place}: {voice.word(f'renew-{stale.kind}', words=stale.words)}"


def quote_word(word: str, platform: str = sys.platform) -> str:
    """The word as a shell takes it for one, be it Windows', which knows no single quotes."""
    if platform != "win32":
        return quote(word)
    return f'"{word}"' if set(word) - set(f"{ascii_letters}{digits}-_./") else word


def _word_next(volume: "Volume", voice: Voice) -> str:
    from kyyeu.volumes.launching import name_launcher

    handbook = word_path(volume.folder / "content" / "README.md")
    facts = {"folder": quote_word(word_path(volume.folder)), "launcher": name_launcher()}
    return voice.word("begun-next", handbook=handbook, **facts)
