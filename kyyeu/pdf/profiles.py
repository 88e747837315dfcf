"""What a written PDF promises: a row for each kind that is written, and the writing itself."""

from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass
from typing import Any

from kyyeu.pdf.engine import engine_at_work
from kyyeu.pdf.placed import PlateOf, add_profiles, drawn_from


@dataclass(frozen=True, slots=True)
class Profile:
    """What a PDF promises."""

    variant: str | None
    """The standard that it keeps, by WeasyPrint's name for it; None for no more than ISO 32000-1."""
    tagged: bool
    """Whether each piece of its content has its place in a structure tree."""


PROFILES = {
    "ua-1": Profile("pdf/ua-1", tagged=True),  # ISO 14289-1: what a reader gets
    "overlay": Profile(None, tagged=False),  # drawn over another, as an artifact: that holds no tags (7.1)
}
"""The kinds of PDF that are written, by name."""


def write_document(document: Any, profile: Profile, identifier: str, plate_of: PlateOf) -> bytes:
    """The laid-out `document` as a PDF that keeps its `profile`; `identifier` becomes the file's ID.

    `plate_of` gives its pictures, each as it is written.

    Of a variant WeasyPrint asks one thing already when it lays out: the output intent, which it only keeps in
    the document. So the layout need not know how it is going to be written, and each writing has a document
    of its own: an intent, the colour profile that comes with it and dates would stay for the next. What does
    belong to the layout is how pictures are scaled and cut down, which none of our profiles asks for.
    """
    with engine_at_work() as engine:
        from weasyprint.pdf import VARIANTS

        from kyyeu.pdf.tagging.tagged import tagged  # imports WeasyPrint

        _, properties = VARIANTS[profile.variant] if profile.variant else (None, {})
        own = engine.Document(
            document.pages,
            _with_isbn(copy(document.metadata)),
            document.url_fetcher,
            document.font_config,
            dict(document.color_profiles),
            properties.get("output_intent"),
        )
        with drawn_from(plate_of), tagged(own) if profile.tagged else nullcontext():
            written: bytes = own.write_pdf(
                pdf_variant=profile.variant,
                pdf_tags=profile.tagged,
                pdf_identifier=identifier.encode(),
                custom_metadata=True,  # an ISBN: whatever the document's head says besides
                finisher=round_off,
            )
    return written


def round_off(_: Any, pdf: Any) -> None:
    """Do what is left when WeasyPrint has made all objects of the `pdf`, and has not written them yet."""
    from pydyf import Array, Dictionary

    from kyyeu.pdf.resources import give_own_resources

    add_profiles(pdf)
    give_own_resources(pdf)
    folios = Dictionary({"S": "/D"})  # decimal, from 1, as `counter(page)` is printed
    pdf.catalog["PageLabels"] = Dictionary({"Nums": Array([0, folios])})


def _with_isbn(metadata: Any) -> Any:
    """The metadata, whose XMP has the ISBN too: WeasyPrint has it in the document's information alone."""
    isbn, generate = metadata.custom.get("isbn"), metadata.generate_rdf_metadata

    def generate_rdf_metadata(*asked: Any) -> bytes:
        told = (
            f'<rdf:Description rdf:about=""><dc:identifier>urn:isbn:{isbn}</dc:identifier></rdf:Description>'
        )
        said: bytes = generate(*asked)
        return said.replace(b"</rdf:RDF>", f"{told}</rdf:RDF>".encode()) if isbn else said

    metadata.generate_rdf_metadata = generate_rdf_metadata
    return metadata
