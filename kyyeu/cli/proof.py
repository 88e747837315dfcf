"""``kyyeu proof``: make the proof copy."""

from pathlib import Path

import click

from kyyeu.cli.build import make_files, open_store, place_options
from kyyeu.cli.frame import Command, Options
from kyyeu.speech.messages import Voice


def proof_command(voice: Voice) -> click.Command:
    """The command."""

    def run(show: bool, strict: bool, fresh: bool, **places: Path | None) -> None:
        from kyyeu.pipeline import build_galley

        make_files(build_galley, show, strict, open_store(fresh), places, voice)

    return Command("proof", voice, place_options(Options("proof", voice)), run)
