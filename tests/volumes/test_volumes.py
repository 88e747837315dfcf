"""A booklet's folder, begun from the example or carried over from last year's."""

import datetime
import os
import re
import shutil
from pathlib import Path

import pytest
from calling import Command
from hypothesis import given
from hypothesis import strategies as some

from kyyeu.content.booklet import read_booklet
from kyyeu.content.forms import parse_form
from kyyeu.errors import ContentError, MachineError, Problems
from kyyeu.saving import save_folder
from kyyeu.schema import BookletForm
from kyyeu.volumes.beginning import begin
from kyyeu.volumes.launching import name_launcher
from kyyeu.volumes.moving import find_year, move_slug, moved_values, replace_values
from kyyeu.volumes.renewing import renew

ROOT = Path(__file__).parents[2]

LAST = """\
# Lời người biên tập viết thêm: xin đừng xóa.
title: Sổ tay 2026
slug: "so-tay"        # tên tệp
office: Văn phòng
occasion: {name: Ngày truyền thống, founded: 1930-10-18, year: 2026}  # năm 2026
issued: 2026-10-18
series:
  name: Sổ tay
  position: 2026
description: >-
  Nhân 96 năm ngày truyền thống.

imprint:
  editors: [Nguyễn Văn A, Trần Thị B]
  print_run: 200 cuốn
  licence: Số 12/GP, ngày 1/9/2026
foreword: loi-dau.md
articles: [mot]
"""
NEXT = """\
# Lời người biên tập viết thêm: xin đừng xóa.
title: Sổ tay 2026
slug: "so-tay-2027"        # tên tệp
office: Văn phòng
occasion: {name: Ngày truyền thống, founded: 1930-10-18, year: 2027}  # năm 2026
issued: 2027-10-18
series:
  name: Sổ tay
  position: 2027
description: >-
  Nhân 96 năm ngày truyền thống.

imprint:
  editors: [Nguyễn Văn A, Trần Thị B]
  print_run: 200 cuốn
  licence: Số 12/GP, ngày 1/9/2026
foreword: loi-dau.md
articles: [mot]
"""
STALE = [
    ("content/booklet.yaml", 2, "year"),
    ("content/booklet.yaml", 6, "issued"),
    ("content/booklet.yaml", 11, "year"),
    ("content/booklet.yaml", 14, "people"),
    ("content/booklet.yaml", 15, "facts"),
    ("content/booklet.yaml", 16, "facts"),
    ("content/booklet.yaml", 16, "year"),
    ("content/booklet.yaml", 18, "articles"),
    ("content/loi-dau.md", 1, "foreword"),
    ("content/loi-dau.md", 4, "year"),
]


@pytest.fixture
def last(tmp_path: Path) -> Path:
    """Last year's folder, with what must not be taken over beside what must."""
    files = {
        "content/booklet.yaml": LAST,
        "content/loi-dau.md": "---\ntitle: Lời đầu\n---\nNăm 2026 đã qua.\n",
        "content/articles/mot.md": "---\ntitle: Bài một\n---\n\nBài đăng năm 2026.\n",
        "dist/so-tay.pdf": "cũ",
        "thu-moi.txt": "của riêng",
        "content/.git/config": "của riêng",
    }
    for name, text in files.items():
        path = tmp_path / "năm trước" / "sổ tay 2026" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "năm trước" / "sổ tay 2026"


