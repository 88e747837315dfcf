"""Tables in Markdown, and their place in a page of the documentation."""

from collections.abc import Iterable, Mapping, Sequence

_BEGIN, _END = "<!-- benchmark: booklet -->", "<!-- end of benchmark: booklet -->"


def render_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The rows under their header, first column to the left."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def render_findings(findings: Mapping[str, Mapping[str, str]]) -> str:
    """A column for each contender, a row for each thing asked."""
    asked = dict.fromkeys(question for answers in findings.values() for question in answers)
    rows = ([question, *(answers.get(question, "–") for answers in findings.values())] for question in asked)
    return render_table(["", *findings], rows)


def replace_section(page: str, section: str) -> str:
    """The page with `section` between the benchmark's markers; at its end where it has none."""
    before, begin, rest = page.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    if not begin:
        before, after = f"{before.rstrip()}\n\n" if before.strip() else "", "\n"
    return f"{before}{_BEGIN}\n{section.strip()}\n{_END}{after}"
