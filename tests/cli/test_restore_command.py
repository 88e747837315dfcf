"""What the command says and does; in bad weather one sentence, no traceback, nothing lost."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from calling import Command, Done, call_here

from kyyeu.archive import archive
from kyyeu.restorer import restore
from kyyeu.restorer.adaptation import HEADER
from kyyeu.restorer.damage import DAMAGES
from kyyeu.restorer.damage.code_page import seen_as_windows_1252

ROOT = Path(__file__).parents[2]

SOUND = "Nhan đề bài viết\n\nVăn phòng cấp ủy tổ chức tổng kết công tác năm.\n"
DAMAGED = "Nhan đề bài viết\n\nVăn phòng cp u t chc tng kết công tác năm, gi báo cáo ti cp huyn.\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "sources").mkdir(parents=True)
    (folder / "sources" / "bai.txt").write_text(DAMAGED, "utf-8")
    return folder


@pytest.fixture
def restored(content: Path, command: Command) -> Command:
    def run(*arguments: str | Path, **environment: str) -> Done:
        return command("restore", "--content", content, *arguments, **environment)

    return run


def test_it_tells_what_was_restored_and_what_to_look_at(content: Path, restored: Command) -> None:
    done = restored(content / "sources" / "bai.txt", LANG="en_GB.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    article, damage, _why, letters, sure, *doubts = done.stdout.splitlines()
    assert article.endswith("content/articles/bai.md")
    assert "drop-after-latin1" in damage and "ủ" in damage and "letters put back" in letters
    assert "99%" in sure
    assert doubts and "or: " in doubts[1]
    chances = [float(line.split("%")[0].split()[-1]) for line in doubts[1:]]
    assert chances == sorted(chances) and all(chance < 99 for chance in chances)


def test_a_doubt_without_another_reading_offers_none(content: Path, restored: Command) -> None:
    """Of a heading in capitals the old typeface says only which letter each is."""
    source = content / "sources" / "bai.txt"
    source.write_text("TØNH UÛ NGHÖ AN\n\nV¨n phßng tæ chøc héi nghÞ tæng kÕt c«ng t¸c n¨m.\n", "utf-8")
    told = restored(source, LANG="vi_VN.UTF-8").stdout.splitlines()
    doubts = [line for line in told if line.startswith("    dòng ")]
    assert doubts and all(line.endswith("…)") or "%" in line.partition("hoặc: ")[2] for line in doubts)


def test_an_article_that_is_there_is_not_overwritten(content: Path, restored: Command) -> None:
    source, article = content / "sources" / "bai.txt", content / "articles" / "bai.md"
    restored(source)
    article.write_text(article.read_text("utf-8").replace("Nhan đề", "Nhan đề mới"), "utf-8")
    before = article.read_bytes()
    done = restored(source)
    assert done.returncode == 2 and "--force" in done.stderr and article.read_bytes() == before
    assert restored(source, "--force").returncode == 0 and article.read_bytes() != before


def readings(tmp_path: Path, text: str, chosen: dict[str, str], **change: object) -> Path:
    made = restore(text)
    entries = [
        {"start": step.start, "before": step.before, "reading": chosen[step.after]}
        for step in made.steps
        if step.after in chosen
    ]
    data = {
        "kyyeu": "readings", "version": 1, "source": "bai.txt", "damage": made.damage,
        "sha256": hashlib.sha256(text.encode()).hexdigest(), "readings": entries,
    }  # fmt: skip
    path = tmp_path / "readings.json"
    written = json.dumps(data | change, ensure_ascii=False, indent=1)
    path.write_text(written.replace("\ud83d", "\\ud83d"), "utf-8")
    return path


def test_the_readings_a_reviewer_chose_are_taken(tmp_path: Path, content: Path, restored: Command) -> None:
    chosen = readings(tmp_path, DAMAGED, {"tới": "tại", "tại": "tới"})
    assert json.loads(chosen.read_text("utf-8"))["readings"], "the example has no such doubt"
    plain = restore(DAMAGED).text
    done = restored(content / "sources" / "bai.txt", "--readings", chosen)
    assert (done.returncode, done.stderr) == (0, "")
    text = (content / "articles" / "bai.md").read_text("utf-8")
    wanted = "tại cấp huyện" if "tới cấp huyện" in plain else "tới cấp huyện"
    assert wanted in text.split("---")[2]


CAP = {"start": DAMAGED.index("cp"), "before": "cp", "reading": "cấp"}


def test_a_reading_that_leaves_the_source_as_it_is_can_always_be_had(
    tmp_path: Path, content: Path, restored: Command
) -> None:
    sound = {"start": 0, "before": "Nhan", "reading": "Nhan"}
    chosen = readings(tmp_path, DAMAGED, {}, readings=[CAP, CAP, sound])
    assert restored(content / "sources" / "bai.txt", "--readings", chosen).returncode == 0


@pytest.mark.parametrize("damage", ["drop", "none"])
def test_readings_for_another_damage_are_refused(
    damage: str, tmp_path: Path, content: Path, restored: Command
) -> None:
    chosen = readings(tmp_path, DAMAGED, {})
    source = content / "sources" / "bai.txt"
    done = restored(source, "--readings", chosen, "--damage", damage, LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "saved for the damage drop-after-latin1" in done.stderr
    assert f"not for {damage}" in done.stderr and not (content / "articles").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sha256": "0" * 64}, "json:6: the readings were saved for another source"),
        ({"readings": [CAP | {"reading": "xấu"}]}, "json:11: “xấu” can't be read for"),
        ({"readings": [{"start": 1, "before": "h", "reading": "ha"}]}, "there is no “h”"),
        ({"readings": [{"start": 30, "before": "zzz", "reading": "xấu"}]}, "there is no “zzz”"),
        ({"readings": [CAP | {"before": "zzz"}]}, "there is no “zzz”"),
        ({"readings": [{"start": 10**9, "before": "", "reading": ""}]}, "there is no “”"),
        (
            {"readings": [CAP, CAP | {"reading": "cúp"}]},
            "json:16: two readings are given for one place: “cấp” and “cúp”",
        ),
        (
            {"damage": "hỏng"},
            "json:5: these readings are not as a review page saves them: there is no damage called “hỏng”",
        ),
        ({"damage": "auto"}, "there is no damage called “auto”"),
        ({"version": 2}, "json:3: "),
        ({"readings": "không"}, "readings"),
        (
            {"readings": [CAP | {"reading": "\ud83d"}]},
            "json:11: these readings are not as a review page saves them: the character U+D83D",
        ),
        ({"readings": [CAP | {"start": -1}]}, "is -1, beyond the limit 0"),
        ({"reading": []}, "there is no key “reading”"),
    ],
)
def test_readings_that_do_not_fit_are_told(
    tmp_path: Path, content: Path, restored: Command, change: dict[str, object], said: str
) -> None:
    chosen = readings(tmp_path, DAMAGED, {}, **change)
    done = restored(content / "sources" / "bai.txt", "--readings", chosen, LANG="en_GB.UTF-8")
    told, mend = done.stderr.splitlines()
    assert done.returncode == 2 and told.startswith(chosen.as_posix()) and said in told
    assert "review" in mend and "millimetres" not in mend and "README" not in mend
    assert not (content / "articles").exists()


@pytest.mark.parametrize("said", ["none", None])
def test_readings_for_no_damage_may_say_so_in_a_word_or_not_at_all(
    tmp_path: Path, content: Path, restored: Command, said: str | None
) -> None:
    (content / "sources" / "bai.txt").write_text(SOUND, "utf-8")
    chosen = readings(tmp_path, SOUND, {}, damage=said)
    done = restored(content / "sources" / "bai.txt", "--readings", chosen)
    assert (done.returncode, done.stderr) == (0, "")


BAD: dict[str, tuple[bytes, tuple[str, ...], str]] = {
    "nul": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", (), "not text"),
    "spoilt": (DAMAGED.encode().replace(b"tng", b"t\xffng"), (), "bai.txt:3: the source is UTF-8 but for"),
    "cut": ((DAMAGED + "ở").encode()[:-1], (), "bai.txt:4: the source is UTF-8 but for"),
    "utf-32": (DAMAGED.encode("utf-32"), (), "not text"),
    "utf-16-cut": (DAMAGED.encode("utf-16")[:-1], (), "begins as UTF-16, but the byte at place"),
    "utf-16-half": (b"\xff\xfec\0\0\xd8p\0", (), "begins as UTF-16, but the byte at place"),
    "pdf": (b"%PDF-1.4\n", (), "this is a PDF, and no plain text"),
    "html": (b"<html><p>V", (), "this is a web page (HTML), and no plain text"),
    "empty": (b"", (), "no text"),
    "blank": (b"\xef\xbb\xbf \n\t\n", (), "no text"),
    "furniture-alone": (b"Top\n", (), "no text"),
    "control": ("Nhan đề\n\nVăn\x07 phòng.\n".encode(), ("--damage", "none"), "U+0007"),
    "no-such-damage": (DAMAGED.encode(), ("--damage", "hỏng"), "there is no damage"),
    "ambiguous": ("Th Tư\n".encode(), (), "fit equally well"),
    "no-model": (DAMAGED.encode(), ("--model", "/không/có"), "no such model file"),
    "model-is-a-folder": (DAMAGED.encode(), ("--model", "/"), "it is a folder"),
    "broken-model": (DAMAGED.encode(), ("--model", __file__), "broken"),
    "no-readings": (DAMAGED.encode(), ("--readings", "/không/có"), "no such file"),
    "sure-beyond": (
        DAMAGED.encode(),
        ("--sure", "7"),
        "--sure can't be “7”; it may be: 0 … 1\n",
    ),
    "sure-nan": (DAMAGED.encode(), ("--sure", "nan"), "--sure can't be “nan”; it may be: 0 … 1\n"),
    "jobs-none": (DAMAGED.encode(), ("--jobs", "0"), "--jobs can't be “0”; it may be: 1 … 1024\n"),
    "no-cluster": (DAMAGED.encode(), ("--cluster", "tcp://127.0.0.1:1"), "does not answer"),
    "no-address": (DAMAGED.encode(), ("--cluster", "foo"), "not the address of a cluster"),
    "empty-address": (DAMAGED.encode(), ("--cluster", ""), "not the address of a cluster"),
    "empty-model": (DAMAGED.encode(), ("--model", ""), "--model wants a value"),
    "empty-readings": (DAMAGED.encode(), ("--readings", ""), "--readings wants a value"),
    "empty-review": (DAMAGED.encode(), ("--review", ""), "--review wants a value"),
    "mistyped-content": (DAMAGED.encode(), ("--content", "contnet"), "there is no such content folder"),
    "empty-content": (DAMAGED.encode(), ("--content", ""), "--content wants a value"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_sentence_and_nothing_is_written(name: str, content: Path, restored: Command) -> None:
    data, options, said = BAD[name]
    if "--cluster" in options:
        pytest.importorskip("distributed", reason="the extra “cluster” is not installed")
    (content / "sources" / "bai.txt").write_bytes(data)
    done = restored(content / "sources" / "bai.txt", *options, LANG="en_GB.UTF-8")
    assert said in done.stderr and "→" in done.stderr
    assert done.returncode in (2, 4) and "Traceback" not in done.stderr
    assert "an unexpected fault" not in done.stderr
    assert not (content / "articles").exists()
    assert (content / "sources" / "bai.txt").read_bytes() == data


@pytest.mark.parametrize("option", ["--model", "--readings"])
def test_a_folder_for_a_file_is_told_in_vietnamese(option: str, content: Path, restored: Command) -> None:
    done = restored(content / "sources" / "bai.txt", option, content)
    assert done.returncode == 2 and "đây là một thư mục" in done.stderr and "directory" not in done.stderr


def test_readings_that_are_not_utf8_are_told_in_vietnamese(content: Path, restored: Command) -> None:
    chosen = content / "readings.json"
    chosen.write_bytes(b"\xff\xfe")
    done = restored(content / "sources" / "bai.txt", "--readings", chosen)
    assert done.returncode == 2 and "không phải UTF-8" in done.stderr and "Error" not in done.stderr


OLD_CODE_PAGES = ("tcvn3", "vni", "viscii", "vps", "windows-1258")
BYTES = {seen_as_windows_1252(bytes([code])): code for code in range(256)}
PAGE = """BÁO ĐIỆN TỬ NGHỆ AN
Văn phòng Tỉnh ủy tổng kết công tác năm