def files_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    """What each file holds, and when it was written."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths
    }


def test_a_new_booklet_makes_both_books_at_once(tmp_path: Path, command: Command) -> None:
    folder = tmp_path / "kỷ yếu" / "Kỷ yếu 2031"
    assert command("new", folder).returncode == 0
    done = command("--content", folder / "content", "--out", folder / "dist")
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (folder / "dist").iterdir()} == {"ky-yeu-2031.pdf", "ky-yeu-2031.epub"}
    booklet = read_booklet(folder / "content")
    assert (booklet.occasion.year, booklet.issued) == (2031, datetime.date(2031, 10, 18))
    assert (folder / "content" / "README.md").read_bytes() == (ROOT / "content" / "README.md").read_bytes()


LINK = re.compile(r"\]\(([^)\s#]*)(?:#([^)\s]+))?\)")
QUOTED = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def find_dead_links(folder: Path) -> list[str]:
    """The links in pages of the folder that lead to no file, or to no heading of one."""
    dead = list[str]()
    for page in [path for path in folder.rglob("*.md") if path.parent.name != "articles"]:
        for match in LINK.finditer(QUOTED.sub("", page.read_text("utf-8"))):
            target = page.parent / match[1] if match[1] else page
            if match[1].startswith("http"):
                continue
            heads = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE) if match[2] else []
            names = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
            if not target.is_file() or (match[2] and match[2] not in names):
                dead.append(f"{page.relative_to(folder)}: {match[0]}")
    return dead


def test_every_link_in_a_new_folder_leads_somewhere(tmp_path: Path, command: Command) -> None:
    assert command("new", tmp_path / "2031").returncode == 0
    assert find_dead_links(tmp_path / "2031") == []
    shutil.rmtree(tmp_path / "2031" / "docs")  # as earlier ones were made
    assert command("new", tmp_path / "2032", "--from", tmp_path / "2031").returncode == 0
    assert find_dead_links(tmp_path / "2032") == []
    (tmp_path / "2032" / "docs" / "kinds" / "poem.png").unlink()
    assert find_dead_links(tmp_path / "2032") != []


def test_the_example_explains_every_key_as_the_booklet_does() -> None:
    example = ROOT / "kyyeu" / "volumes" / "example" / "content" / "booklet.yaml"
    explained = [
        [line for line in path.read_text("utf-8").splitlines() if "#" in line and ".pdf" not in line]
        for path in (example, ROOT / "content" / "booklet.yaml")
    ]
    assert explained[0] == explained[1]


def test_a_name_without_a_year_takes_this_year(tmp_path: Path) -> None:
    volume = begin(tmp_path / "ky-yeu-18-10", 2029)
    assert (volume.year, volume.slug) == (2029, "ky-yeu-18-10-2029")


@pytest.mark.parametrize("name", ["2029", "1e5", "true", "0x10", "null", "2029-10-18"])
def test_no_folder_is_called_so_that_its_slug_is_no_word(name: str, tmp_path: Path) -> None:
    written = begin(tmp_path / name, 2029).written["content/booklet.yaml"].decode()
    assert isinstance(parse_form(written, BookletForm, Path("x")).form.slug, str)


@given(some.text(max_size=200), some.integers(1980, 2107), some.integers(1980, 2107))
def test_two_years_books_never_have_one_name(name: str, one: int, other: int) -> None:
    slugs = {move_slug(f"a{name}", 2026, year) for year in (one, other)}
    assert len(slugs) == len({one, other})
    for slug in slugs:
        form = LAST.replace('"so-tay"', f'"{slug}"')
        assert parse_form(form, BookletForm, Path("x"))


def test_last_year_s_moves_on_and_keeps_what_the_editor_wrote(last: Path, command: Command) -> None:
    before = files_in(last)
    done = command("new", last.parent / "sổ tay 2027", "--from", last)
    assert (done.returncode, done.stderr) == (0, "")
    made = {name: data for name, (data, _) in files_in(last.parent / "sổ tay 2027").items()}
    assert made.pop("content/booklet.yaml").decode() == NEXT and made.pop(name_launcher())
    assert made == {name: before[name][0] for name in ("content/loi-dau.md", "content/articles/mot.md")}
    assert files_in(last) == before


def test_what_a_person_must_renew_is_told_with_its_line(last: Path, command: Command) -> None:
    found = [(stale.name, stale.line, stale.kind) for stale in renew(last, None).stale]
    assert found == STALE
    said = command("new", "--from", last).stdout
    assert all(f"sổ tay 2027/{name}:{line}: " in said for name, line, _ in STALE)


def test_without_a_name_it_goes_beside_last_year_s(last: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(last)
    assert renew(Path("."), None).volume.folder == Path("../sổ tay 2027")
    assert renew(last, last.parent / "kỷ yếu 2030").volume.year == 2030


@pytest.mark.ci
def test_two_years_books_stand_side_by_side(last: Path, tmp_path: Path, command: Command) -> None:
    command("new", tmp_path / "2027", "--from", last)
    for folder in (last, tmp_path / "2027"):
        done = command("--content", folder / "content", "--out", tmp_path / "out", "--only", "pdf")
        assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"so-tay.pdf", "so-tay-2027.pdf"}


def test_last_year_s_corrections_are_last_year_s(last: Path) -> None:
    path = last / "content" / "booklet.yaml"
    text = path.read_text("utf-8")
    [issued] = [line for line in text.split("\n") if line.startswith("issued:")]
    path.write_text(text.replace(issued, f"{issued}\nrevised: 2107-01-01"), "utf-8")
    renewed = renew(last, None).volume.written["content/booklet.yaml"].decode()
    assert "revised" not in renewed and renewed.count("\n") == text.count("\n")


def test_a_theme_of_its_own_goes_along(last: Path) -> None:
    shutil.copytree(ROOT / "templates", last / "templates")
    assert "templates/print.html.j2" in renew(last, None).volume.copied
    shutil.rmtree(last / "templates")
    (last / "templates").symlink_to(ROOT / "templates")  # the shipped one
    assert not [name for name in renew(last, None).volume.copied if name.startswith("templates")]


def test_the_last_day_of_february_has_one_in_every_year() -> None:
    filled = parse_form(LAST.replace("issued: 2026-10-18", "issued: 2024-02-29"), BookletForm, Path("x"))
    assert moved_values(filled.form, "x", 2027)["issued",] == datetime.date(2025, 2, 28)


def test_a_number_in_the_series_that_is_no_year_is_left_to_a_person(last: Path) -> None:
    path = last / "content" / "booklet.yaml"
    path.write_text(LAST.replace("position: 2026", "position: 7"), "utf-8")
    assert ("position", "7") in [(stale.kind, stale.words) for stale in renew(last, None).stale]


def test_windows_line_ends_stay(last: Path) -> None:
    path = last / "content" / "booklet.yaml"
    path.write_bytes(LAST.replace("\n", "\r\n").encode())
    assert renew(last, None).volume.written["content/booklet.yaml"] == NEXT.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("year", ["0x7EA", "+2026", "\n    2026"])
def test_a_year_written_oddly_is_told_with_its_line(year: str) -> None:
    text = LAST.replace("{name: Ngày truyền thống, founded: 1930-10-18, year: 2026}", "").replace(
        "occasion:   # năm 2026", f"occasion:\n  name: x\n  founded: 1930-10-18\n  year: {year}"
    )
    filled = parse_form(text, BookletForm, Path("booklet.yaml"))
    with pytest.raises(Problems) as raised:
        replace_values(text, filled, moved_values(filled.form, "x", 2027))
    (error,) = raised.value.errors
    assert (error.code, error.line, error.facts["key"]) == ("year-not-moved", 8, "occasion.year")


def refused(folder: Path, name: str, last: Path | None = None) -> str:
    """Why a folder can't be made; nothing has changed there."""
    before = files_in(folder)
    with pytest.raises(ContentError) as raised:
        if last:
            renew(last, folder / name)
        else:
            begin(folder / name, 2026)
    assert files_in(folder) == before
    return raised.value.code


