"""Tables in Markdown, and their place in a page of the documentation."""

from collections.abc import Iterable, Mapping, Sequence


def render_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The rows under their header, first column to the left."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def render_findings(findings: Mapping[str, Mapping[str, str]]) -> str:
    """A column for each contender, a row for each thing asked."""
    asked = dict.fromkeys(question for answers in findings.values() for question in answers)
    rows = ([question, *(answers.get(question, "–") for answers in findings.values())] for question in asked)
    return render_table(["", *findings], rows)


def replace_section(page: str, section: str, name: str = "booklet") -> str:
    """The page with `section` between the markers of the benchmark of that name; at its end without them."""
    opens, closes = f"<!-- benchmark: {name} -->", f"<!-- end of benchmark: {name} -->"
    before, begin, rest = page.partition(opens)
    _, _, after = rest.partition(closes)
    if not begin:
        before, after = f"{before.rstrip()}\n\n" if before.strip() else "", "\n"
    return f"{before}{opens}\n{section.strip()}\n{closes}{after}"
