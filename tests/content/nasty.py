"""Bodies of articles as no editor writes them: every construct there is, unclosed, nested and misplaced."""

from hypothesis import strategies as st

_WORDS = st.sampled_from(
    ["Đất", "nước", "không", "106", "a<b", "3 &lt; 5", "R&D", "&nbsp;", "“lời”", "1945."]
)
_TAGS = (
    "a abbr b blockquote br caption cite code dd del div dl dt em figcaption figure h1 h2 h4 hr i img ins li "
    "ol p pre q s small span strong sub sup table tbody td tfoot th thead tr u ul "
    "section article center font script style template svg math iframe form input textarea select option "
    "title noscript details summary"
).split()
_ATTRIBUTES = st.sampled_from(
    [
        "",
        "",
        "",
        " id=a",
        ' id="mục"',
        " lang=vi",
        " lang='x y'",
        " title='khác'",
        " class=footnote",
        " colspan=3",
        " rowspan=9",
        " colspan=999 rowspan=999",
        " scope=row",
        " scope=z",
        " style='text-align:right'",
        " style='text-align:url(x)'",
        " start=5",
        " value=7",
        " href='#a'",
        " href='hai.md'",
        " href='https://e.vn/?a=1&b=2'",
        " href=javascript:x",
        " epub:type=noteref",
        " role=doc-noteref",
    ]
)
_OPENING = st.builds(lambda tag, attributes: f"<{tag}{attributes}>", st.sampled_from(_TAGS), _ATTRIBUTES)
_CLOSING = st.sampled_from(_TAGS).map(lambda tag: f"</{tag}>")
_INLINE = st.sampled_from(
    [
        "*", "**", "_", "`", "``", "~~", "[", "]", "(", ")", "![", "[^1]", "[^ghi chú]", "](#a)",
        "](hai.md#x)",
        "[x](https://e.vn)", "<https://e.vn>", "https://e.vn/a_b",
        "![a](images/cham.png)", "![a](images/cham.png)[^1]", "\\", "\\*", "{: .x #y title=z }",
        "<!--", "-->",
        "<!", "<?", "///Footnotes Go Here///", "&", "&#0;", "&#x1F;", "\ufdd0", "\U0001fffe", "\u200b",
        "|", "<br>",
    ]
)  # fmt: skip
_LINE_STARTS = st.sampled_from(
    [
        "", "", "", "- ", "* ", "1. ", "2. ", "1945. ", "  - ", "    - ", "        ", "> ", ">> ",
        "# ", "### ", "#x",
        "| ", "|---|---|", "---", "===", "***", "```", "~~~", "[^1]: ", "[^ghi chú]: ", "    [^1]: ",
        ":   ", "\t",
        "[x]: https://e.vn 'nhan đề'",
    ]
)  # fmt: skip
_LINES = st.builds(
    lambda start, pieces: start + " ".join(pieces),
    _LINE_STARTS,
    st.lists(_WORDS | _OPENING | _CLOSING | _INLINE, max_size=6),
)

BODIES = st.lists(_LINES | st.just(""), min_size=1, max_size=14).map("\n".join)
"""Text under a header, without pictures that there are."""
