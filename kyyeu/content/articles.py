"""An article of the content folder: its header and its text, proved against its source."""

import difflib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain
from pathlib import Path
from typing import get_args

from kyyeu.content.body import Body, Manuscript, read_body
from kyyeu.content.door import Ledger, Read
from kyyeu.content.entries import Entry, Tree
from kyyeu.content.forms import FilledForm, fill_form, fill_rest, keys_of
from kyyeu.content.header import refuse_header_lines, split_front_matter
from kyyeu.content.kinds.album import count_pictures, find_breaks
from kyyeu.content.kinds.columns import NAMES_KNOWN
from kyyeu.content.kinds.idioms import form_of, idiom_of, table_of
from kyyeu.content.kinds.people import find_heads, holds_people, holds_terms, people
from kyyeu.content.kinds.roll import find_odd_columns
from kyyeu.content.kinds.tables import Table, read_table
from kyyeu.content.kinds.voices import speaks
from kyyeu.content.near_misses import find_near_misses, is_of_old_code
from kyyeu.content.pictures import LookAt, name_apart, parse_pages, parse_picture
from kyyeu.content.plain_text import decode_source, decode_text, refuse_unprintable
from kyyeu.content.prose import parse_prose
from kyyeu.content.yaml import parse_yaml
from kyyeu.errors import ContentError, KyyeuError, Mistakes, Problems
from kyyeu.model import (
    Account,
    Article,
    Finding,
    HeaderLine,
    HeaderPicture,
    Image,
    KnownDate,
    Run,
    id_of_article,
)
from kyyeu.pictures.looks import look_at
from kyyeu.proving.days import find_days, names_date
from kyyeu.proving.objections import InBody, Steps
from kyyeu.proving.provenance import Proof, Witness, prove
from kyyeu.restorer.damage import NAMES, damage_named
from kyyeu.restorer.damage.letters import bare
from kyyeu.schema import (
    FORMS,
    AlbumForm,
    ArticleForm,
    FacsimileForm,
    InterviewForm,
    LetterForm,
    Line,
    PeopleForm,
    RollForm,
    SignatureForm,
    SourceForm,
    lines_of,
)

_PAPER = re.compile(r"(bao|tap chi|dac san|noi san|dai phat thanh)\b(?!.*[.,;:!?])")
"""A line that names a newspaper or the like, its letters without marks, and is no sentence."""

_PROVED = ("title", "author", "position", "source")
"""The entries of the header that the proof goes by."""

_KEYS = frozenset[str]().union(*map(keys_of, FORMS.values()))
_LINES = frozenset(get_args(Line)) - ArticleForm.model_fields.keys()
"""The entries with lines that are printed, of those that only some kinds have."""
_SHOWN = ("portrait", "signature", "picture")
"""The entries that name pictures."""

Filled = FilledForm[ArticleForm]
"""The header of an article, as its editor filled it in."""


def read_article(
    read: Read, slug: str, folder: Path, listed: int | None = None, look_at: LookAt = look_at
) -> Article:
    """The article with that slug, a function of what `read` gives and of nothing else.

    Messages say that its files are in `folder`, and that booklet.yaml lists it on the line `listed`. Raises
    ContentError, or Problems with every mistake found.
    """
    ledger, name = Ledger(read, folder), f"articles/{slug}.md"
    path, mistakes = ledger.place(name), Mistakes()
    text = decode_text(ledger.read(name, "booklet.yaml", listed), path)
    header, markdown, first_line = split_front_matter(text, path)
    with mistakes.noted():
        refuse_header_lines(markdown, path, first_line, _KEYS)
    mistakes.settle()  # a header cut short is no article's, and its rest no text
    tree, unread = _read_header(header, path)
    table = _read_beside(ledger, tree.root, name, mistakes)
    idiom = idiom_of(tree.root, table.rows if table else ())
    manuscript = Manuscript(markdown, path, first_line, idiom, table)
    body = read_body(ledger, manuscript, id_of_article(slug), name, look_at)
    mistakes.note(*body.mistakes)
    findings = [*body.findings, *(table.findings if table else ())]
    with mistakes.noted():
        unread.settle()
        findings += find_near_misses(tree, name)
        filled = _fill_header(tree, path, mistakes)
        shown = _read_shown(ledger, filled, name, look_at, mistakes)
        proof = _read_and_prove(ledger, filled, body, name)
        mistakes.note(
            *_tell(proof, filled, manuscript), *_find_unheard(filled, body), *_find_miscounted(filled, body),
            *_find_nameless(filled, body, manuscript),
            *_find_termless(filled, body, manuscript),
        )  # fmt: skip
        findings += [*_find_repeated(filled, body, name), *_find_unlisted(filled, table)]
        if filled.form.source is None and is_of_old_code(" ".join(block.text for block in body.blocks)):
            findings.append(Finding("text-of-old-code", name, first_line, ()))
    unread_table = table is None and table_of(tree.root)  # which is told by itself
    if not (body.blocks or body.mistakes or unread_table or form_of(tree.root) is FacsimileForm):
        mistakes.note(ContentError("empty-article", path, first_line))
    findings.sort(key=lambda finding: (finding.file != name, finding.line or 0))
    mistakes.doubt(*ledger.doubts(findings))
    mistakes.settle()
    form = filled.form
    return Article(
        slug=slug,
        title=form.title,
        signed=tuple(_signed(form)),
        authors=tuple(form.authors or _as_lines(form.author)),
        office=form.office or "",
        publication=form.publication or "",
        published=form.date,
        date_note=form.date_note or "",
        keywords=tuple(form.keywords),
        running_head=form.short_title or form.title,
        body=body.runs,
        blocks=body.blocks,
        account=_name_described(proof.account, body),
        images=_name_all(body.images, shown),
        reads=ledger.reads(),
        kind=form.kind,
        open=form.open or "",
        notes_at=form.notes or "",
        lines=tuple(_lines_of(form)),
        shown=tuple(entry for entry, _ in shown),
        places=body.places,
        links=body.links,
        findings=tuple(findings),
        counts=tuple(form.pages) if isinstance(form, AlbumForm) else (),
    )


