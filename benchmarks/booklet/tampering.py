"""One letter of an article changed: who notices?"""

import re
import shutil
from pathlib import Path

from kyyeu.model import Booklet


def tamper(content: Path, booklet: Booklet, folder: Path) -> str:
    """Copy `content` to the new folder `folder` with one letter changed in the last article; say which."""
    shutil.copytree(content, folder)
    path = folder / "articles" / f"{booklet.articles[-1].slug}.md"
    before, fence, body = path.read_text(encoding="utf-8").rpartition("\n---\n")
    word = re.search(r"\bcông\b", body)
    if not word:
        raise LookupError(f"{path.name} has no word to change")
    changed = f"{body[: word.start()]}cộng{body[word.end() :]}"
    path.write_text(before + fence + changed, encoding="utf-8")
    return f"“{word[0]}” to “cộng” in `articles/{path.name}`"
