import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from calling import STORED_BY, Command, Done

from kyyeu.cli import main
from kyyeu.cli.new import quote_word
from kyyeu.errors import KyyeuError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def make(command: Command) -> Command:
    """The command told where the content is; what it makes goes beside that."""

    def run(content: Path, *arguments: str | Path, **environment: str) -> Done:
        places = ["--content", content, "--templates", ROOT / "templates", "--out", content.parent / "dist"]
        return command(*places, *arguments, **environment)

    return run


def test_it_tells_what_it_made_and_nothing_else_in_a_pipe(tiny: Path, make: Command) -> None:
    done = make(tiny, LANG="en_GB.UTF-8")
    assert done.stderr == "" and done.returncode == 0
    pdf, epub, blanks, unproved = done.stdout.splitlines()
    assert "tiny.pdf" in pdf and "pages" in pdf and "kB" in pdf and pdf.endswith(" s")
    assert "tiny.epub" in epub
    assert blanks.startswith("  blank pages: ")
    assert unproved == "  compared with no source (the article names none): Bài hai: phần cuối"
    assert sorted(path.name for path in (tiny.parent / "dist").iterdir()) == ["tiny.epub", "tiny.pdf"]


def test_it_says_how_wide_a_spine_is(tiny: Path, make: Command) -> None:
    path = tiny / "booklet.yaml"
    path.write_text(path.read_text("utf-8") + "cover: {paper: {leaf: 0.095}, spread: true}\n", "utf-8")
    pdf, cover, _, _, spine, _ = make(tiny, LANG="en_GB.UTF-8").stdout.splitlines()
    assert "tiny.pdf" in pdf and "tiny-cover.pdf" in cover
    assert spine == "  spine: 0.67 mm (7 leaves of 0.095 mm)"


@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_one_of_the_two_can_be_had_alone(tiny: Path, kind: str, make: Command) -> None:
    assert make(tiny, "--only", kind).returncode == 0
    assert [path.name for path in (tiny.parent / "dist").iterdir()] == [f"tiny.{kind}"]


def test_a_mistake_leaves_the_last_good_files(tiny: Path, make: Command) -> None:
    make(tiny)
    before = {path: path.read_bytes() for path in (tiny.parent / "dist").iterdir()}
    (tiny / "articles" / "mot.md").write_text("hỏng", "utf-8")
    done = make(tiny)
    assert done.returncode == 2 and "mot.md:1" in done.stderr and "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in (tiny.parent / "dist").iterdir()} == before


def test_a_missing_letter_is_told_and_not_printed_as_a_box(tiny: Path, make: Command) -> None:
    path = tiny / "articles" / "hai.md"
    path.write_text(path.read_text("utf-8").replace("Bài này", "漢 này"), "utf-8")
    done = make(tiny)
    assert done.returncode == 2 and "U+6F22" in done.stderr and "articles/hai.md" in done.stderr


def test_a_folder_that_cannot_be_written_is_told(tiny: Path, make: Command) -> None:
    (tiny.parent / "dist").write_text("a file stands here", "utf-8")
    done = make(tiny)
    assert done.returncode == 4 and "→" in done.stderr and "Traceback" not in done.stderr


def test_a_broken_template_is_told_with_its_line(tiny: Path, tmp_path: Path, make: Command) -> None:
    templates = Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))
    page = templates / "print.html.j2"
    page.write_text(page.read_text("utf-8") + "{% if %}", "utf-8")
    done = make(tiny, "--templates", templates)
    assert done.returncode == 3 and "print.html.j2:" in done.stderr


def test_a_new_article_needs_a_file_and_a_line(tiny: Path, make: Command) -> None:
    (tiny / "articles" / "ba.md").write_text("---\ntitle: Bài ba\n---\n\nThân bài.\n", "utf-8")
    booklet = tiny / "booklet.yaml"
    booklet.write_text(booklet.read_text("utf-8").replace("[mot, hai]", "[mot, hai, ba]"), "utf-8")
    assert make(tiny).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "environment", "word"),
    [
        (["--help"], {}, "Cách dùng"),
        (["--help"], {"LANG": "C.UTF-8"}, "Cách dùng"),
        (["--help"], {"LANG": "en_US.UTF-8"}, "Usage"),
        (["--help", "--lang", "en"], {"LANG": "vi_VN.UTF-8"}, "Usage"),
        (["--lang=vi", "--help"], {"LANG": "en_US.UTF-8"}, "Cách dùng"),
    ],
)
def test_help_speaks_the_language_asked_for(
    arguments: list[str], environment: dict[str, str], word: str, command: Command
) -> None:
    done = command(*arguments, **environment)
    assert done.returncode == 0 and word in done.stdout


