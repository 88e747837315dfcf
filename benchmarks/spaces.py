"""How even the spaces of justified lines are, composed as wholes and line by line, and what it costs.

``python -m benchmarks.spaces [PARAGRAPHS]`` takes the booklet's two articles, and as many paragraphs (600) of
one to six sentences shuffled from them; each is laid out in turns, three times, and the least time counts.
"""

import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median, mode

from kyyeu.content.booklet import read_booklet
from kyyeu.model import Booklet
from kyyeu.pdf.engine import bring_in
from kyyeu.pdf.layout import Laid
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import Press
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.theme import Theme

ROOT = Path(__file__).parent.parent
ROUNDS = 3
Ways = dict[str, Callable[[], AbstractContextManager[None]]]
ROW = "| {} | {} | {} | {} |"


def main(paragraphs: int) -> None:
    """Print a row for each text and way."""
    bring_in()
    from kyyeu.pdf import composing  # which imports WeasyPrint

    booklet, theme = read_booklet(ROOT / "content"), Theme(ROOT / "templates")
    ways: Ways = {"line by line": nullcontext, "as wholes": composing.composed}
    heads = ["space, em: median", "90 %", "99 %", "widest", "narrowest", "over 0.5 em", "over 0.4 em", "s"]
    print(ROW.format("text", "lines set", "lines", " | ".join(heads)))
    print("| --- | --- |" + " ---: |" * (len(heads) + 1))
    texts = {"the two articles": as_it_is(booklet, theme), "shuffled": shuffle(booklet, theme, paragraphs)}
    for name, document in texts.items():
        for way, (laid, seconds) in measure(composing, ways, document, theme).items():
            spaces = sorted(find_spaces(laid, theme.type_size(booklet.page.width)))
            shares = [spaces[min(len(spaces) * part // 100, len(spaces) - 1)] for part in (50, 90, 99, 100)]
            figures = [f"{share:.2f}" for share in (*shares, spaces[0])]
            counts = [str(sum(space > most for space in spaces)) for most in (0.5, 0.4)]
            print(ROW.format(name, way, len(spaces), " | ".join([*figures, *counts, f"{seconds:.2f}"])))


def as_it_is(booklet: Booklet, theme: Theme) -> str:
    """The articles as one document."""
    return render_print(booklet, theme, *(s for s in name_sections(booklet, theme) if s.article))


def shuffle(booklet: Booklet, theme: Theme, count: int) -> str:
    """So many paragraphs of the articles' sentences, the same ones each time."""
    chance, document = random.Random(2), as_it_is(booklet, theme)
    words = [re.sub("<[^>]*>", "", each) for each in re.findall("<p>(.*?)</p>", document, re.DOTALL)]
    sentences = [each for text in words for each in re.split(r"(?<=[.;!?]) +", text.strip()) if each]
    texts = (" ".join(chance.sample(sentences, chance.randint(1, 6))) for _ in range(count))
    body = "".join(f"<p>{text}</p>" for text in texts)
    return re.sub(
        "<section.*</section>",
        f'<section class="article" data-name="" data-head=""><div class="prose">{body}</div></section>',
        document,
        flags=re.DOTALL,
    )


def measure(
    composing: object,
    ways: Ways,
    document: str,
    theme: Theme,
) -> dict[str, tuple[Laid, float]]:
    """The document laid out in each way, and how many seconds of a processor's time it took."""
    found = dict[str, tuple[Laid, float]]()
    for _ in range(ROUNDS):
        for way, composed in ways.items():
            vars(composing)["composed"] = composed
            press, began = Press(Supply(theme.read)), time.process_time()
            laid, seconds = press.lay_out(document), time.process_time() - began
            found[way] = laid, min(seconds, found.get(way, (laid, seconds))[1])
    return found


def find_spaces(laid: Laid, size: float) -> Iterator[float]:
    """The spaces of each line that is justified, in em; the `size` of the letters is in points."""
    lines = [[*line] for _, line in groupby(laid.words(), key=lambda word: (word.page, round(word.bottom)))]
    edges = {
        side: mode(round(line[-1].right) for line in lines if line[0].page % 2 == side)
        for side in {line[0].page % 2 for line in lines}
    }
    for line in lines:
        if abs(line[-1].right - edges[line[0].page % 2]) < 1 and len(line) > 1:
            yield median(after.left - before.right for before, after in pairwise(line)) / size


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
