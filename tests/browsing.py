"""The Chromium of the system, driven by Playwright: of a process one, as it allows no second."""

import ctypes
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kyyeu.model import Booklet
from kyyeu.rendering.documents import render_documents
from kyyeu.rendering.theme import Theme

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Chromium by itself would look for updates and for its maker's hosts.
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


def lacking() -> str:
    """Why no browser can be had here; empty where one can."""
    if not shutil.which("chromium"):
        return "chromium is not installed"
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return "libatomic1, which Playwright wants, is not installed"
    return ""


@contextmanager
def open_browser() -> Iterator["Browser"]:
    """The browser, closed in the end."""
    from playwright.sync_api import sync_playwright  # slow to import, and most tests open no browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield browser
        browser.close()


@contextmanager
def open_article(
    browser: "Browser", booklet: Booklet, theme: Theme, slug: str, folder: Path, width: int
) -> Iterator["Page"]:
    """The article of the EPUB on a screen so wide (CSS pixels), in letters of 24 pixels.

    It lies in the folder, where its pictures have to be.
    """
    (document,) = (each for each in render_documents(booklet, theme) if each.name == f"article-{slug}.xhtml")
    (folder / document.name).write_bytes(document.data)
    for name in ("style.css", "epub.css"):
        (folder / name).write_bytes(theme.read(name))
    with browser.new_context(viewport={"width": width, "height": 568}) as context:
        page = context.new_page()
        page.goto((folder / document.name).as_uri())
        page.add_style_tag(content="html { font-size: 24px }")
        yield page
