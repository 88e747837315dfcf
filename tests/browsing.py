"""The Chromium of the system, driven by Playwright: of a process one, as it allows no second."""

import ctypes
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
