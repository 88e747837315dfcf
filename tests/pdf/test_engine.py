"""The layout engine changes what belongs to the whole process: it puts it back, and threads take turns."""

import gc
import logging
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alone import bind_alone
from sampling import crossed, thinned

from kyyeu.errors import ContentError, KyyeuError, TemplateError
from kyyeu.pdf import engine, mends
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import lay_out
from kyyeu.pipeline import build, build_galley
from kyyeu.rendering.theme import Theme

ROOT = Path(__file__).parents[2]
TINY = Path(__file__).parents[1] / "tiny"
STYLE = """<link rel="stylesheet" href="faces.css"/>
<style>@page{size:60mm 40mm;margin:8mm} body{font:10pt/1.5 "Source Serif 4"}</style>"""


def document(body: str) -> str:
    return f'<html lang="vi"><head><title>Thử</title>{STYLE}</head><body>{body}</body></html>'


def pdf(body: str, theme: Theme) -> bytes:
    return bind_alone(document(body), theme).data


def process() -> tuple[object, ...]:
    """What of the process the engine changes while it works, and the collector."""
    logger = logging.getLogger("weasyprint")
    return (
        [vars(owner)[name] for owner, name, _ in mends.MENDS],
        os.environ.get("FONTCONFIG_FILE"),
        (logger.level, logger.propagate, [*logger.filters], [*logger.handlers]),
        (gc.isenabled(), gc.get_freeze_count()),
    )


FONTS: dict[str, str | None] = {"no-fontconfig-file": None, "one-of-its-own": "/etc/fonts/fonts.conf"}


@pytest.fixture(params=[*FONTS.values()], ids=[*FONTS])
def before(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[object, ...]]:
    """The process as a program around us may have it."""
    gc.unfreeze()  # of what the run has frozen some goes meanwhile
    if request.param:
        monkeypatch.setenv("FONTCONFIG_FILE", request.param)
    else:
        monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    yield process()
    gc.freeze()


@pytest.mark.skipif(sys.platform == "win32", reason="fontconfig's own words have backslashes there")
def test_whatever_is_brought_in_no_font_of_the_system_is_looked_at() -> None:
    """Fontconfig tells which settings it reads; those of the machine would have it look through all fonts."""
    code = "from kyyeu.pdf.engine import bring_in; bring_in()"
    environment = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment | {"FC_DEBUG": "1152"},
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    read = set(re.findall("Loading config file from (\\S+)", done.stdout + done.stderr))
    assert read == {str(ROOT / "kyyeu" / "pdf" / "fonts.conf")} and "Scanning dir" not in done.stdout


def test_a_layout_leaves_the_process_as_it_was(theme: Theme, before: tuple[object, ...]) -> None:
    layout = lay_out(document("<p>chữ</p>"), Supply(theme.read))
    assert process() == before
    layout.words()
    assert process() == before
    layout.paint()
    assert process() == before


def refuse(name: str) -> bytes:
    raise ContentError("not-there", Path(name))


def fail(name: str) -> bytes:
    raise KeyboardInterrupt


@pytest.mark.parametrize("read", [refuse, fail])
def test_so_does_one_that_fails(read: Callable[[str], bytes], before: tuple[object, ...]) -> None:
    with pytest.raises((KyyeuError, KeyboardInterrupt)):
        lay_out(document("<p>chữ</p>"), Supply(read))
    assert process() == before


@pytest.mark.parametrize("make", thinned([build, build_galley], 2))
def test_a_build_leaves_the_process_as_it_was(
    make: Callable[..., object], before: tuple[object, ...], tmp_path: Path
) -> None:
    make(TINY, ROOT / "templates", tmp_path)
    assert process() == before


@pytest.mark.parametrize(
    ("stage", "make"), crossed(["reading", "laying-out", "saving"], [build, build_galley])
)
@pytest.mark.parametrize("before", thinned([*FONTS.values()], 2), indirect=True)
def test_so_does_one_that_is_stopped(
    make: Callable[..., object], stage: str, before: tuple[object, ...], tmp_path: Path
) -> None:
    def say(begun: str, **facts: object) -> None:
        if begun == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(TINY, ROOT / "templates", tmp_path, say=say)
    assert process() == before


