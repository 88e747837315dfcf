"""Pictures over two facing pages that leave a page blank before them, since they begin on the left."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from kyyeu.binding.fragment import SetPicture
from kyyeu.model import Booklet, Finding


def find_waited_for(
    booklet: Booklet, placed: Sequence[SetPicture], waiting: Collection[int]
) -> Iterator[Finding]:
    """Each such picture; `waiting` are the blank pages in the midst of sections."""
    for left, right in pairwise(placed):
        lies_over_two = left.name == right.name and left.page + 1 == right.page and left.page % 2 == 0
        if lies_over_two and left.page - 1 in waiting:
            file = booklet.pictures[left.name].file
            yield Finding("double-waits", file, None, (("page", str(left.page - 1)),))