def test_what_is_there_is_never_written_to(tmp_path: Path, last: Path) -> None:
    (tmp_path / "a-file").touch()
    (tmp_path / "a-link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    assert {refused(tmp_path, name) for name in ("a-file", "a-link", "năm trước")} == {"folder-taken"}
    assert refused(tmp_path, "năm trước", last) == "folder-taken"
    assert begin(tmp_path / "empty", 2026).slug == "empty-2026"


@pytest.mark.parametrize("name", ["…", "ky\nyeu", "a" * 121, " "])
def test_a_name_that_names_no_book_is_refused(name: str, tmp_path: Path) -> None:
    assert refused(tmp_path, name) == ("path-too-long" if name[0] == "a" else "no-folder-name")


def test_last_year_s_folder_must_be_one_and_of_another_year(tmp_path: Path, last: Path) -> None:
    assert refused(tmp_path, "so-tay-2027", tmp_path) == "no-last-year"
    assert refused(tmp_path, "so-tay-2026", last) == "same-year"
    assert refused(last, "content/so-tay-2027", last) == "inside-last-year"


def test_a_mistake_in_last_year_s_is_told_and_nothing_made(last: Path, command: Command) -> None:
    path = last / "content" / "booklet.yaml"
    path.write_text(LAST + "tilte: x\n", "utf-8")
    done = command("new", "--from", last, "--lang", "en")
    assert done.returncode == 2 and "booklet.yaml:19: there is no key “tilte”" in done.stderr
    assert [path.name for path in last.parent.iterdir()] == [last.name]


def test_nothing_is_copied_from_outside(last: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("bí mật", "utf-8")
    for name in ("a", "b"):
        (last / "content" / "images" / name).parent.mkdir(exist_ok=True)
        (last / "content" / "images" / name).symlink_to(tmp_path / "secret")
    with pytest.raises(Problems) as raised:
        renew(last, None)
    assert [error.code for error in raised.value.errors] == ["link-outside"] * 2


def test_a_folder_behind_a_link_is_not_lost_in_silence(last: Path, tmp_path: Path) -> None:
    (tmp_path / "ảnh").mkdir()
    (last / "content" / "images").symlink_to(tmp_path / "ảnh")
    with pytest.raises(ContentError, match="linked-folder"):
        renew(last, None)


def test_half_a_folder_is_never_left(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    for folder in (tmp_path / "x" / "new", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(MachineError):
            save_folder(folder, {"a/b": b"1"}, {"a/c": tmp_path / "there", "d": tmp_path / "not there"})
    assert sorted(os.listdir(tmp_path)) == ["empty", "there"] and not os.listdir(tmp_path / "empty")


def test_a_folder_is_filled_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"2")
    save_folder(tmp_path / "x" / "new", {"a/b": b"1"}, {"c": tmp_path / "there"})
    assert {name: data for name, (data, _) in files_in(tmp_path / "x").items()} == {
        "new/a/b": b"1",
        "new/c": b"2",
    }


@pytest.mark.parametrize(("name", "year"), [("ky-yeu-2027", 2027), ("18-10-1979", None), ("20271", None)])
def test_a_year_is_a_number_by_itself_that_a_booklet_can_have(name: str, year: int | None) -> None:
    assert find_year(name) == year
