"""A booklet with one of everything that is read back, and its books."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from alone import ABOUT, Alone, bind_alone, bind_sections, press_of

from kyyeu.binding.binder import bind
from kyyeu.binding.fragment import Fragment, Stamp
from kyyeu.binding.pagination import Start, Wanted, find_pictures, paginate
from kyyeu.checks.expectations import Expectation
from kyyeu.content.booklet import read_booklet
from kyyeu.making.materials import supply_of
from kyyeu.model import Booklet
from kyyeu.pdf.placed import Supply
from kyyeu.pdf.press import Press
from kyyeu.rendering.documents import render_print, render_print_sections
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


def put_alone(folder: Path, trim: Sequence[int], more: str = "") -> Path:
    """The content of the small booklet in a new folder inside `folder`, with no text but the second article.

    It has pages of that size, and what `more` says in its listing.
    """
    content = Path(shutil.copytree(TINY, folder / "content"))
    listing = (content / "booklet.yaml").read_text("utf-8").replace("foreword: foreword.md\n", "")
    listing = listing.replace("[mot, hai]", "[hai]").replace("[80, 110]", str([*trim]))
    (content / "booklet.yaml").write_text(listing + more, "utf-8")
    return content


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

    @cached_property
    def expected(self) -> Expectation:
        """What its books are held against."""
        head = partial(self.theme.cut_head, width=self.booklet.page.width)
        sections = name_sections(self.booklet, self.theme)
        alike, sign = find_alike(self.theme.faces), self.theme.editors_sign
        return Expectation(self.booklet, sections, alike, head, self.theme.path_of, sign)

    @property
    def html(self) -> str:
        """Its print document."""
        return render_print(self.booklet, self.theme, *name_sections(self.booklet, self.theme))

    @cached_property
    def alone(self) -> Alone:
        """That document, bound."""
        return self.bind(self.html)

    @cached_property
    def article(self) -> Alone:
        """The second article without the rest of the book."""
        return bind_sections(self.booklet, self.theme, self.content, "article-hai")

    def bind(self, html: str) -> Alone:
        """Another print document of it, bound."""
        return bind_alone(html, self.theme, self.supply)

    @cached_property
    def supply(self) -> Supply:
        """What its documents ask for."""
        return supply_of(self.booklet, self.theme, self.content)

    @cached_property
    def documents(self) -> tuple[Sequence[str], str]:
        """Its print documents, section by section, and an empty one."""
        documents, empty = render_print_sections(self.booklet, self.theme)
        return [*documents.values()], empty

    @cached_property
    def typesetter(self) -> "Typesetter":
        """Lays its sections out, each once."""
        return Typesetter(press_of(self.theme, self.supply))

    def bind_changed(self, change: Callable[[str], str]) -> Alone:
        """Its book, whatever the change makes of each section; those that stay are not laid out again."""
        sections, empty = self.documents
        changed = [*map(change, sections)]
        assert changed != sections
        parts = paginate(changed, empty, self.typesetter)
        plates = self.supply.plates(find_pictures(parts))
        return Alone(parts, bind(parts, self.theme.files, plates, ABOUT))


@dataclass(frozen=True)
class Typesetter:
    """A press that remembers what it has made."""

    press: Press
    made: dict[object, Fragment] = field(default_factory=dict)

    def compile_all(self, sections: Sequence[tuple[str, Start]]) -> Sequence[Fragment]:
        """The fragment of each document."""
        return [self._compile(html, start) for html, start in sections]

    def _compile(self, html: str, start: Start) -> Fragment:
        key = html, repr(start)
        if key not in self.made:
            self.made[key] = self.press.compile(html, start)
        return self.made[key]

    def stamp(self, html: str, wanted: Sequence[Wanted]) -> Sequence[Stamp]:
        """What stands in the margins."""
        return self.press.stamp(html, wanted)