Những năm qua, cán bộ, chuyên viên không ngừng được nâng cao về số lượng và chất lượng, đáp ứng yêu cầu.

Ưu điểm: đồng chí Nguyễn Thị Quỳ và Đặng Ất (café, R&D) gửi báo cáo tới cấp huyện đúng kỳ, đúng chỗ.
"""


@pytest.mark.parametrize("damage", OLD_CODE_PAGES)
def test_a_file_in_an_old_code_page_is_found_out_and_restored_to_the_letter(
    damage: str, content: Path, restored: Command
) -> None:
    """The file holds the code page's own bytes; TCVN3 has no capitals with tones, so it is given none."""
    page = PAGE.replace("BÁO ĐIỆN TỬ NGHỆ AN\n", "").replace("Ất", "ấy") if damage == "tcvn3" else PAGE
    source = content / "sources" / "bai.txt"
    source.write_bytes(bytes(BYTES[char] for char in DAMAGES[damage](page).replace("\n", "\r\n")))
    done = restored(source, LANG="en_GB.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"({damage})\n" in done.stdout
    words, of = map(int, re.findall(r"put back in (\d+) of (\d+) syllables", done.stdout)[0])
    assert words < of == len(page.split())
    header, body = (content / "articles" / "bai.md").read_text("utf-8").split("\n---\n")
    said = f"{header}\n{body}".replace("&amp;", "&")
    assert all(line in said for line in page.splitlines() if line)


def test_spaces_that_were_moved_are_put_back_counted_and_proved(content: Path, restored: Command) -> None:
    source = content / "sources" / "bai.txt"
    moved = PAGE.replace("ổ", " ổ ").replace("ấ", "ấ ").replace("cán bộ", "cánbộ").replace("  ", " ")
    source.write_text(moved, "utf-8")
    done = restored(source, LANG="en_GB.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    joined = len(moved.split()) - len(PAGE.split()) + 1
    assert f"{joined} spaces taken out of words, 1 put between words; no letter changed" in done.stdout
    article = (content / "articles" / "bai.md").read_text("utf-8")
    assert "\n  damage: spaces-moved\n" in article
    assert all(line in article.replace("&amp;", "&") for line in PAGE.splitlines()[1:])


MORE = "Cũng trong thời gian ấy, văn phòng gửi báo cáo tới cấp huyện đúng kỳ, được nhân dân tin yêu."


@pytest.mark.parametrize("page", ["windows-1258", "tcvn3", "vni"])
def test_a_line_in_another_code_page_is_read_with_the_rest(
    page: str, content: Path, restored: Command
) -> None:
    source = content / "sources" / "bai.txt"
    source.write_text(f"{DAMAGED}\n{DAMAGED * 2}\n{DAMAGES[page](MORE)}\n", "utf-8")
    done = restored(source, LANG="en_GB.UTF-8")
    assert done.returncode == 0 and f"(drop-after-latin1, {page}" in done.stdout
    assert MORE in (content / "articles" / "bai.md").read_text("utf-8")


@pytest.mark.parametrize("other", ["strip-diacritics", "question-mark"])
def test_a_second_damage_in_the_file_is_told(other: str, content: Path, restored: Command) -> None:
    source = content / "sources" / "bai.txt"
    source.write_text(f"{DAMAGED}\n{DAMAGED * 2}\n{DAMAGES[other](MORE)}\n", "utf-8")
    done = restored(source, LANG="en_GB.UTF-8")
    assert done.returncode == 0 and "drop-after-latin1" in done.stdout
    assert f"1 lines look damaged in another way ({other}), line 12 the first" in done.stdout
    many = restored(content / "sources", "--force", "--jobs", "1", LANG="en_GB.UTF-8")
    assert many.returncode == 0 and f"another way ({other})" in many.stdout


def test_damages_of_which_none_is_most_of_the_file_are_undone_or_told(
    content: Path, restored: Command
) -> None:
    source = content / "sources" / "bai.txt"
    source.write_text(f"{DAMAGED}\n{DAMAGES['vni'](MORE)}\n", "utf-8")
    done = restored(source, LANG="en_GB.UTF-8")
    assert done.returncode == 0 and "(drop-after-latin1, vni)\n" in done.stdout
    assert MORE in (content / "articles" / "bai.md").read_text("utf-8")
    done = restored(source, "--damage", "drop-after-latin1", "--force", LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "does not read as Vietnamese" in done.stderr


def test_a_sound_part_is_no_second_damage(content: Path, restored: Command) -> None:
    source = content / "sources" / "bai.txt"
    source.write_text(
        f"{DAMAGED}\n{DAMAGED}\n{MORE}\n\nThis line has been added in another language.\n", "utf-8"
    )
    done = restored(source, LANG="en_GB.UTF-8")
    assert done.returncode == 0 and "another way" not in done.stdout
    assert MORE in (content / "articles" / "bai.md").read_text("utf-8")


PARTS = {
    "a few dropped": (f"{MORE}\n\n" * 12, "drop", MORE, 25),
    "a few stripped": (f"{MORE}\n\n" * 12, "strip-diacritics", MORE, 25),
    "half stripped": (f"{MORE}\n\n" * 2, "strip-diacritics", f"{MORE}\n\n{MORE}", 5),
    "half a paragraph stripped": (f"{MORE} ", "strip-diacritics", MORE, 1),
    "beside another language": ("Nobody ever wrote this in our language here.\n\n" * 6, "drop", MORE, 13),
}


@pytest.mark.parametrize("part", PARTS)
def test_damage_in_parts_of_a_file_is_told_and_can_be_undone(
    part: str, content: Path, restored: Command
) -> None:
    before, damage, lines, first = PARTS[part]
    source = content / "sources" / "bai.txt"
    source.write_text(f"{before}{DAMAGES[damage](lines)}\n", "utf-8")
    done = restored(source, LANG="en_GB.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"look damaged ({damage}), line {first} the first" in done.stdout
    assert "sound" not in done.stdout and "not Vietnamese" not in done.stdout
    again = restored(source, "--damage", damage, "--force", LANG="en_GB.UTF-8")
    assert again.returncode == 0 and "look damaged" not in again.stdout


OVER, UNDER = (
    ["nfd", "utf8-misread", *OLD_CODE_PAGES],
    ["drop-after-latin1", "strip-diacritics", "question-mark"],
)


def run_of(place: int, number: int) -> list[pytest.MarkDecorator]:
    """Each of those below is tried in every run, where CI runs each of those above, in the long run all."""
    if place % len(UNDER) != number:
        return [pytest.mark.long]
    return [] if place < len(UNDER) else [pytest.mark.ci]


ONE_OVER_ANOTHER = [
    pytest.param(over, under, marks=run_of(place, number))
    for place, over in enumerate(OVER)
    for number, under in enumerate(UNDER)
]


@pytest.mark.parametrize(("over", "under"), ONE_OVER_ANOTHER)
def test_a_damage_under_one_that_was_named_is_told_or_it_is_refused(
    over: str, under: str, content: Path, restored: Command
) -> None:
    source = content / "sources" / "bai.txt"
    source.write_text(DAMAGES[over](DAMAGES[under](f"{MORE} ĐÀ NẴNG\n\n{MORE}\n")), "utf-8")
    done = restored(source, "--damage", over, LANG="en_GB.UTF-8")
    if done.returncode == 0:
        assert f"damaged once more ({under})" in done.stdout or f"another way ({under})" in done.stdout
        return
    assert done.returncode == 2 and not (content / "articles" / "bai.md").exists()
    assert f"by {under}" in done.stderr or "does not read as Vietnamese" in done.stderr


def test_another_language_is_told(content: Path, restored: Command) -> None:
    source = content / "sources" / "bai.txt"
    source.write_text(
        "The title of it\n\nNothing here has ever been Vietnamese, and nobody said so.\n", "utf-8"
    )
    done = restored(source, LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "does not read as Vietnamese" in done.stderr
    assert not (content / "articles" / "bai.md").exists()
    assert restored(source, "--damage", "none", LANG="en_GB.UTF-8").returncode == 0


MEASURED = """
import re, sys
from kyyeu.cli import main
try:
    main(sys.argv[1:])
finally:
    print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told otherwise there")
@pytest.mark.ci
@pytest.mark.parametrize("sentences", [700, pytest.param(2_000, marks=pytest.mark.long)])
def test_a_long_source_in_one_line_takes_bounded_time_and_memory(sentences: int, content: Path) -> None:
    """A third of what a source may have, or a ninth: some seconds; were the cost quadratic, minutes."""
    line = DAMAGES["drop-after-latin1"](" ".join(f"{MORE} Năm thứ {number}." for number in range(sentences)))
    source = content / "sources" / "bai.txt"
    source.write_text(f"Nhan đề\n\n{line}\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "restore", "--content", content, source],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True, timeout=120,
    )  # fmt: skip
    assert int(done.stdout.splitlines()[-1]) < 500_000
    assert f"được nhân dân tin yêu. Năm thứ {sentences - 1}." in (content / "articles" / "bai.md").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("name", ["không.txt", "sources"])
def test_what_is_not_there_is_told(name: str, content: Path, restored: Command) -> None:
    shutil.rmtree(content / "sources")
    done = restored(content / name, LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "no such file" in done.stderr


def test_a_folder_without_sources_is_told(content: Path, restored: Command) -> None:
    (content / "sources" / "bai.txt").unlink()
    done = restored(content / "sources", LANG="en_GB.UTF-8")
    assert done.returncode == 2 and ".txt" in done.stderr


@pytest.mark.parametrize(("name", "wanted"), [("restore", "a source"), ("adapt", "a folder")])
@pytest.mark.parametrize("places", [(), ("",)])
def test_no_file_at_all_is_told(places: tuple[str, ...], name: str, wanted: str, command: Command) -> None:
    """An empty word is no file, as where a variable of a shell is not set; it does not mean “here”."""
    done = command(name, *places, LANG="en_GB.UTF-8")
    assert done.returncode == 2 and f"the name of {wanted}" in done.stderr
    assert f"build.py {name} --help" in done.stderr


def test_a_line_of_200_megabytes_is_refused_before_it_is_read(content: Path, restored: Command) -> None:
    source = content / "sources" / "bai.txt"
    with source.open("wb") as file:
        file.truncate(200_000_000)
    done = restored(source, LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "200000000 bytes" in done.stderr


@pytest.mark.parametrize("spelt", [Path, partial(os.path.relpath, start=ROOT)])
def test_a_link_out_of_the_content_folder_is_not_followed(
    spelt: Callable[[Path], Path | str], content: Path, restored: Command
) -> None:
    secret = content.parent / "secret.txt"
    secret.write_text(SOUND, "utf-8")
    (content / "sources" / "link.txt").symlink_to(secret)
    done = restored(spelt(content / "sources" / "link.txt"), LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "leads out" in done.stderr and not (content / "articles").exists()


def test_a_link_that_leads_in_a_circle_is_told(content: Path, restored: Command) -> None:
    link = content / "sources" / "vong.txt"
    link.symlink_to(link)
    alone, many = restored(link), restored(content / "sources", "--jobs", "1")
    assert alone.returncode == 2 and "liên kết dẫn vòng về chính nó" in alone.stderr
    assert many.returncode == 2 and alone.stderr in many.stderr and many.stdout.startswith("Đã làm 1 bài")


@pytest.mark.parametrize("option", ["--model", "--readings"])
def test_an_option_that_leads_in_a_circle_is_told(option: str, content: Path, restored: Command) -> None:
    link = content / "vong"
    link.symlink_to(link)
    done = restored(content / "sources" / "bai.txt", option, link)
    assert done.returncode == 2 and "liên kết dẫn vòng về chính nó" in done.stderr


@pytest.mark.parametrize("option", ["--review", "--content"])
def test_a_file_in_the_way_of_a_folder_is_told_in_vietnamese(
    option: str, content: Path, restored: Command
) -> None:
    source = content / "sources" / "bai.txt"
    done = restored(source, option, source)
    assert done.returncode == 4 and "không phải là thư mục" in done.stderr
    assert source.read_text("utf-8") == DAMAGED and not list(content.rglob("*.md"))


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.ci)])
def test_many_are_done_and_the_bad_one_listed(jobs: str, content: Path, restored: Command) -> None:
    (content / "sources" / "tot.txt").write_text(SOUND, "utf-8")
    (content / "sources" / "anh.txt").write_bytes(b"GIF89a\0")
    done = restored(content / "sources", "--jobs", jobs, LANG="en_GB.UTF-8")
    assert done.returncode == 2
    assert done.stdout.startswith("2 articles made, 0 there already, 1 failed")
    assert "anh.txt" in done.stderr and "Traceback" not in done.stderr
    (content / "sources" / "anh.txt").unlink()
    done = restored(content / "sources", LANG="en_GB.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("0 articles made, 2 there already, 0 failed")


@pytest.mark.parametrize(
    ("language", "label"), [("vi", "Soát bản khôi phục"), ("en", "Review of a restoration")]
)
def test_the_page_to_review_speaks_the_language_asked_for(
    language: str, label: str, tmp_path: Path, content: Path, restored: Command
) -> None:
    pages, source = tmp_path / "review", content / "sources" / "bai.txt"
    assert restored(source, "--review", pages, "--lang", language).returncode == 0
    assert label in (pages / "bai.html").read_text("utf-8")


def test_of_many_those_that_want_an_editor_are_listed(content: Path, restored: Command) -> None:
    """As where one is restored alone; of those that want nothing, nothing is said."""
    sources = content / "sources"
    (sources / "anh.txt").write_text("The title of it\n\nNothing here has ever been Vietnamese.\n", "utf-8")
    (sources / "cut.txt").write_text(SOUND.replace("Nhan đề bài viết\n\n", ""), "utf-8")
    done = restored(sources, "--jobs", "1", LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "anh.txt: the text does not read as Vietnamese" in done.stderr
    _, *lines = done.stdout.splitlines()
    assert [Path(line).name for line in lines[::2]] == ["cut.txt"]
    assert "no title" in lines[1]


WHY = {"vi": ("vì sao kiểu này", "kiểu kế tiếp"), "en": ("why this damage", "next best")}


@pytest.mark.parametrize("language", WHY)
def test_it_says_why_the_damage_was_chosen_where_nobody_named_it(
    language: str, content: Path, restored: Command
) -> None:
    source = content / "sources" / "bai.txt"
    found = restored(source, "--lang", language).stdout
    assert all(words in found for words in WHY[language])
    named = restored(source, "--lang", language, "--damage", "drop-after-latin1", "--force").stdout
    assert WHY[language][0] not in named and "drop-after-latin1" in named


def test_a_page_to_review_is_made_beside_the_article_or_without_it(
    tmp_path: Path, content: Path, restored: Command
) -> None:
    pages, source = tmp_path / "review", content / "sources" / "bai.txt"
    done = restored(source, "--review", pages, LANG="en_GB.UTF-8")
    assert done.returncode == 0 and "review page: " in done.stdout
    page, article = pages / "bai.html", content / "articles" / "bai.md"
    digest = hashlib.sha256(DAMAGED.encode()).hexdigest()
    assert digest in page.read_text("utf-8") and article.exists()
    page.unlink()
    before = article.read_bytes()
    done = restored(source, "--review", pages, LANG="en_GB.UTF-8")
    assert done.returncode == 0 and "left as it is" in done.stdout
    assert page.exists() and article.read_bytes() == before


def test_readings_are_for_one_source(tmp_path: Path, content: Path, restored: Command) -> None:
    chosen = readings(tmp_path, DAMAGED, {})
    done = restored(content / "sources", "--readings", chosen, LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "one source" in done.stderr


def test_a_source_from_elsewhere_is_copied_beside_the_others(
    tmp_path: Path, content: Path, restored: Command
) -> None:
    elsewhere = tmp_path / "Báo Nghệ An.txt"
    elsewhere.write_text(SOUND, "utf-8")
    assert restored(elsewhere).returncode == 0
    assert (content / "sources" / "Báo Nghệ An.txt").read_bytes() == elsewhere.read_bytes()
    assert (content / "articles" / "bao-nghe-an.md").exists()


def test_adapting_makes_a_model_the_restorer_goes_by(tmp_path: Path, content: Path, command: Command) -> None:
    counts = tmp_path / "local.counts"
    sound = tmp_path / "sound"
    sound.mkdir()
    (sound / "mot.md").write_text("---\ntitle: x\n---\n\n" + "Gởi báo cáo tối cấp huyện. " * 30, "utf-8")
    done = command("adapt", sound, "--counts", counts, LANG="en_GB.UTF-8")
    assert done.returncode == 0 and "local.counts" in done.stdout
    source = content / "sources" / "bai.txt"
    assert command("restore", source, "--content", content, "--model", counts).returncode == 0
    assert "tối cấp huyện" in (content / "articles" / "bai.md").read_text("utf-8").split("---")[2]


@pytest.mark.parametrize(
    ("article", "told"),
    [
        (DAMAGED.encode(), "it is damaged (drop-after-latin1)"),
        ("Th Tư".encode(), "it is damaged ("),
        (b"Nothing here has ever been Vietnamese, and nobody said so.", "does not read as Vietnamese"),
        (b" \n", ""),
        (b"---\ntitle: x\n---\n", ""),
    ],
)
def test_what_is_not_sound_is_not_learnt(article: bytes, told: str, tmp_path: Path, command: Command) -> None:
    counts, folder = tmp_path / "local.counts", tmp_path / "own"
    counts.write_text(f"{HEADER}\n3\tđã học\n", "utf-8")
    folder.mkdir()
    (folder / "bai.md").write_bytes(article)
    done = command("adapt", folder, "--counts", counts, LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "no articles" in done.stderr and told in done.stdout
    assert counts.read_text("utf-8") == f"{HEADER}\n3\tđã học\n"
    (folder / "tot.TXT").write_text(SOUND, "utf-8")
    done = command("adapt", folder, "--counts", counts, LANG="en_GB.UTF-8")
    assert done.returncode == 0 and "from 1 files" in done.stdout and told in done.stdout


def test_what_can_not_be_read_is_named_and_left_out(tmp_path: Path, command: Command) -> None:
    counts, folder, elsewhere = tmp_path / "local.counts", tmp_path / "own", tmp_path / "khac.txt"
    folder.mkdir()
    elsewhere.write_text(SOUND, "utf-8")
    (folder / "anh.txt").write_bytes(b"GIF89a\0")
    (folder / "hong.txt").write_bytes(SOUND.encode() + b"\xff\n")
    (folder / "lien-ket.txt").symlink_to(elsewhere)
    done = command("adapt", folder, "--counts", counts, LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "no articles" in done.stderr and not counts.exists()
    shutil.copy(elsewhere, folder / "tot.txt")
    (folder / "trong.txt").symlink_to(folder / "tot.txt")
    done = command("adapt", folder, "--counts", counts, LANG="en_GB.UTF-8")
    assert (done.returncode, done.stderr) == (0, "") and "from 2 files" in done.stdout
    image, spoilt, link, _ = done.stdout.splitlines()
    assert "hong.txt:4 was left out: the source is UTF-8 but for" in spoilt
    assert "anh.txt was left out: the file is not text" in image
    assert "lien-ket.txt was left out: this link leads out of the folder" in link


@pytest.mark.parametrize("there", ["---\ntitle: x\n---\n\nBài.\n", ""])
def test_counts_replace_no_other_file(there: str, tmp_path: Path, command: Command) -> None:
    (tmp_path / "bai.md").write_text(there, "utf-8")
    (tmp_path / "tot.txt").write_text(SOUND, "utf-8")
    done = command("adapt", tmp_path, "--counts", tmp_path / "bai.md", LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "bai.md: this file is there already" in done.stderr
    assert (tmp_path / "bai.md").read_text("utf-8") == there and "--counts" in done.stderr


@pytest.mark.parametrize("name", ["không", "."])
def test_adapting_to_nothing_is_told(name: str, tmp_path: Path, command: Command) -> None:
    done = command("adapt", tmp_path / name, LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "no articles" in done.stderr


def test_help_is_there_in_both_languages(command: Command) -> None:
    for name in ("restore", "adapt"):
        assert f"build.py {name} [options]" in command(name, "--help", LANG="en_GB.UTF-8").stdout
        vietnamese = command(name, "--help").stdout
        assert f"build.py {name} [tùy chọn]" in vietnamese
        *_, options = vietnamese.partition("\n\nKhi xong")[0].split("Tùy chọn:\n")
        assert all(line.startswith(("  -", "   ")) for line in options.splitlines())


@pytest.mark.parametrize(("model", "said"), [("/không/có", "no such model file"), (__file__, "is broken")])
def test_a_model_that_is_none_is_told_once_for_all(
    model: str, said: str, content: Path, restored: Command
) -> None:
    (content / "sources" / "hai.txt").write_text(DAMAGED, "utf-8")
    done = restored(content / "sources", "--model", model, LANG="en_GB.UTF-8")
    assert done.returncode == 2 and done.stderr.count(said) == 1 and done.stdout == ""


FAULTY = """
import sys
import kyyeu.archive.archive
from kyyeu.cli import main

def run(task):
    raise ZeroDivisionError("phép chia")

if __name__ == "__main__":
    kyyeu.archive.archive.run = run
    main(sys.argv[1:])
"""


def fail(task: object) -> None:
    raise ZeroDivisionError("phép chia")


@pytest.mark.parametrize("asked", ["", "1"])
@pytest.mark.parametrize("jobs", [None, "1"], ids=["one-file", "one-process"])
def test_a_fault_shows_its_traceback_to_those_who_ask(
    asked: str, jobs: str | None, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "run", fail)
    places = ["--jobs", jobs, content / "sources"] if jobs else [content / "sources" / "bai.txt"]
    done = call_here("restore", "--lang", "en", "--content", content, *places, KYYEU_TRACEBACK=asked)
    assert done.returncode == 1 and "an unexpected fault of the program: ZeroDivisionError" in done.stderr
    assert ("Traceback" in done.stderr) == (", in fail" in done.stderr) == bool(asked)


@pytest.mark.ci
@pytest.mark.parametrize("asked", ["", "1"])
@pytest.mark.parametrize(
    "jobs",
    [None, "1", "2"],
    ids=["one-file", "one-process", "processes"],
)
def test_a_fault_shows_its_traceback_to_those_who_ask_for_it(
    asked: str, jobs: str | None, tmp_path: Path, content: Path
) -> None:
    program = tmp_path / "faulty.py"
    program.write_text(FAULTY, "utf-8")
    places = ["--jobs", jobs, content / "sources"] if jobs else [content / "sources" / "bai.txt"]
    done = subprocess.run(
        [sys.executable, program, "restore", "--lang", "en", "--content", content, *places],
        cwd=ROOT, env=os.environ | {"KYYEU_TRACEBACK": asked, "PYTHONPATH": str(ROOT)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1 and "an unexpected fault of the program: ZeroDivisionError" in done.stderr
    assert ("Traceback" in done.stderr) == ('faulty.py", line 7, in run' in done.stderr) == bool(asked)


def test_two_files_for_one_article_are_told_by_name(content: Path, restored: Command) -> None:
    (content / "sources" / "Bài.txt").write_text(SOUND, "utf-8")
    done = restored(content / "sources", "--jobs", "1", LANG="en_GB.UTF-8")
    assert done.returncode == 2 and done.stdout.startswith("1 articles made, 0 there already, 1 failed")
    assert "bai.txt: this file and" in done.stderr and "Bài.txt would become" in done.stderr


def test_an_article_is_not_restored_even_with_force(content: Path, restored: Command) -> None:
    restored(content / "sources" / "bai.txt")
    article = content / "articles" / "bai.md"
    before = article.read_bytes()
    done = restored(article, "--force", LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "this file is an article" in done.stderr
    assert article.read_bytes() == before


def test_a_changed_source_is_taken_with_force_alone(tmp_path: Path, content: Path, restored: Command) -> None:
    source = tmp_path / "tin.txt"
    source.write_text(DAMAGED, "utf-8")
    restored(source)
    source.write_text(SOUND.replace("Nhan đề", "Nhan đề khác"), "utf-8")
    done = restored(source, LANG="en_GB.UTF-8")
    assert done.returncode == 2 and "--force" in done.stderr
    assert restored(source, "--force").returncode == 0
    assert "Nhan đề khác" in (content / "articles" / "tin.md").read_text("utf-8")


def test_words_left_as_they_are_are_told_with_their_lines(content: Path, restored: Command) -> None:
    source = content / "sources" / "bai.txt"
    first = "Văn phòng cp u t chc tng kết công tác năm vi Schwappach và TNH Y."
    source.write_text(f"{DAMAGED}\n{first}\n\nSchwappach v tnh (Baonghean.vn).", "utf-8")
    done = restored(source, LANG="en_GB.UTF-8")
    assert "(2); see whether letters are missing: Schwappach (line 5), TNH (line 5)\n" in done.stdout
