"""Every word and every picture of a body is told with the line of the Markdown that it stands on."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kyyeu.content.prose import find_lines, parse_prose

# Each @ becomes the number of its line, so that what is read tells where it was written.
BLOCKS = [
    "chữ@ *chữ@* **chữ@** `chữ@` _chữ@_\nchữ@ xuống\n“chữ@” và (chữ@)",
    '"chữ@\n– chữ@\n… chữ@ chữ@\\_ chữ@ & chữ@ &amp; chữ@',
    "# Mục@",
    "Mục@\n====",
    "- chữ@\n- chữ@\n  chữ@\n    - chữ@\n    - chữ@",
    "1. chữ@\n2. chữ@\n\n    chữ@ chữ@",
    "> chữ@\n> chữ@\n>\n> - chữ@",
    "| Mục@ | chữ@ |\n| --- | --: |\n| chữ@ | chữ@ |\n| chữ@ | chữ@ |",
    "chữ@ | chữ@\n--- | ---\n7 | chữ@",
    "<div>\n<p>chữ@</p>\n<p\nlang='vi'>chữ@</p>\n<!-- chữ -->\nchữ@</div>",
    "<blockquote>chữ@<br>chữ@</blockquote>",
    "chữ@[^n]\n\n[^n]: chữ@\n    chữ@\n\n    chữ@",
    "[chữ@](http://e.vn/a_(b)) chữ@ <http://e.vn> <a@e.vn>",
    "[chữ@][l] và [l] chữ@\n\n[l]: http://e.vn/x 'Tên'",
    "[l][]\n[chữ@] chữ@\n\n[l]: http://e.vn/y",
    "![chữ@](images/@.png)",
    "![](images/@.png)\n\n![chữ@\nchữ@](<images/@.png> 'Tên')",
    "chữ@ ![chữ@](images/%E1%BA%A3nh@.png){.lost} chữ@",
    "<figure>\n<img alt='a' src='images/@.png'>\n<figcaption>chữ@</figcaption>\n</figure>",
    "![chữ@][p]\n\n[p]: images/x.png",
    "Mục@\n:   chữ@\n    chữ@",
    "    chữ@ <b>\n    chữ@",
    "chữ@ {: .x #y }\nchữ@\n{: title='chữ' }",
    "{chữ@}\n{chữ@} {chữ@\n\n## chữ@ {chữ@, chữ@}",
    "***",
    "\U000f0001chữ@\U000f0002",
    "2026. chữ@\n-5 chữ@\n+84 chữ@",
]


def number(text: str) -> str:
    return "\n".join(line.replace("@", f"{place}x") for place, line in enumerate(text.split("\n"), 1))


@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=12).map("\n\n".join))
@example("\n\n".join(BLOCKS))
@example("\n\n\n".join(BLOCKS * 5))
def test_every_word_and_every_picture_has_its_line(text: str) -> None:
    markdown = number(text)
    lines, prose = find_lines(markdown), parse_prose(markdown, "a")
    _, blocks = prose.cut()
    assert len(lines.blocks) == len(blocks) and len(lines.pictures) == len(prose.pictures)
    for index, block in enumerate(blocks):
        for word in re.finditer(r"\S*?(\d+)x", block.text):
            assert (word[0], lines.at(index, word.start())) == (word[0], int(word[1]))
    for picture, line in zip(prose.pictures, lines.pictures, strict=True):
        if written := re.search(r"(\d+)x\.png", picture.src):
            assert (picture.src, line) == (picture.src, int(written[1]))


@given(st.text("aệ1 \n\t#*_-+`[]()<>!|:{}&;\\\"'.^=/\U000f0000", max_size=60))
def test_whatever_is_written_has_lines(text: str) -> None:
    lines, prose = find_lines(text), parse_prose(text, "a")
    most = text.count("\n") + 1
    assert all(1 <= line <= most for line in lines.pictures)
    for index, block in enumerate(prose.cut()[1]):
        assert all(1 <= lines.at(index, start) <= most for start in range(len(block.text)))


# A mark on the line left out would change what is read: a label, or where a link leads, goes over two lines.
BREAKING = {
    "chữ@\n\n[l]:\nhttp://e.vn\n\n[chữ@][l]\n\nchữ@": 4,
    "chữ@\n\nchữ@ [b](http://e\n.vn)\n\nchữ@": 4,
    "chữ@\n\nchữ@\n[b\nc][]\n\n[b c]: http://e.vn\n\nchữ@": 4,
}


@pytest.mark.parametrize("text", BREAKING)
def test_a_line_whose_mark_breaks_the_text_has_none_and_the_others_keep_theirs(text: str) -> None:
    markdown = number(text)
    lines, prose = find_lines(markdown), parse_prose(markdown, "a")
    for index, block in enumerate(prose.cut()[1]):
        for word in re.finditer(r"chữ(\d+)x", block.text):
            assert lines.at(index, word.start()) == int(word[1])
    assert BREAKING[text] not in {line for begins in lines.blocks for _, line in begins}