@pytest.mark.parametrize("arguments", [["--onl"], ["--only", "docx"], ["--only"], ["nonsense"]])
def test_a_wrong_argument_is_told_in_one_language(arguments: list[str], command: Command) -> None:
    done = command(*arguments)
    assert done.returncode == 2 and "--help" in done.stderr and "Error" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["restore", "bai.txt", "--force=1"], "the option --force takes no value"),
        (["--proof=1"], "the option --proof takes no value"),
        (["restore", "bai.txt", "--model"], "the option --model wants a value"),
        (["--out"], "the option --out wants a value"),
        (["foo"], "there is no command “foo”; there are: build, check, new, restore, adapt, proof, cache\n"),
        (["restor", "bai.txt"], "there is no command “restor”; did you mean: restore?"),
        (["--onyl", "pdf"], "there is no option --onyl; did you mean: --only"),
        (["restore", "bai.txt", "--damges=drop"], "did you mean: --damage?"),
        (["--content", "x", "restore", "bai.txt"], "before its options: kyyeu restore …"),
        (["new"], "a folder's name is wanted"),
        (["-q", "-v"], "--quiet and --verbose can't go together"),
        (["-q", "build", "--verbose"], "--quiet and --verbose can't go together"),
        (["--proof", "--only", "pdf"], "--proof makes the proof copy alone"),
        (["adapt", "mot", "hai"], "there are more arguments than the command takes"),
        (["--only", "docx"], "--only can't be “docx”; it may be: pdf, epub\n"),
        (["restore", "bai.txt", "--jobs", "hai"], "--jobs can't be “hai”; it may be: 1 … 1024\n"),
        (["restore", "bai.txt", "--sure=nan"], "--sure can't be “nan”; it may be: 0 … 1\n"),
    ],
)
def test_a_wrong_argument_is_told_with_what_was_found(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--lang=en", *arguments])
    assert left.value.code == 2 and said in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--model", "--nonsense", "--sure=7"])
def test_a_command_misused_names_its_own_help(option: str, command: Command) -> None:
    done = command("restore", "bai.txt", option)
    assert done.returncode == 2 and "build.py restore --help" in done.stderr


@pytest.mark.parametrize("language", ["vi", "en"])
def test_help_names_the_other_commands(language: str, command: Command) -> None:
    shown = command("--help", "--lang", language).stdout
    named = {line.split()[0] for line in shown.splitlines() if line.startswith("  ") and line.split()}
    assert {"build", "check", "new", "restore", "adapt", "proof"} <= named
    for name in ("check", "new", "restore", "adapt", "proof"):
        assert f"build.py {name} [" in command(name, "--help", "--lang", language).stdout


NAMES = ("kyyeu", "python3 build.py", "python3 -m kyyeu")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("called", NAMES)
@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["new", "--help"], ["adapt", "-h"], ["--onl"], ["--content", "nowhere"], ["new", "…"]],
)
def test_it_speaks_of_itself_as_it_was_called(
    arguments: list[str], called: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--lang", language, *arguments], called)
    said = "".join(capsys.readouterr())
    spoken = set(re.findall(r"(?:python3 -m |(?<![-/\w]))kyyeu(?= )|python3 build\.py", said))
    assert spoken == {called}


@pytest.mark.parametrize(
    ("word", "linux", "windows"),
    [
        ("ky-yeu-2027", "ky-yeu-2027", "ky-yeu-2027"),
        ("Kỷ yếu 2027", "'Kỷ yếu 2027'", '"Kỷ yếu 2027"'),
        ("a&b", "'a&b'", '"a&b"'),
    ],
)
def test_a_folder_is_one_word_to_the_shell_there_is(word: str, linux: str, windows: str) -> None:
    assert (quote_word(word, "linux"), quote_word(word, "win32")) == (linux, windows)


THIS = "python" if os.name == "nt" else "python3"  # as it is called


def test_the_package_is_a_command_too(tiny: Path) -> None:
    command = [sys.executable, "-m", "kyyeu", "--content", str(tiny), "--onl"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2 and f"{THIS} -m kyyeu build --help" in done.stderr


@pytest.mark.parametrize("arguments", [["build"], ["-q", "build"], ["build", "--quiet"], ["--quiet"]])
def test_a_build_may_be_asked_for_by_name_and_in_silence(
    arguments: list[str], tiny: Path, command: Command
) -> None:
    out = tiny.parent / "dist"
    done = command(*arguments, "--content", tiny, "--out", out, "--only", "pdf")
    assert done.returncode == 0 and (out / "tiny.pdf").exists()
    assert ("tiny.pdf" in done.stdout) == (arguments == ["build"]) and not done.stderr


def test_silence_does_not_hide_a_mistake(tiny: Path, command: Command) -> None:
    (tiny / "articles" / "mot.md").write_text("hỏng", "utf-8")
    assert "mot.md:1" in command("-q", "--content", tiny).stderr


def test_every_stage_is_told_to_who_asks(tiny: Path, command: Command) -> None:
    places = ["--content", tiny, "--out", tiny.parent]
    done = command("-v", "--no-cache", *places, "--lang", "en", KYYEU_TRACEBACK="1")  # in this process alone
    heads = [line.split(":")[0] for line in done.stderr.splitlines()]
    sections = [head for head in heads if re.fullmatch(r"Laying out \d+ of \d+", head)]
    assert sections[:2] == ["Laying out 1 of 9", "Laying out 2 of 9"]
    heads = [head for head in heads if head not in sections]
    pictures = [f"Preparing picture {number} of 2" for number in (1, 2)]  # one for either book
    assert heads == [
        *("Content", "Reading the content"),
        *(*pictures, "Laying out the PDF", "Binding the EPUB", "Saving"),
    ]
    assert len(done.stdout.splitlines()) == 4


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colours_are_for_a_terminal_or_who_asks_and_never_for_who_declines(
    environment: dict[str, str], coloured: bool, command: Command
) -> None:
    done = command("--content", "nowhere", **environment)
    assert ("\x1b[" in done.stderr) == coloured
    assert done.stderr.replace("\x1b[31m\x1b[1m", "").startswith("nowhere")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", {"build", "check", "new", "restore", "adapt", "proof"}),
        ("re", {"restore"}),
        ("--on", {"--only"}),
        ("-", {"--only", "--quiet", "--help", "--lang"}),
        ("--only ", {"pdf", "epub"}),
        ("--lang en build --only e", {"epub"}),
        ("new --fr", {"--from"}),
        ("restore --damage=tc", {"tcvn3"}),
        ("restore --damage v", {"vni", "viscii", "vps"}),
    ],
)
def test_a_shell_is_told_what_may_follow(typed: str, offered: set[str], command: Command) -> None:
    words = f"kyyeu {typed}"
    place = str(words.count(" "))
    done = command(_KYYEU_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=place)
    answers = {line.partition(",")[2] for line in done.stdout.splitlines()}
    assert done.returncode == 0 and offered <= answers
    assert all(answer.startswith(words.split(" ")[-1].partition("=")[2]) for answer in answers)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_be_taught_to_ask(shell: str, command: Command) -> None:
    done = command(_KYYEU_COMPLETE=f"{shell}_source")
    assert done.returncode == 0 and f"_KYYEU_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
