"""What shows only where all texts are together: links from one to another, a text that is there twice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import PurePath

from kyyeu.content.door import Door
from kyyeu.content.entries import Entry
from kyyeu.model import Article, Finding, Foreword, Image, Run, Text

_LINK = ' href="'  # what stands before the target
_Places = Mapping[str, Mapping[str, str]]
"""For each file name without its ending the ids of places in that text; its section's own under ""."""


def name_pictures(text: Text, names: Mapping[str, str]) -> Text:
    """The text, each of its pictures called by the name that `names` has for its file."""
    if not text.images:
        return text  # itself: what was found out about it need not be found out again
    links = {f"images/{image.name}": f"images/{names[image.file]}" for image in text.images}
    return replace(
        text,
        images=tuple(replace(image, name=names[image.file]) for image in text.images),
        body=tuple(
            replace(run, xhtml=links[run.xhtml]) if run.kind == "picture" else run for run in text.body
        ),
    )


def map_places(texts: Sequence[Article | Foreword]) -> _Places:
    """All that links may lead to in these texts."""
    sections = {text.reads[0].name: "foreword" if isinstance(text, Foreword) else text.id for text in texts}
    return {
        PurePath(text.reads[0].name).stem: {"": sections[text.reads[0].name], **dict(text.places)}
        for text in texts
    }


def connect(text: Text, places: _Places) -> Text:
    """The text, each link to another leading to its place there; one that leads nowhere is a link no more."""
    if not text.links:
        return text
    leads = {link.target: _lead(link.target, places) for link in text.links}
    astray: tuple[Finding, ...] = tuple(
        Finding("link-astray", text.reads[0].name, link.line, (("text", link.written),))
        for link in text.links
        if not leads[link.target]
    )
    return replace(text, body=tuple(_lead_on(text.body, leads)), findings=(*text.findings, *astray))


def _lead_on(body: Sequence[Run], leads: Mapping[str, str]) -> Iterator[Run]:
    """The runs, each link's target replaced by the place it leads to, or taken out with what is around it."""
    ahead = [*body, None][1:]  # nothing is ahead of nothing
    gone = False
    for run, following in zip(body, ahead, strict=True):
        if run.kind == "link":
            gone = not leads[run.xhtml]
            if not gone:
                yield replace(run, xhtml=leads[run.xhtml])
            continue
        xhtml = run.xhtml.removeprefix('"') if gone else run.xhtml
        if following and following.kind == "link" and not leads[following.xhtml]:
            xhtml = xhtml.removesuffix(_LINK)
        gone = False
        yield replace(run, xhtml=xhtml) if xhtml != run.xhtml else run


def _lead(target: str, places: _Places) -> str:
    """The file of the EPUB that a link leads to, and the id of the place in it; empty where there is none."""
    name, _, place = target.partition("#")
    known = places.get(name, {})
    found = known.get(place) or known.get(place.lower())
    return f"{known['']}.xhtml#{found}" if found else ""


def find_listed(root: Entry) -> Iterator[Entry]:
    """What booklet.yaml lists as articles, in the order of print: those in no part, then part by part."""
    nothing = Entry(None)
    for holder in (root, *root.parts.get("parts", nothing).parts.values()):
        yield from holder.parts.get("articles", nothing).parts.values()


def put_back(root: Entry, articles: Sequence[Article]) -> list[Article]:
    """The articles in the order of print: appendices that are in no part stand behind all others."""
    loose = _find_loose(root)
    return sorted(articles, key=lambda article: article.kind == "appendix" and article.slug in loose)


def _find_loose(root: Entry) -> dict[str, Entry]:
    """What booklet.yaml lists as articles in no part."""
    return {f"{entry.value}": entry for entry in root.parts.get("articles", Entry(None)).parts.values()}


def find_moved(root: Entry, articles: Sequence[Article]) -> Iterator[Finding]:
    """Appendices that are listed before articles, and printed behind them."""
    loose = _find_loose(root)
    kinds = [(article.slug, article.kind == "appendix") for article in articles if article.slug in loose]
    last = max((place for place, (_, is_appendix) in enumerate(kinds) if not is_appendix), default=-1)
    for slug, is_appendix in kinds[: last + 1]:
        if is_appendix:
            yield Finding("appendix-moved", "booklet.yaml", loose[slug].line, (("text", slug),))


def find_strays(door: Door, root: Entry, texts: Sequence[Article | Foreword]) -> Iterator[Finding]:
    """Articles that are in the folder and in no list, and two that say the same."""
    listed = {f"{entry.value}".removesuffix(".md") for entry in find_listed(root)}
    for name in door.names("articles", ".md"):
        if (slug := name.removesuffix(".md")) not in listed:
            yield Finding("article-unlisted", f"articles/{name}", 1, (("text", slug),))
    said = dict[tuple[str, ...], str]()
    for text in texts:
        words, name = tuple(block.text for block in text.blocks), text.reads[0].name
        if words in said:
            yield Finding("text-twice", name, 1, (("text", said[words]),))
        said.setdefault(words, name)


def find_odd_pictures(
    root: Entry, texts: Sequence[Article | Foreword], apart: Sequence[Image]
) -> Iterator[Finding]:
    """Pictures of which one page is taken, blank pages, and what booklet.yaml has for pictures not there.

    Those `apart` are no text's.
    """
    images = chain(*(text.images for text in texts), apart)
    called = {image.file: image for image in images}
    for image in called.values():
        if image.frames > 1:
            yield Finding("picture-frames", image.file, None, (("count", str(image.frames)),))
        if image.blank:
            yield Finding("pdf-page-blank", image.file, None, ())
    settings = root.parts.get("pictures", Entry(None))
    for entry in settings.parts.get("coarse", Entry(None)).parts.values():
        if f"images/{entry.value}" not in called:
            yield Finding("coarse-not-called", "booklet.yaml", entry.line, (("text", str(entry.value)),))
    captions = (block.id for text in texts for block in text.blocks if block.part == "caption")
    front = root.parts.get("frontispiece", Entry(None)).parts
    if (wanted := settings.parts.get("list")) and not (any(captions) or "caption" in front):
        yield Finding("list-of-nothing", "booklet.yaml", wanted.line, ())
