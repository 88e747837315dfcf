"""What pages draw with, written once for all that ask for it."""

from collections.abc import Iterable, Mapping

from kyyeu.binding.fragment import Drawing, Fragment, Resource, Stamp, read_picture_name
from kyyeu.binding.logical_structure import Keyed, Structure
from kyyeu.binding.objects import Objects
from kyyeu.binding.plates import PlateOf, Plates
from kyyeu.binding.typefaces import add_up, write_faces


class Supplies:
    """The faces and resources of one file."""

    def __init__(
        self,
        objects: Objects,
        tree: Structure,
        users: Iterable[Fragment | Stamp],
        files: Mapping[str, bytes],
        plate_of: PlateOf,
    ):
        """Those that the `users` need: faces of the `files`, by their digests, and pictures."""
        users = [*users]
        self._objects = objects
        self._tree = tree
        self._known: Mapping[str, Resource] = {
            digest: resource for user in users for digest, resource in user.resources.items()
        }
        self._numbers = write_faces(objects, add_up(user.uses for user in users), files)
        self._plates = Plates(objects, plate_of)
        self._forms = dict[tuple[int, str], Keyed]()

    def fill(self, drawing: Drawing, part: int) -> bytes:
        """The resource dictionary of a drawing that is of that part of the book."""
        return self._fill(drawing.resources, part)

    def forms_of(self, part: int) -> dict[str, Keyed]:
        """The forms of a part that have marks, by their digests."""
        return {digest: form for (owner, digest), form in self._forms.items() if owner == part}

    def _fill(self, resource: Resource, part: int) -> bytes:
        return resource.form % tuple(self._number(need, part) for need in resource.needs)

    def _number(self, need: str, part: int) -> int:
        """The number of a face, a picture or a resource, which is written when it is first asked for."""
        if need in self._numbers:
            return self._numbers[need]
        if picture := read_picture_name(need):
            self._numbers[need] = self._plates.write(*picture)
            return self._numbers[need]
        resource = self._known[need]
        if resource.marked:
            return self._form(need, resource, part).number
        form = self._fill(resource, part)
        self._numbers[need] = (
            self._objects.put(form)
            if resource.data is None
            else self._objects.put_stream(form, resource.data)
        )
        return self._numbers[need]

    def _form(self, digest: str, resource: Resource, part: int) -> Keyed:
        """A form with marks, which lead to elements of its own part."""
        if (part, digest) not in self._forms:
            key = self._tree.next_key()
            form = self._fill(resource, part).removesuffix(b">>") + b"/StructParents %d>>" % key
            number = self._objects.put_stream(form, resource.data or b"")
            self._forms[part, digest] = Keyed(number, key)
        return self._forms[part, digest]