def test_bash_completes_a_word(tmp_path: Path) -> None:
    program = tmp_path / "kyyeu"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m kyyeu "$@"\n', "utf-8")
    program.chmod(0o755)
    script = """
        eval "$(_KYYEU_COMPLETE=bash_source kyyeu)"
        COMP_WORDS=(kyyeu rest) COMP_CWORD=1
        _kyyeu_completion kyyeu; echo "${COMPREPLY[@]}"
    """
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("restore\n", "")


@pytest.mark.parametrize("below", ["", "content", "content/articles"])
def test_the_booklet_is_the_nearest_upwards(
    below: str, tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what is told is told as one would type it from where one stands."""
    monkeypatch.chdir(tiny.parent / below)
    with pytest.raises(SystemExit) as left:
        main(["--only", "pdf"])
    assert left.value.code == 0
    made = Path(capsys.readouterr().out.split("  ")[0])
    assert made.resolve() == tiny.parent / "dist" / "tiny.pdf" and made.exists()
    (tiny / "articles" / "mot.md").write_text("hỏng", "utf-8")
    with pytest.raises(SystemExit):
        main([])
    place = capsys.readouterr().err.split(":")[0]
    assert Path(place) == Path(os.path.relpath(tiny / "articles" / "mot.md")) and "\\" not in place


def test_a_booklet_s_own_theme_is_used(tiny: Path, command: Command) -> None:
    own = Path(shutil.copytree(ROOT / "templates", tiny.parent / "templates"))
    (own / "print.html.j2").write_text("{% if %}", "utf-8")
    done = command("--content", tiny, "--out", tiny.parent / "dist")
    assert done.returncode == 3 and f"{own.as_posix()}/print.html.j2:1" in done.stderr


def test_a_reader_who_has_seen_enough_is_no_fault() -> None:
    """As ``build.py --help | head -1``: the other end of the pipe is closed."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing) as closed:
        done = subprocess.run(
            [sys.executable, ROOT / "build.py", "--help"], stdout=closed, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="there a program has other ways to be without a terminal")
def test_a_command_that_nothing_is_read_of_does_its_work(tiny: Path) -> None:
    out = tiny.parent / "dist"
    line = 'exec "$0" "$1" --content "$2" --out "$3" --only pdf >&- 2>&-'
    done = subprocess.run(["sh", "-c", line, sys.executable, ROOT / "build.py", tiny, out], check=False)
    assert done.returncode == 0 and (out / "tiny.pdf").exists()


def test_a_pipe_among_the_content_is_not_waited_for(tiny: Path, command: Command) -> None:
    (tiny / "images/cham.png").unlink()
    os.mkfifo(tiny / "images/cham.png")
    done = command("--content", tiny, "--out", tiny.parent / "dist", LANG="en")
    assert done.returncode == 2 and "images/cham.png" in done.stderr and "no ordinary file" in done.stderr


@pytest.mark.ci
def test_without_the_layout_engine_s_asserts_nothing_is_made(tiny: Path) -> None:
    out = tiny.parent / "dist"
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", "--content", tiny, "--out", out, "--no-cache"],
        env=os.environ | {"PYTHONOPTIMIZE": "1"}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 4 and "PYTHONOPTIMIZE" in done.stderr and not out.exists()


GONE = """
import os, sys
from kyyeu.cli import main
from kyyeu.cli.new import quote_word
os.rmdir(os.getcwd())
main(sys.argv[1:])
"""


@pytest.mark.skipif(os.name == "nt", reason="a folder where a process stands stays there")
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 2),
        pytest.param(["restore", "bai.txt"], 2, marks=pytest.mark.ci),
        pytest.param(["restore", ROOT / "docs", "--content", ROOT], 2, marks=pytest.mark.ci),
        pytest.param(["new", "x"], 4, marks=pytest.mark.ci),
    ],
)
def test_a_folder_deleted_meanwhile_is_no_fault(
    arguments: list[str | Path], status: int, tmp_path: Path
) -> None:
    """The place is told as it was given: where “here” is can't be known any more."""
    (here := tmp_path / "here").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", GONE, *arguments], cwd=here, env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == status and "→" in done.stderr and "Traceback" not in done.stderr