def test_a_program_that_keeps_its_collector_off_keeps_it_off(tmp_path: Path) -> None:
    gc.disable()
    try:
        build(TINY, ROOT / "templates", tmp_path, only="pdf")
        assert not gc.isenabled()
    finally:
        gc.enable()


# Several threads


def test_two_threads_make_what_each_makes_alone(theme: Theme) -> None:
    bodies = [
        f'<p>{word} <a href="#x">nối</a></p><ul id="x">{"<li>mục</li>" * times}</ul>'
        for word, times in (("một", 3), ("hai", 20), ("ba", 7), ("bốn", 12))
    ]
    alone, state = [pdf(body, theme) for body in bodies], process()
    start = threading.Barrier(len(bodies))

    def make(body: str) -> bytes:
        start.wait()
        return pdf(body, theme)

    with ThreadPoolExecutor(len(bodies)) as threads:
        assert [*threads.map(make, bodies)] == alone
    assert process() == state


def test_a_warning_is_told_to_the_thread_whose_it_is(theme: Theme) -> None:
    start = threading.Barrier(4)

    def problem(number: int) -> str:
        start.wait()
        with pytest.raises(TemplateError) as caught:
            pdf(f'<p style="colour{number}: red">chữ</p>', theme)
        return str(caught.value.facts["problem"])

    with ThreadPoolExecutor(4) as threads:
        told = [*threads.map(problem, range(4))]
    assert [[f"colour{number}" in words for number in range(4)] for words in told] == [
        [number == other for other in range(4)] for number in range(4)
    ]


def test_what_the_engine_tells_others_goes_where_they_want_it(
    theme: Theme, caplog: pytest.LogCaptureFixture
) -> None:
    """Another part of the program may use WeasyPrint, in a thread of its own."""
    with engine.engine_at_work():
        other = threading.Thread(target=logging.getLogger("weasyprint").warning, args=("không phải của ta",))
        other.start()
        other.join()
    assert caplog.messages == ["không phải của ta"]


def test_a_margin_that_asks_for_an_element_is_an_error(theme: Theme) -> None:
    style = "<style>@page{@top-left{content:element(head)}} i{position:running(head)}</style>"
    with pytest.raises(TemplateError, match="element-in-margin"):
        lay_out(document(f"{style}<p><i>đầu trang</i> chữ</p>"), Supply(theme.read))


# Warnings


@pytest.fixture
def sheets() -> dict[str, bytes]:
    return {
        "print.css": b'@import "colours.css";\n\np { widht: 1mm }\n',
        "colours.css": b"p {\n  colour: red;\n}\n",
    }


def test_a_warning_names_the_style_sheet_and_the_line(sheets: dict[str, bytes]) -> None:
    html = '<html lang="vi"><head><title>Thử</title><link rel="stylesheet" href="print.css"/></head></html>'
    with pytest.raises(TemplateError, match="render-warning") as caught:
        lay_out(html, Supply(sheets.__getitem__))
    colours, widht = str(caught.value.facts["problem"]).split("; ")
    assert colours.startswith("colours.css: ") and "`colour" in colours and " 2:3," in colours
    assert widht.startswith("print.css: ") and "`widht" in widht and " 3:5," in widht


def test_a_warning_has_no_address_of_ours(theme: Theme) -> None:
    files = {"faces.css": b"", "hoa.png": b"no picture"}
    with pytest.raises(TemplateError) as caught:
        lay_out(document('<p><img src="hoa.png" alt="hoa"/></p>'), Supply(files.__getitem__))
    assert "hoa.png" in str(caught.value.facts) and "booklet.invalid" not in str(caught.value.facts)


@pytest.mark.parametrize("level", [logging.NOTSET, logging.CRITICAL])
def test_a_warning_is_an_error_whatever_the_program_logs(theme: Theme, level: int) -> None:
    logger = logging.getLogger("weasyprint")
    logger.setLevel(level)
    try:
        with pytest.raises(TemplateError, match="render-warning"):
            pdf('<p style="colour: red">chữ</p>', theme)
        assert logger.level == level
    finally:
        logger.setLevel(logging.NOTSET)
