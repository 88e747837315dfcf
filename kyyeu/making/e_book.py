"""The booklet on screens: the reading edition."""

from pathlib import Path

from kyyeu.cache import NOWHERE, Store
from kyyeu.checks.on_screen import check_screen
from kyyeu.epub.package import write_epub
from kyyeu.errors import Mistakes
from kyyeu.making.cover import make_cover
from kyyeu.making.materials import darkroom_of, expect
from kyyeu.making.say import Say, hush
from kyyeu.model import Booklet
from kyyeu.pictures.for_screen import SCREENS
from kyyeu.rendering.asking import Asker, gather_files
from kyyeu.rendering.documents import render_documents, render_summary
from kyyeu.rendering.faces import find_faces, subset_face
from kyyeu.rendering.theme import Theme

_COVER = "cover.jpg"


def make_epub(
    booklet: Booklet,
    theme: Theme,
    content: Path,
    store: Store = NOWHERE,
    say: Say = hush,
    cover: bytes = b"",
) -> bytes:
    """The reading edition; its pictures are read from `content`, its `cover` is made unless it is given."""
    documents = render_documents(booklet, theme, store)
    askers = [Asker(document.name, document.data, document.template) for document in documents]
    files = gather_files(askers, theme, {*booklet.pictures, _COVER}, store)
    letters = "".join(sorted(set[str]().union(*(document.data.decode() for document in documents))))
    faces = find_faces(files, files.get)
    files |= {face.name: subset_face(face, letters) for face in faces}
    darkroom, screen = darkroom_of(content, store, say), SCREENS[booklet.screen]
    darkroom.prepare([(image, screen) for image in booklet.images])
    cover, summary = cover or make_cover(booklet, theme, content, store, say), render_summary(theme)

    def show(name: str) -> bytes:
        return darkroom.develop(booklet.pictures[name], screen)

    epub = write_epub(booklet, documents, files, cover, summary, show)
    Mistakes(check_screen(expect(booklet, theme), epub, store)).settle()
    return epub