def _read_header(header: str, path: Path) -> tuple[Tree, Mistakes]:
    """What the header says, entry by entry, and the mistakes for which it says nothing."""
    mistakes = Mistakes()
    with mistakes.noted():
        return parse_yaml(header, path, first_line=2), mistakes
    return Tree(Entry({}, 2)), mistakes


def _read_beside(ledger: Ledger, header: Entry, name: str, mistakes: Mistakes) -> Table | None:
    """The table that lies beside the article and that its header names, if it does, and all can be read."""
    if not (file := table_of(header)):
        return None
    path = f"articles/{file}"
    with mistakes.noted():
        return read_table(ledger.read(path, name, header.at("table")), ledger.place(path))
    return None


def _read_shown(
    ledger: Ledger, filled: Filled, name: str, look_at: LookAt, mistakes: Mistakes
) -> list[tuple[HeaderPicture, Image]]:
    """The pictures that the header names, each with its entry."""
    shown = list[tuple[HeaderPicture, Image]]()
    for steps, part, block, file in _pictures_of(filled.form):
        path = f"images/{file}"
        with mistakes.noted():
            data = ledger.read(path, name, filled.entries.at(*steps))
            parse = parse_pages if part == "picture" else _parse_alone
            for image in parse(data, path, ledger.place(path), look_at):
                shown.append((HeaderPicture(part, image.file, block), image))
    return shown


def _parse_alone(data: bytes, file: str, path: Path, look_at: LookAt) -> Iterator[Image]:
    yield parse_picture(data, file, path, look_at)


def _pictures_of(form: ArticleForm) -> Iterator[tuple[Steps, str, int, str]]:
    """The pictures that the header names: where, in what entry, in which of the signatures, and the file."""
    for part in _SHOWN:
        for number, file in enumerate(lines_of(getattr(form, part, None))):
            yield (part, number), part, 0, file
    for block, one in enumerate(form.signatures if isinstance(form, LetterForm) else ()):
        if one.signature:
            yield ("signatures", block, "signature"), "signature", block, one.signature


def _name_all(called: Sequence[Image], shown: Sequence[tuple[HeaderPicture, Image]]) -> tuple[Image, ...]:
    """The pictures that a text calls and those that its header names, each once, under names of their own."""
    images = {image.file: image for image in [*called, *(image for _, image in shown)]}
    names = name_apart(images.values())
    return tuple(replace(image, name=names[image.file]) for image in images.values())


def _find_miscounted(filled: Filled, body: Body) -> Iterator[ContentError]:
    """That an album's pages have not as many pictures as it has, or one has pictures with words between.

    Where the header says how many each has.
    """
    form = filled.form
    if not isinstance(form, AlbumForm) or not form.pages or body.mistakes:
        return
    count = count_pictures(body.runs)
    if count != sum(form.pages):
        yield filled.mistake("album-miscounted", "pages", count=count, pages=sum(form.pages))
        return
    ends = [*accumulate(form.pages)]
    for before, words in find_breaks(body.runs, body.blocks):
        page = bisect_left(ends, before)
        if ends[page] != before:
            over = ends[page] - before
            facts = {"page": page + 1, "count": form.pages[page], "over": over, "text": words}
            yield filled.mistake("album-straddles", "pages", page, **facts)


