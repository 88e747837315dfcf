"""One PDF drawn over another, page upon page.

The only module that knows pikepdf.
"""

import io

import pikepdf


def lay_over(below: bytes, above: bytes) -> bytes:
    """`below` with each page of `above` on its own page, as an artifact of pagination (ISO 14289-1, 7.8).

    Both must have as many pages; `above` must not be tagged, since an artifact holds no content (7.1). The
    same two give the same bytes.
    """
    with pikepdf.open(io.BytesIO(below)) as pdf, pikepdf.open(io.BytesIO(above)) as sheets:
        for number, (page, sheet) in enumerate(zip(pdf.pages, sheets.pages, strict=True), 1):
            # a name of our own, since pikepdf's is random; one for each page, since pages may share resources
            name = pikepdf.Name(f"/Over{number}")
            page.add_resource(pdf.copy_foreign(sheet.as_form_xobject()), pikepdf.Name.XObject, name)
            page.contents_add(b"q", prepend=True)  # what the page does to its coordinates ends with it
            page.contents_add(f"Q /Artifact <</Type /Pagination>> BDC {name} Do EMC".encode())
        result = io.BytesIO()
        pdf.save(result, deterministic_id=True)
    return result.getvalue()
