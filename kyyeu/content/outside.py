"""What booklet.yaml says of the cover, and the pictures on it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kyyeu.content.door import Ledger
from kyyeu.content.entries import Entry
from kyyeu.content.pictures import LookAt, parse_picture
from kyyeu.errors import ContentError, Mistakes
from kyyeu.model import BULK, GSM, BackCover, Cover, Finding, Image
from kyyeu.schema import BackCoverForm, CoverForm, PaperForm, is_file_name, lines_of

_FILE = "booklet.yaml"
EMBLEM, PHOTOGRAPH = "emblem", "photograph"
"""What both books call the cover's pictures, which are none of the texts'."""
_ENTRIES = {EMBLEM: ("emblem",), PHOTOGRAPH: ("cover", "picture")}


def read_cover_pictures(
    ledger: Ledger, root: Entry, look_at: LookAt, mistakes: Mistakes
) -> Mapping[str, Image]:
    """The pictures that the cover has, each by what it is; the mistakes in others are noted."""
    images = dict[str, Image]()
    for what, steps in _ENTRIES.items():
        *_, (step, entry) = ("", Entry(None)), *root.find(steps)
        if step == steps[-1] and is_file_name(entry.value):
            file = f"images/{entry.value}"
            with mistakes.noted():
                data = ledger.read(file, _FILE, entry.line)
                image = parse_picture(data, file, ledger.place(file), look_at)
                images[what] = replace(image, name=f"{what}{Path(image.name).suffix}")
    return images


def settle_cover(form: CoverForm, images: Mapping[str, Image]) -> Cover:
    """What the editor wants of the cover, with its `images`."""
    return Cover(
        images.get(PHOTOGRAPH),
        form.emblem_at,
        _settle_back(form.back) if form.back else None,
        _settle_leaf(form.paper) if form.paper else None,
        form.spine or "",
        form.spread,
    )


def _settle_back(form: BackCoverForm) -> BackCover:
    return BackCover(lines_of(form.motto), lines_of(form.text), form.price or "")


def _settle_leaf(form: PaperForm) -> float:
    """How thick a leaf of the paper is, in millimetres."""
    return form.leaf or round((form.gsm or GSM) * (form.bulk or BULK) / 1000, 4)


def find_idle(root: Entry) -> Iterator[Finding]:
    """What booklet.yaml says of the cover, or of the last pages, that changes nothing."""
    nothing = Entry(None)
    place = root.parts.get("cover", nothing).parts.get("emblem_at")
    if place and "emblem" not in root.parts:
        yield Finding("emblem-nowhere", _FILE, place.line, ())
    said = set[object]()
    for entry in root.parts.get("back_matter", nothing).parts.values():
        if entry.value in said:
            yield Finding("back-matter-twice", _FILE, entry.line, (("text", str(entry.value)),))
        said.add(entry.value)


def find_paper_slips(root: Entry, path: Path) -> Iterator[ContentError]:
    """A paper of which both the weight and the thickness are given, one of which would be left out."""
    *_, (step, entry) = ("", Entry(None)), *root.find(("cover", "paper"))
    if step == "paper" and isinstance(entry.value, dict) and "leaf" in entry.value:
        for key in {"gsm", "bulk"} & entry.value.keys():
            yield ContentError("paper-twice", path, entry.at(key), key=key)
            return
