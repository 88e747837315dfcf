"""A booklet with one of everything that is read back, and its books."""

import shutil
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from alone import Alone, bind_alone

from kyyeu.checks.expectations import Expectation
from kyyeu.content.booklet import read_booklet
from kyyeu.making.materials import supply_of
from kyyeu.model import Booklet
from kyyeu.rendering.documents import render_print
from kyyeu.rendering.faces import find_alike
from kyyeu.rendering.sections import name_sections
from kyyeu.rendering.theme import Theme

TINY = Path(__file__).parent.parent / "tiny"
ARTICLE = """Văn phòng có 71.728 văn bản[^1], tốc độ 20 µs – như vậy; “Ất” & <em>fi</em>.

## Ba việc

3. Việc một
4. Việc hai

| Năm | Số |
| --- | --- |
| 1930 | 12 |
| 1945 | 97,3 |

![Một chấm đỏ](images/cham.png)

{more}

Hết bài.

[^1]: Theo báo cáo số 43.
"""


def write_booklet(tiny: Path, title: str = "Bài hai: “phần” & cuối", body: str = "") -> Path:
    """The small booklet in `tiny` with another second article."""
    text = body or ARTICLE.replace("{more}", "\n\n".join([f"Đoạn. {'Cấp uỷ họp ở xã. ' * 40}"] * 3))
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    (tiny / "articles" / "hai.md").write_text(f'---\ntitle: "{quoted}"\n---\n\n{text}', "utf-8")
    return tiny


def edit(theme: Theme, folder: Path, body: str = "") -> "Edition":
    """The small booklet with that second article, in a new folder inside `folder`."""
    content = write_booklet(Path(shutil.copytree(TINY, folder / "content")), body=body)
    return Edition(read_booklet(content), theme, content)


@dataclass(frozen=True)
class Edition:
    """A booklet that is laid out."""

    booklet: Booklet
    theme: Theme
    content: Path

    @property
    def expected(self) -> Expectation:
        """What its books are held against."""
        head = partial(self.theme.cut_head, width=self.booklet.page.width)
        sections = name_sections(self.booklet, self.theme)
        return Expectation(self.booklet, sections, find_alike(self.theme.faces), head, self.theme.path_of)

    @property
    def html(self) -> str:
        """Its print document."""
        return render_print(self.booklet, self.theme, *name_sections(self.booklet, self.theme))

    @cached_property
    def alone(self) -> Alone:
        """That document, bound."""
        return self.bind(self.html)

    def bind(self, html: str) -> Alone:
        """Another print document of it, bound."""
        return bind_alone(html, self.theme, supply_of(self.booklet, self.theme, self.content))
