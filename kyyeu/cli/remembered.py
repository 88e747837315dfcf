"""``kyyeu cache``: where what is remembered of earlier builds lies, and how to be rid of it."""

import click

from kyyeu.cli.build import open_store
from kyyeu.cli.frame import Command, Options
from kyyeu.cli.screen import report, word_size
from kyyeu.speech.messages import Voice, word_path


def cache_command(voice: Voice) -> click.Command:
    """The command."""

    def run(clear: bool) -> None:
        store = open_store(fresh=False)
        if store.folder is None:
            report(voice.word("cache-nowhere"))
            return
        size = word_size(store.trim(0) if clear else store.size, voice.language)
        said = "cache-cleared" if clear else "cache-kept"
        report(voice.word(said, path=word_path(store.folder), size=size))

    options = Options("cache", voice)
    return Command("cache", voice, [options.flag("clear")], run)
