"""Whether a text holds an article: its letters and digits, all of them, one after the other."""

import unicodedata
from collections.abc import Iterable

from kyyeu.model import Article


def fold(text: str) -> str:
    """The letters and digits of `text` alone, ligatures undone: what no layout may change."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def find_missing_blocks(article: Article, text: str) -> list[str]:
    """The article's paragraphs that `text` doesn't hold whole and in their order, captions at any place."""
    folded, place, missing = fold(text), 0, []
    for block in article.blocks:
        letters = fold(block.text)
        found = folded.find(letters, 0 if block.part == "caption" else place)
        if found < 0:
            missing.append(block.text)
        elif block.part != "caption":
            place = found + len(letters)
    return missing


def tell_completeness(articles: Iterable[Article], text: str) -> str:
    """How many paragraphs of the articles `text` holds, in words."""
    blocks = missing = 0
    for article in articles:
        blocks += len(article.blocks)
        missing += len(find_missing_blocks(article, text))
    return f"{blocks - missing} of {blocks} paragraphs"