def _find_unheard(filled: Filled, body: Body) -> Iterator[ContentError]:
    """Names of an interview's header that no paragraph begins with."""
    form = filled.form
    if not isinstance(form, InterviewForm):
        return
    for key, names in (("asks", form.asks), ("answers", form.answers)):
        for number, name in enumerate(names):
            if not any(speaks(name, block.text) for block in body.blocks):
                yield filled.mistake("voice-unheard", key, number, name=name, key=key)


def _find_nameless(filled: Filled, body: Body, manuscript: Manuscript) -> Iterator[ContentError]:
    """That no table of a list of people has a column of names, told where the first table is."""
    unread = getattr(filled.form, "table", None) and manuscript.table is None
    if not isinstance(filled.form, PeopleForm) or unread or not body.blocks or holds_people(body.runs):
        return
    head = next(find_heads(body.runs), [])
    place = manuscript.place_at(head[0], 0) if head else manuscript.place_of(1)
    facts = {"found": ", ".join(body.blocks[block].text for block in head) or "–", "known": NAMES_KNOWN}
    yield ContentError("people-without-names", place.path, place.line, **facts, **place.facts)


def _find_termless(filled: Filled, body: Body, manuscript: Manuscript) -> Iterator[ContentError]:
    """That no table has the column by which people are to be in groups."""
    by = getattr(filled.form, "group_by", None)
    if by and holds_people(body.runs) and not holds_terms(body.runs):
        plain = parse_prose(manuscript.markdown, "x", idiom=people(manuscript.idiom.rows, cards=False))
        runs, blocks = plain.cut()
        found = [blocks[block].text for head in find_heads(runs) for block in head]
        yield filled.mistake(
            "people-without-term", "group_by", text=by, found=", ".join(dict.fromkeys(found))
        )


def _find_unlisted(filled: Filled, table: Table | None) -> Iterator[Finding]:
    """What of the table beside a roll is not in it."""
    if table and isinstance(filled.form, RollForm):
        for code, column in find_odd_columns(table.rows):
            cell = {"cell": table.cell(0, column)} if table.sheet else {}
            text = ", ".join(table.rows[0]) if code == "roll-without-head" else table.rows[0][column]
            file, facts = f"articles/{table.path.name}", {"text": text, **cell}
            yield Finding(code, file, table.lines[0], tuple(facts.items()))


def _name_described(account: Account | None, body: Body) -> Account | None:
    """The account; what is heard instead of pictures is the editors' own where no caption says it."""
    if account is None or not body.described:
        return account
    return replace(account, supplied=(*account.supplied, "description"))


def _fill_header(tree: Tree, path: Path, mistakes: Mistakes) -> Filled:
    """The header; where something is wrong in it that the proof does not ask for, what else it says.

    Raises Problems where the article can't be proved by what it says.
    """
    form = form_of(tree.root)
    try:
        filled = fill_form(tree, form, path)
        if form is ArticleForm and filled.form.kind != "article":
            raise Problems([filled.mistake("unknown-kind", "kind", **_say_kind(filled.form.kind))])
    except Problems as problems:
        told = [*_tell_of_kinds(problems.errors, form)]
        rest = fill_rest(tree, form, path, needed=_PROVED)
        if rest is None:
            raise Problems(told) from None
        mistakes.note(*told, *_find_contrary(rest))
        return rest
    mistakes.note(*_find_slips(filled))
    return filled


def _say_kind(kind: str) -> dict[str, str]:
    """What is told of a kind that there is not: it, the one most like it, and all that there are."""
    known = [*FORMS]
    close = difflib.get_close_matches(kind.lower(), known, n=1, cutoff=0.5)
    return {"found": kind, "nearest": close[0] if close else known[0], "known": ", ".join(known)}


def _tell_of_kinds(errors: Sequence[KyyeuError], form: type[ArticleForm]) -> Iterator[KyyeuError]:
    """The same mistakes; of a key that only other kinds have it is told which."""
    for error in errors:
        key = str(error.facts.get("key", ""))
        kinds = [kind for kind, other in FORMS.items() if key in other.model_fields]
        if error.code == "unknown-key" and kinds and key not in form.model_fields:
            facts = {"key": key, "kinds": ", ".join(kinds), "kind": _kind_of(form)}
            yield ContentError("key-of-other-kind", error.path, error.line, **facts)
        else:
            yield error