def test_a_complaint_that_can_not_be_worded_is_told_as_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise KyyeuError("no-such-code")

    monkeypatch.delenv("KYYEU_TRACEBACK", raising=False)
    monkeypatch.setattr("kyyeu.cli.build.make_files", fail)
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en"])
    assert left.value.code == 1 and "unexpected fault" in capsys.readouterr().err


HELP = """
import sys
from kyyeu.cli import main
from kyyeu.cli.new import quote_word
try:
    main(["--help"])
except SystemExit:
    print(*sys.modules)
"""


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HELP], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(done.stdout.split())
    assert "click" in loaded
    assert (
        not {
            "weasyprint",
            "pydantic",
            "lxml",
            "ebooklib",
            "jinja2",
            "markdown",
            "numpy",
            "PIL",
            "yaml",
        }
        & loaded
    )


def test_what_should_be_looked_at_again_is_told_last_and_is_an_error_to_the_strict(
    tiny: Path, make: Command
) -> None:
    path = tiny / "articles" / "hai.md"
    path.write_text(path.read_text("utf-8").replace("Bài này", "Bài **này"), "utf-8")
    done = make(tiny, LANG="en_GB.UTF-8")
    assert done.returncode == 0 and "To look at again: 1\n" in done.stderr and "hai.md:5: " in done.stderr
    before = {path: path.read_bytes() for path in (tiny.parent / "dist").iterdir()}
    for strict in (["--strict"], ["--proof", "--strict"]):
        done = make(tiny, *strict)
        assert done.returncode == 2 and "hai.md:5: " in done.stderr
    assert {path: path.read_bytes() for path in (tiny.parent / "dist").iterdir()} == before
    path.write_text(path.read_text("utf-8").replace("Bài **này", "Bài **này ☃\ue000"), "utf-8")
    done = make(tiny, LANG="en_GB.UTF-8")  # a gate behind the reading finds an error
    assert "booklet.yaml: the typefaces" not in done.stderr
    assert "hai.md:5: the typefaces" in done.stderr and "To look at again: 2\n" in done.stderr


