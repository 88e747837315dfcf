"""A file of objects is what someone else's reader finds in it."""

import io
from collections.abc import Mapping

import pikepdf
from hypothesis import given
from hypothesis import strategies as st

from kyyeu.binding.objects import Objects, write_name, write_number, write_numbers, write_string

WORDS = st.text(st.characters(exclude_categories=["Cs"]))


def read(body: Mapping[str, bytes], streams: Mapping[str, bytes] | None = None) -> pikepdf.Pdf:
    """A file whose catalogue has those entries, and streams besides."""
    objects = Objects()
    entries = dict(body)
    for name, data in (streams or {}).items():
        entries[name] = b"%d 0 R" % objects.put_deflated(data)
    pages = objects.put(b"<</Type/Pages/Count 0/Kids[]>>")
    told = b"".join(write_name(name) + b" " + value for name, value in entries.items())
    root = objects.put(b"<</Type/Catalog/Pages %d 0 R%s>>" % (pages, told))
    return pikepdf.open(io.BytesIO(objects.write(root, objects.put(b"<<>>"), b"x")))


@given(st.dictionaries(st.text("aZ #/()[]<>%ữ\n", min_size=1).map(lambda key: f"K{key}"), WORDS, max_size=5))
def test_names_and_texts_come_back_as_they_went_in(told: Mapping[str, str]) -> None:
    with read({key: write_string(text) for key, text in told.items()}) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert {key: str(pdf.Root[f"/{key}"]) for key in told} == told


@given(st.lists(st.floats(-1e6, 1e6)))
def test_a_number_is_itself_to_a_thousandth(numbers: list[float]) -> None:
    with read({"Numbers": write_numbers(numbers)}) as pdf:
        assert all(abs(float(a) - b) <= 0.0005001 for a, b in zip(pdf.Root.Numbers, numbers, strict=True))
    assert all(b"e" not in write_number(number) for number in numbers)
    assert write_numbers([-0.0]) == write_numbers([0]) == b"[0]"  # they are equal, and remembered as one


@given(st.lists(st.binary(), max_size=5))
def test_streams_come_back_whole(held: list[bytes]) -> None:
    streams = {f"S{number}": data for number, data in enumerate(held)}
    with read({}, streams) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert [pdf.Root[f"/{name}"].read_bytes() for name in streams] == held


def test_many_objects_are_packed_in_several_streams() -> None:
    objects = Objects()
    numbers = [objects.put(b"(%d)" % value) for value in range(1000)]
    pages = objects.put(b"<</Type/Pages/Count 0/Kids[]>>")
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    root = objects.put(b"<</Type/Catalog/Pages %d 0 R/All[%s]>>" % (pages, kids))
    data = objects.write(root, objects.put(b"<<>>"), b"x")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [int(str(value)) for value in pdf.Root.All] == [*range(1000)]
    assert len(data) < 12_000
