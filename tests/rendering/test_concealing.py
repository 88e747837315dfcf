"""No style sheet hides words on a screen, whatever screen that is; what only dresses them passes."""

import pytest
from lxml import etree

from kyyeu.pdf.grounds import LEAST_CONTRAST, contrast
from kyyeu.rendering.concealing import Concealment, Sheets

DOCUMENT = etree.fromstring(
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><section class="article">'
    '<h1>T</h1><div class="prose"><h2>Mục</h2><p>Chữ<sup>1</sup></p>'
    '<figure><img src="a.png" alt="Ảnh"/></figure><ol><li value="3">ba <em>và</em> bốn</li></ol><table>'
    "<thead><tr><th>Năm</th></tr></thead><tbody><tr><td>1930</td></tr><tr><td></td><td>9</td></tr>"
    "</tbody></table></div>"
    "</section></body></html>"
)
HIDING = """\
h2 { display: none }
@media (max-width: 30em) { h2 { display: none } }
@supports (display: grid) { @media screen { p { filter: opacity(0) } } }
html .prose { visibility: hidden }
* { display: none }
h2 { font-size: 0 }
h2 { font-size: 2px }
h2 { font-size: 10% }
h2 { font: 0/0 serif }
h2::first-letter { font-size: 0 }
h2 { line-height: 0 }
h2 { letter-spacing: -1em }
h2 { color: transparent }
h2 { color: rgb(0 0 0 / 5%) }
h2 { color: #fff }
h2 { color: lab(100% 0 0) }
h2 { color: lch(99% 1 20deg) }
h2 { color: oklab(1 0 0) }
h2 { color: oklch(0.98 0.01 20deg) }
h2 { color: color(xyz 0.95 1 1.09) }
h2 { color: color(display-p3 1 1 1) }
h2 { color: rgb(1e999 1e99 9999) }
h2 { color: lab(1e200 0 0) }
h2:dir(ltr) { display: none }
h2:nth-child(1e999n) { display: none }
x|h2 { display: none }
a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+p { order: 2 }
h2 { background: black }
h2 { color: #8a1417 } .article { background: #8a1417 }
h2 { opacity: 0.01 }
h2 { position: absolute }
h2 { text-indent: -9999px }
h2 { margin-left: -100% }
h2 { clip-path: inset(50%) }
h2 { transform: scale(0) }
h2 { transform: translateX(-9999px) }
h2 { overflow: hidden; max-height: 3em }
p { width: 0 }
p { order: 2 }
h2 { word-spacing: -1em }
h2 { position: relative; left: -999em }
h2 { position: sticky; inset: 0 -99em }
h2 { translate: 0 -100vh }
h2 { margin-bottom: -3em }
h2 { z-index: -1 }
h2 { width: calc(0px) }
h2 { width: min(0px, 100%) }
h2 { font-size: max(0px, 1px) }
h2 { font-size: clamp(0px, 1px, 2px) }
h2 { font-size: 1vw }
h2 { text-indent: calc(100% - 999em) }
h2 { -webkit-mask: linear-gradient(transparent, transparent) }
h2 { animation: fade 1s forwards }
h2 { offset-path: path("M-999 0") }
h2 { direction: rtl }
h2 { content: url(drawings/x.svg) }
h2 { color: color-mix(in srgb, white, white) }
h2 { background: currentColor }
.prose::after { content: ""; position: absolute; inset: 0; background: white }
img { display: none }
img { width: 0 }
img { opacity: 0 }
img { left: -999em }
figure { visibility: hidden }
ol { list-style: none }
li { counter-set: list-item 9 }
td { float: right }
em { float: left }
em { left: -4em }
em { transform: translate(0, 3em) }
td { translate: 2em 0 }
td { transform: translateY(calc(2em)) }
tr { top: 3em }
p { position: relative; top: 2em }
p { inset: 0 -99em }
tbody { display: table-footer-group }
thead { display: table-footer-group }
table { direction: rtl }
table { writing-mode: vertical-rl }
tr { flex-flow: row wrap-reverse }
td { grid-row: 2 }
td { grid-area: a }
tr { grid-auto-flow: row dense }
p { transform: rotate(180deg) }
p { rotate: 0.5turn }
table { transform: scaleX(-1) }
td:empty { display: none }
td:empty { float: left }
.prose { p { display: none } }
.prose { color: black; & > h2 { opacity: 0 } }
.prose { @media screen { > p, h2 { font-size: 0 } } }
h2 { @media screen { visibility: hidden } }
.prose { h2 { .article & { order: 2 } } }
li::marker { content: "9. " }
li::marker { content: none }
li::marker { font-size: 0 }
li { overflow: hidden }
ol { overflow: clip; padding-left: 0 }
html { overflow: hidden }
body { overflow-y: clip }
h2 { white-space: nowrap; overflow: hidden }
.prose { height: 0.4em }
.prose { max-height: 1mm }
img { object-fit: none; object-position: -900px 0 }
img { object-position: 200% 50% }
h2 { font-family: Wingdings, serif }
h2 { font: 1em "Wingdings 2" }
h2 { text-decoration: line-through red }
em { text-decoration-line: line-through }
p { contain: strict }
p { mix-blend-mode: difference }
p { font-size-adjust: 0.01 }"""
LONG = "Một đoạn văn dài hơn bề ngang của mọi màn hình mà người ta cầm trên tay, hay đặt trên bàn."
HARMLESS = """\
.other { display: none }
h2::before { display: none }
h1 { text-transform: uppercase; font-size: 0.9em; line-height: 1.2; margin: 0; letter-spacing: -0.01em }
h2 { background: #000; color: #fff }
h2 { color: #8a1417; transform: rotate(1deg) }
sup { line-height: 0; font-size: 0.7em }
ul { list-style: none }
ol { list-style-type: lower-alpha }
p { float: left; width: 50%; text-indent: 1.4em }
p { width: calc(100% - 2px); font-size: max(1em, 2px); max-width: min(30em, 100%); margin-top: -0.5em }
p { position: relative; top: -0.2em; word-spacing: 0.1em; z-index: 1; font-size: 5vw }
p::before { content: "– " }
h2 { color: #111; background: linear-gradient(#fff, #eee) }
figure { color: #fff; line-height: 0 }
img { max-height: 95vh; width: 100%; margin: 0 auto }
title { display: none }
td { float: none; display: block }
thead { display: table-header-group }
em { position: relative; top: -0.3em; left: 0.1em }
td { grid-column: 1 / -1; grid-row: span 2 }
p { transform: translateX(2em) rotate(-3deg); left: 2em }
table { flex-flow: row wrap }
h2 { color: lab(20% 0 0); background: oklch(0.97 0.02 80deg) }
h2:dir(ltr) { color: #111 }
.prose { & { color: #111 } .other { display: none } p { margin: 0 } }
.article h1 { h2 { display: none } }
li::marker { color: #8a1417; font-weight: bold }
td:empty { color: red } td { overflow: hidden }
p { height: 6em; white-space: nowrap; font-family: "Source Serif 4", Symbola; text-decoration: underline }
img { object-position: left; object-fit: cover; height: 1em }
table { overflow-x: auto }
@namespace epub "http://www.idpf.org/2007/ops"; [epub|type~="noteref"] { display: none }
@namespace url(http://www.w3.org/2000/svg); h2 { display: none }"""