def _kind_of(form: type[ArticleForm]) -> str:
    return next(kind for kind, other in FORMS.items() if other is form)


def _find_repeated(filled: Filled, body: Body, name: str) -> Iterator[Finding]:
    """The title, where the text begins with it once more."""
    first = body.blocks[0].text if body.blocks else ""
    if first.casefold() == filled.form.title.casefold():
        yield Finding("title-repeated", name, filled.entries.at("title"), (("text", first),))


def prove_draft(filled: Filled, markdown: str, path: Path, source: bytes) -> Account:
    """The account of the article that the form and `markdown` will make as the file `path`.

    A draft names its source, which holds the bytes `source`. Raises ContentError, or Problems with every
    mistake found.
    """
    assert filled.form.source
    refuse_unprintable(markdown, path)
    mistakes = Mistakes(_find_slips(filled))
    runs, blocks = parse_prose(markdown, path.stem).cut()
    header, supplied = _part_header(filled.form)
    witness = Witness(header, blocks, supplied, editors_notes=_count_editors_notes(runs))
    proof = prove(witness, filled.form.source, source, decode_source(source, path))
    mistakes.note(*_tell(proof, filled, Manuscript(markdown, path, 1)))
    mistakes.settle()
    assert proof.account, "a draft names its source"
    return proof.account


def _read_and_prove(ledger: Ledger, filled: Filled, body: Body, name: str) -> Proof:
    """The proof of the article in the file `name`.

    Nothing speaks against one without source, or without text where its kind must have some: that is told by
    itself.
    """
    source = filled.form.source
    if source is None or not (body.blocks or isinstance(filled.form, FacsimileForm)):
        return Proof((), None)
    file = f"sources/{source.file}"
    data = ledger.read(file, name, filled.entries.at("source", "file"))
    header, supplied = _part_header(filled.form)
    notes = _count_editors_notes(body.runs)
    witness = Witness(header, body.blocks, supplied, whole=not body.mistakes, editors_notes=notes)
    return prove(witness, source, data, decode_source(data, ledger.place(file)))


def _count_editors_notes(runs: Iterable[Run]) -> int:
    return sum(run.kind == "note-by" for run in runs)


def _tell(proof: Proof, filled: Filled, manuscript: Manuscript) -> Iterator[ContentError]:
    """What speaks against the article, each with the line it is on."""
    for objection in proof.objections:
        match objection.where:
            case InBody(block, start):
                place = manuscript.place_at(block, start)
                yield ContentError(objection.code, place.path, place.line, **objection.facts, **place.facts)
            case steps:
                yield filled.mistake(objection.code, *_written_at(filled.form, steps), **objection.facts)


def _written_at(form: ArticleForm, steps: Steps) -> Steps:
    """Where the header has what the proof names: of several signatures each has its own lines."""
    signing = form.signatures if isinstance(form, LetterForm) else []
    if not signing or steps[0] not in SignatureForm.model_fields:
        return steps
    part, number = steps
    places = [
        ("signatures", block, part, line)
        for block, one in enumerate(signing)
        for line, _ in enumerate(_as_lines(getattr(one, str(part))))
    ]
    return places[int(number)]


def _find_slips(filled: Filled) -> Iterator[ContentError]:
    """What the header says otherwise than it says itself, or than the lines of the page it declares."""
    form, source = filled.form, filled.form.source
    yield from _find_contrary(filled)
    if source is None or source.damage not in NAMES:
        return
    damage = damage_named(source.damage)
    for number, entry in enumerate(source.furniture):
        if not agrees(entry.line, entry.becomes, form.date, form.publication or "", damage):
            facts = {"text": entry.line, "becomes": entry.becomes}
            yield filled.mistake("furniture-differs", "source", "furniture", number, "line", **facts)
    for key, line in _find_contradictions(form, source, damage):
        if key not in source.supplied:
            yield filled.mistake("header-contradicted", key, key=key, text=line)