def test_what_is_remembered_is_told_and_cleared(tiny: Path, command: Command) -> None:
    cache = tiny.parent / "cache"
    store = {STORED_BY: str(cache)}
    empty = command("cache", **store)
    assert empty.stdout.startswith(cache.as_posix()) and empty.stdout.endswith(": 0 kB\n")
    first = command("--content", tiny, "--out", tiny.parent / "a", **store)
    kept = [path for path in cache.rglob("*") if path.is_file()]
    assert first.returncode == 0 and kept
    assert ": 0 kB" not in command("cache", "--lang", "en", **store).stdout
    assert command("cache", "--clear", **store).returncode == 0
    assert not [path for path in kept if path.exists()]
    assert command("cache", HOME="", **{STORED_BY: ""}).returncode == 0


LOST = """
import signal, sys
from kyyeu import pipeline
from kyyeu.cli import main

class Lost:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)  # Python makes a word on stderr of it, and no more

def build(*places, say, **more):
    Lost()
    say("laying-out")
    raise AssertionError

pipeline.build = build
main(["--content", sys.argv[1]])
"""


@pytest.mark.ci
def test_an_interruption_that_was_lost_stops_the_next_stage(tiny: Path) -> None:
    way = [sys.executable, "-c", LOST, str(tiny)]
    assert subprocess.run(way, cwd=ROOT, capture_output=True, check=False).returncode == 130


@pytest.mark.ci
@pytest.mark.skipif(os.name == "nt", reason="no process can be sent Ctrl-C by itself there")
@pytest.mark.parametrize("after", range(40, 400, 60))
def test_ctrl_c_leaves_no_traceback_however_early(after: int, tiny: Path) -> None:
    way = [sys.executable, "-c", "from kyyeu.cli import main; main()", "--no-cache"]
    places = ["--content", str(tiny), "--out", str(tiny.parent / "dist")]
    with subprocess.Popen([*way, *places], stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        time.sleep(after / 1000)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read() if process.stderr else ""
        assert "kyyeu/cli" not in said or "Traceback" not in said  # how Python itself begins is not ours
        assert process.wait(20) in (130, -signal.SIGINT)


STOPPED = """
import os, signal, subprocess, sys
signal.signal(signal.SIGINT, lambda *given: None)
with subprocess.Popen([sys.executable, *sys.argv[1:]], stdout=-1, stderr=subprocess.STDOUT) as command:
    print(command.stdout.readline())
    os.kill(0, getattr(signal, "CTRL_C_EVENT", signal.SIGINT))
    sys.stdout.flush()
    sys.stdout.buffer.write(command.stdout.read())
sys.exit(command.returncode)
"""
OF_ITS_OWN: dict[str, Any] = (
    {"creationflags": 16} if os.name == "nt" else {"start_new_session": True}  # CREATE_NEW_CONSOLE
)


@pytest.mark.ci
def test_ctrl_c_comes_to_all_of_a_terminal_and_the_command_says_that_it_stopped(tiny: Path) -> None:
    """On Windows nothing else can be sent it but all that a console has."""
    words = ["-m", "kyyeu", "-v", "--lang", "en", "--no-cache"]
    places = ["--content", str(tiny), "--out", str(tiny.parent / "dist")]
    way = [sys.executable, "-c", STOPPED, *words, *places]
    done = subprocess.run(way, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, **OF_ITS_OWN)
    assert done.returncode == 130 and "Stopped; no file was left half-written." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert not [*(tiny.parent / "dist").glob("*")]
