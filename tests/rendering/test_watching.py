"""A document that is remembered is as it would be rendered anew, whatever its template looks at."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kyyeu.cache import Store
from kyyeu.model import Booklet
from kyyeu.rendering.documents import render_documents, render_print_sections
from kyyeu.rendering.theme import Theme
from kyyeu.rendering.watching import Looks

ROOT = Path(__file__).parents[2]
ARTICLE = (ROOT / "templates" / "parts" / "article.html.j2").read_text("utf-8")
LOOKS = {
    "at the number of articles": "{{ booklet.articles | length }}",
    "at another's title": "{% for article in booklet.articles %}{{ article.title }}{% endfor %}",
    "at the foreword": "{% if booklet.foreword %}{{ booklet.foreword.title }}{% endif %}",
    "at the digest": "{{ booklet.digest }}",
    "at the sections": "{% for section in sections %}{{ section.name }}{% endfor %}",
    "at one section": "{{ sections[-2].name }}",
    "at how many sections": "{{ sections | length }}",
    "whether there are sections": "{% if sections %}x{% endif %}",
    "at the last article": "{{ (booklet.articles | last).title }}",
    "at who is proved": "{{ booklet.proved | map(attribute='title') | join(', ') }}",
    "at the title": "{{ booklet.title }}",
    "at its authors": "{{ booklet.authors | join(', ') }}",
    "at a name": "{{ names['colophon'] }}",
    "at a section's article": "{% for one in sections if one.article %}{{ one.article.author }}{% endfor %}",
    "at an account": "{% for one in booklet.proved %}{{ one.account.letters }}{% endfor %}",
    "at another's words": "{{ booklet.articles[0].blocks[0].text }}",
    "at the kind of the first one": "{{ sections[0].facts.landmark }}",
    "at nothing else": "",
}


def rename(booklet: Booklet) -> Booklet:
    first, *rest = booklet.articles
    return replace(booklet, articles=(*rest, replace(first, title="Tên khác", authors=("Người khác",))))


def rename_alone(booklet: Booklet) -> Booklet:
    """Nothing else of the book changes with it."""
    first, *rest = booklet.articles
    return replace(booklet, articles=(replace(first, title="Tên khác nữa"), *rest))


def retitle(booklet: Booklet) -> Booklet:
    return replace(booklet, title="Sách khác")


def rewrite(booklet: Booklet) -> Booklet:
    """Its first words are others, and it is of as many letters."""
    first, *rest = booklet.articles
    blocks = (replace(first.blocks[0], text="Chữ khác."), *first.blocks[1:])
    account = first.account and replace(first.account, letters=first.account.letters + 1)
    return replace(booklet, articles=(replace(first, blocks=blocks, account=account), *rest))


def trust(booklet: Booklet) -> Booklet:
    """One text fewer is proved; all are called as they were."""
    first, *rest = booklet.articles
    return replace(booklet, articles=(replace(first, account=None), *rest))


def shorten(booklet: Booklet) -> Booklet:
    return replace(booklet, articles=booklet.articles[1:], foreword=None)


def looking(booklet: Booklet, folder: Path) -> tuple[Booklet, Theme]:
    """With an article for each look besides, and a theme in whose template that article alone looks so."""
    looks = {f"look-{number}": look for number, look in enumerate(LOOKS.values())}
    own = "".join(
        f"{{% if article.slug == '{slug}' %}}<p>{look}</p>{{% endif %}}" for slug, look in looks.items()
    )
    (folder / "parts").mkdir()
    (folder / "parts" / "article.html.j2").write_text(f"{ARTICLE}{own}", "utf-8")
    more = (replace(booklet.articles[0], slug=slug, title=f"Bài {slug}") for slug in looks)
    return replace(booklet, articles=(*booklet.articles, *more)), Theme(folder)


@pytest.mark.ci
def test_what_a_template_looks_at_is_as_it_is_now(small: Booklet, tmp_path: Path) -> None:
    booklet, theme = looking(small, tmp_path)
    store, rendered = Store(tmp_path / "store"), set[str]()
    for change in (lambda booklet: booklet, rename_alone, rewrite, trust, rename, retitle, shorten):
        changed = change(booklet)
        documents, sections = render_documents(changed, theme), render_print_sections(changed, theme)
        assert render_documents(changed, theme, store) == documents
        assert render_print_sections(changed, theme, store) == sections
        rendered |= {one.section.id for one in documents if one.section}
    assert rendered >= {f"article-look-{number}" for number in range(len(LOOKS))}


@pytest.mark.parametrize("render", [render_documents, render_print_sections])
def test_an_article_is_not_rendered_again_for_another_s_sake(
    render: Callable[[Booklet, Theme, Store], object], small: Booklet, theme: Theme, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    asked, original = list[str](), Theme.render

    def count(self: Theme, name: str, **values: object) -> str:
        text = original(self, name, **values)
        asked.extend(
            article.slug for article in small.articles if article.title in text and "<section" in text
        )
        return text

    store = Store(tmp_path / "store")
    render(small, theme, store)
    monkeypatch.setattr(Theme, "render", count)
    first, *rest = small.articles
    render(replace(small, articles=(replace(first, title="Tên khác"), *rest)), theme, store)
    assert asked.count(rest[0].slug) <= 2  # in the contents and the note on the text, which name all


@pytest.mark.parametrize("compare", [lambda text, other: text == other, lambda text, other: {text, other}])
def test_texts_that_were_compared_can_not_be_told(
    compare: Callable[[object, object], object], small: Booklet
) -> None:
    """All that they have decided it, and nobody noted what that is."""
    looks = Looks()
    watched = looks.watch(small.articles)
    assert looks.can_be_told and not looks and watched[0].slug == small.articles[0].slug
    assert looks and looks.can_be_told
    assert compare(watched[0], looks.watch(replace(small.articles[0]))) and not looks.can_be_told


@pytest.mark.parametrize("render", [render_documents, render_print_sections])
def test_what_nobody_looked_at_makes_nothing_anew(
    render: Callable[[Booklet, Theme, Store], object], small: Booklet, theme: Theme, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    asked, original = list[object](), Theme.render

    def count(self: Theme, name: str, **values: object) -> str:
        asked.append(values.get("printed") or values.get("section") or name)
        return original(self, name, **values)

    store = Store(tmp_path / "store")
    render(small, theme, store)
    monkeypatch.setattr(Theme, "render", count)
    render(small, theme, store)
    assert len(asked) <= 1  # the empty document
    first, *rest = small.articles
    body = tuple(replace(run, xhtml=run.xhtml.replace("họp", "gặp")) for run in first.body)
    assert body != first.body
    asked.clear()
    render(replace(small, articles=(replace(first, body=body), *rest)), theme, store)
    assert len(asked) <= 2  # and that article


def test_a_gutter_that_grows_is_in_every_section(small: Booklet, theme: Theme, tmp_path: Path) -> None:
    store, foreword = Store(tmp_path / "store"), small.foreword
    assert foreword
    block = replace(foreword.blocks[0], text="ă" * 500_000)
    thick = replace(small, foreword=replace(foreword, blocks=(block,)))  # its words stay as few
    for booklet in (small, thick):
        assert render_print_sections(booklet, theme, store) == render_print_sections(booklet, theme)
    assert render_print_sections(small, theme)[1] != render_print_sections(thick, theme)[1]