def _find_contrary(filled: Filled) -> Iterator[ContentError]:
    """Where the header is at odds with itself: names that it has otherwise, emendations without a reason."""
    form = filled.form
    if form.source and form.source.account == "full":
        for number, entry in enumerate(form.source.emendations):
            if entry.reason is None:
                yield filled.mistake("missing-key", "source", "emendations", number, key="reason")
    if form.short_title and not _is_part(form.short_title, form.title):
        yield filled.mistake("short-title-differs", "short_title", text=form.short_title)
    if isinstance(form, LetterForm) and form.signatures:
        for key in SignatureForm.model_fields:
            if getattr(form, key):
                yield filled.mistake("signed-twice", key, key=key)
    for number, name in enumerate(form.authors):
        if not any(_stands_in(name, line) for line in _authors(form)):
            yield filled.mistake("author-not-signed", "authors", number, name=name)


def _is_part(short: str, title: str) -> bool:
    """Whether all words of the short title are the title's, in its order."""
    left = iter(_words_of(title))
    return all(word in left for word in _words_of(short))


def _words_of(text: str) -> list[str]:
    """The words without case and without what stands around them."""
    return re.findall(r"\w+", text.lower())


def _find_contradictions(
    form: ArticleForm, source: SourceForm, damage: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """The day and the publication that no line of the page tells, though one tells another; and that line.

    A reprint has two days, and a portal many names: what the editor knows better is said to be `supplied`.
    """
    lines = [entry.line for entry in source.furniture]
    dated = [line for line in lines if any(find_days(line))]
    if form.date and dated and not any(names_date(line, form.date) for line in dated):
        yield "date", dated[0]
    named = [line for line in lines if _PAPER.match(bare(line.lower()))]
    if form.publication and named and not any(_names(line, form.publication, damage) for line in named):
        yield "publication", named[0]


def agrees(
    line: str, becomes: str, published: KnownDate | None, publication: str, damage: Callable[[str], str]
) -> bool:
    """Whether a line of the page tells the date it is said to have become, or the publication."""
    match becomes:
        case "date":
            return published is not None and names_date(line, published)
        case "publication":
            return _names(line, publication, damage)
        case _:
            return True


def _names(line: str, publication: str, damage: Callable[[str], str]) -> bool:
    """Whether a line of the page names the publication, be it as the damage left it."""
    return any(_letters_of(line) in _letters_of(name) for name in (publication, damage(publication)))


def _letters_of(text: str) -> str:
    """The text's letters without case, marks and spaces: web pages are often named without diacritics."""
    return "".join(char for char in bare(text.lower()) if char.isalnum())


def _part_header(form: ArticleForm) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The header's lines that the source carries too, and what of the header the editors supplied."""
    lines = {"title": (form.title,), "author": _authors(form), "position": _as_lines(form.position)}
    for line in _lines_of(form):
        lines[line.part] = (*lines.get(line.part, ()), line.text)
    known = {**lines, "publication": form.publication, "date": form.date}
    supplied = form.source.supplied if form.source else []
    asked = {name: given for name, given in lines.items() if given and name not in supplied}
    return asked, tuple(name for name, value in known.items() if value and name in supplied)


def _lines_of(form: ArticleForm) -> Iterator[HeaderLine]:
    """The lines of the header that only its kind has, in the order of its form."""
    listed = SignatureForm.model_fields if isinstance(form, LetterForm) and form.signatures else ()
    for part in type(form).model_fields:
        if part in _LINES and part not in listed:
            lines = _as_lines(getattr(form, part))
            yield from (HeaderLine(part, number, text) for number, text in enumerate(lines))
        if part == "signatures":
            yield from _lines_of_signatures(getattr(form, part))


def _lines_of_signatures(signatures: Sequence[SignatureForm]) -> Iterator[HeaderLine]:
    """The lines of all signatures, one after the other; those of a part are counted through."""
    counts = Counter[str]()
    for block, one in enumerate(signatures):
        for part in ("signed_as", "signed"):
            for text in _as_lines(getattr(one, part)):
                yield HeaderLine(part, counts[part], text, block)
                counts[part] += 1


def _authors(form: ArticleForm) -> tuple[str, ...]:
    """The lines that name the authors, as signed; where they are listed by name alone, a line for each."""
    return _as_lines(form.author) or tuple(form.authors)


def _stands_in(name: str, line: str) -> bool:
    """Whether the line has the name in whole words."""
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line))


def _as_lines(given: str | list[str] | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def _signed(form: ArticleForm) -> Iterator[HeaderLine]:
    """The lines in the order of print: where there are as many posts as authors, each after its own."""
    authors, positions = (
        [HeaderLine(part, number, text) for number, text in enumerate(lines)]
        for part, lines in (("author", _authors(form)), ("position", _as_lines(form.position)))
    )
    if len(authors) == len(positions):
        return chain.from_iterable(zip(authors, positions, strict=True))
    return iter([*authors, *positions])
