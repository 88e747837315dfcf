"""A profile is all there is to how a file is written: any row is kept, and what is bound stays the same."""

import io
import re
from collections.abc import Sequence

import pikepdf
import pytest
from alone import ABOUT, bind_alone
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.binding.binder import bind
from kyyeu.binding.pagination import PlacedFragment
from kyyeu.binding.profiles import ACCESSIBLE, Claim, Profile
from kyyeu.rendering.theme import Theme

# Other standards, as their own validators look for them (ISO 19005-2, 6.6.4; PDF/X-4 in ISO 15930-7, 6.16).
ARCHIVED = [
    Claim("pdfaid", "http://www.aiim.org/pdfa/ns/id/", *each)
    for each in (("part", "2"), ("conformance", "A"))
]
PRINTED = Claim("pdfxid", "http://www.npes.org/pdfx/ns/id/", "GTS_PDFXVersion", "PDF/X-4")
CLAIMS = st.lists(st.sampled_from([*ACCESSIBLE.claims, *ARCHIVED, PRINTED]), unique=True).map(tuple)
PROFILES = st.builds(Profile, st.sampled_from(["1.6", "1.7", "2.0"]), CLAIMS, st.integers(0, 9))
SPACES = {claim.space for claim in (*ACCESSIBLE.claims, *ARCHIVED, PRINTED)}

PAGE = """
<link rel=stylesheet href=faces.css><link rel=stylesheet href=style.css>
<h1 id=a>Cấp uỷ</h1><p>Văn phòng <a href='#a'>cấp uỷ</a></p>
"""


@pytest.fixture(scope="module")
def parts(theme: Theme) -> Sequence[PlacedFragment]:
    return bind_alone(PAGE, theme).parts


def claimed_by(data: bytes) -> set[tuple[str, str, str]]:
    """What the file says that it keeps: namespace, property and value."""
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as xmp:
        told = [(re.fullmatch(r"\{(.+)\}(.+)", key), xmp[key]) for key in xmp]
    return {(key[1], key[2], value) for key, value in told if key and key[1] in SPACES}


@given(profile=PROFILES)
def test_a_row_is_kept_and_changes_nothing_else(
    parts: Sequence[PlacedFragment], theme: Theme, profile: Profile
) -> None:
    plain, data = (
        bind(parts, theme.files, lambda name: pytest.fail(name), ABOUT, each)
        for each in (ACCESSIBLE, profile)
    )
    assert data.startswith(b"%%PDF-%s\n" % profile.version.encode())
    assert claimed_by(data) == {(claim.space, claim.name, claim.value) for claim in profile.claims}
    assert unpack(data) == unpack(plain)


def unpack(data: bytes) -> list[bytes]:
    """Each object of the file but for its metadata and for how it is packed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.Root.Metadata
        return [
            each.read_bytes() if isinstance(each, pikepdf.Stream) else each.unparse(resolved=True)
            for each in pdf.objects
            if not (
                isinstance(each, pikepdf.Stream) and each.get("/Type") in ("/Metadata", "/ObjStm", "/XRef")
            )
        ]
