"""The first page of the PDF as the picture an e-reader's library shows."""

import io

import pypdfium2

WIDTH, HEIGHT = 1600, 2400
"""The least size in pixels that shops and e-readers ask for."""


def draw_cover(pdf: bytes) -> bytes:
    """The first page as a JPEG of at least 1600 × 2400 pixels."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        width, height = page.get_size()
        scale = max(WIDTH / width, HEIGHT / height)
        image = page.render(scale=scale).to_pil().convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88, optimize=True, subsampling=0, dpi=(300, 300))
    return buffer.getvalue()
