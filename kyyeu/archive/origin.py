"""Which source an article was made from, by what its header says."""

from pathlib import Path
from unicodedata import normalize

from kyyeu.content.header import split_front_matter
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import ContentError, Problems


def is_made_from(article: Path, file: str) -> bool:
    """Whether the article's header names that source; an article that can't be read names none."""
    try:
        written, _, _ = split_front_matter(article.read_text("utf-8-sig"), article)
        header = normalize("NFC", written)
        return _names_as_written(header, file) or _named_source(header, article) == file
    except (OSError, UnicodeDecodeError, ContentError, Problems):
        return False


def _names_as_written(header: str, file: str) -> bool:
    """Whether the name stands there as it was written; to read YAML for that takes most of the time."""
    quoted = "'" + file.replace("'", "''") + "'"
    return any(f"\nsource:\n  file: {name}\n" in f"\n{header}\n" for name in (file, quoted))


def _named_source(header: str, article: Path) -> object:
    """The source that the header names, however an editor wrote it."""
    source = parse_yaml(header, article, first_line=2).get("source")
    return source.get("file") if isinstance(source, dict) else None