def is_pale(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    return contrast(one, other) < LEAST_CONTRAST


def find_in(style: str) -> list[Concealment]:
    return [*Sheets({"a.css": f"\n{style}"}, is_pale).find_concealed(DOCUMENT)]


@pytest.mark.parametrize("style", HIDING.split("\n"))
def test_what_hides_words_is_found_with_its_line(style: str) -> None:
    (found,) = find_in(style)
    assert (found.sheet, found.line) == ("a.css", 2) and found.words


@pytest.mark.parametrize("style", HARMLESS.split("\n"))
def test_what_only_dresses_words_passes(style: str) -> None:
    assert find_in(style) == []


@pytest.mark.parametrize(
    "style", ["p { white-space: nowrap }", "p { text-wrap: nowrap }", "p { height: 2em }"]
)
def test_what_has_no_room_on_a_screen_is_found(style: str) -> None:
    written = etree.tostring(DOCUMENT, encoding="unicode").replace("Chữ<", f"{LONG}<")
    (found,) = Sheets({"a.css": style}, is_pale).find_concealed(etree.fromstring(written))
    assert found.words.startswith("Một đoạn") and find_in(style) == []


def test_an_element_s_own_style_is_looked_at() -> None:
    document = etree.fromstring(etree.tostring(DOCUMENT).replace(b"<h2", b'<h2 style="display:none"'))
    (found,) = Sheets({}, is_pale).find_concealed(document)
    assert (found.sheet, found.line, found.words) == ("", None, "Mục")
