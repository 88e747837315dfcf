"""The review page as its reviewer uses it, in the Chromium of the system."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kyyeu.restorer import Alternative, Restoration, Step, UnknownReading, replay, restore
from kyyeu.review.page import render_review

SEED = (Path(__file__).parents[2] / "content" / "sources" / "bao-nghe-an.txt").read_text("utf-8")
DAMAGED = "Tnh u t chc Đại hi vi s ch đạo.\nCp u lãnh đạo th chc."
HOSTILE = "Tnh u </script><img src=x onerror=document.title='broken'> \u2028 t chc ${name} <b>ch</b>."
SURE = 0.99

LETTER = re.compile("[\u1ea0-\u1ebe\u1ec0-\u1eff]")  # lost by the damages of the seed's kind
# What the model says of a place may change: a test that needs a doubt, or a second reading, is told it here.
DOUBTS = (
    ("Tnh", 0.98, "Tỉnh", "Tịnh"),
    ("u", 0.97, "uỷ", "uể"),
    ("t", 0.8, "tổ", "từ", "tự"),
    ("chc", 0.995, "chức", "chắc"),
    ("ch", 0.85, "chỉ", "chủ"),
    ("Cp", 0.96, "Cấp", "Cặp"),
    ("th", 0.4, "thể", "thị", "thứ"),
    ("chc", 0.6, "chắc", "chức", "chọc"),
)

Open = Callable[..., Page]

pytestmark = pytest.mark.ci  # a browser takes seconds to begin


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def open_review(context: BrowserContext, tmp_path: Path) -> Iterator[Open]:
    """Open the page of a restoration; whatever it complains of or asks the network for fails the test."""
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on(
        "request", lambda request: complaints.append(request.url) if request.url.startswith("http") else None
    )

    def open_page(restoration: Restoration, sure: float = SURE, language: str = "vi") -> Page:
        file = tmp_path / "review.html"
        file.write_text(render_review(restoration, "bài.txt", sure, language), "utf-8")
        page = context.new_page()
        page.goto(file.as_uri())
        return page

    yield open_page
    assert complaints == []


def in_doubt() -> Restoration:
    """DAMAGED restored as DOUBTS tells."""
    steps, place = list[Step](), 0
    for before, probability, after, *others in DOUBTS:
        place = next(re.compile(rf"\b{before}\b").finditer(DAMAGED, place)).start()
        share = (1 - probability) / len(others)
        steps.append(Step(place, before, after, probability, tuple(Alternative(o, share) for o in others)))
        place += len(before)
    return Restoration(DAMAGED, replay(DAMAGED, steps), "drop-after-latin1", tuple(steps))


def doubted(restoration: Restoration, every: int = 1) -> Restoration:
    """The restoration, sure of all but every so many of its steps, and these with a second reading."""
    steps = tuple(
        replace(step, probability=1.0, alternatives=()) if number % every else open_again(step)
        for number, step in enumerate(restoration.steps)
    )
    return replace(restoration, steps=steps)


def open_again(step: Step) -> Step:
    """The step, even between its reading and one with another of the letters that the damage takes."""
    other = LETTER.sub(lambda letter: "ụ" if letter[0] == "ạ" else "ạ", step.after)
    return replace(step, probability=0.5, alternatives=(Alternative(other, 0.5),))


def doubtful(restoration: Restoration, sure: float = SURE) -> list[int]:
    return [number for number, step in enumerate(restoration.steps) if step.probability < sure]


def restored(page: Page) -> str:
    return "\n".join(page.locator("#text p:nth-child(2)").all_text_contents())


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.tagName"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def save(page: Page, path: Path) -> dict[str, object]:
    with page.expect_download() as download:
        press(page, "Control+s")
    assert download.value.suggested_filename == "bài.readings.json"
    download.value.save_as(path)
    saved = json.loads(path.read_bytes())
    assert isinstance(saved, dict)
    return saved


def apply(restoration: Restoration, review: dict[str, object]) -> Restoration:
    readings = review["readings"]
    assert isinstance(readings, list)
    return restoration.with_readings({entry["start"]: entry["reading"] for entry in readings})


def test_a_whole_review_by_keyboard_alone(open_review: Open, tmp_path: Path) -> None:
    restoration = doubted(restore(SEED, "drop-after-latin1"), every=9)
    page = open_review(restoration)
    places = doubtful(restoration)
    press(page, "j", "Enter")
    chosen = {}
    for turn, number in enumerate(places):
        step = restoration.steps[number]
        second = turn % 3 == 1 and bool(step.alternatives)
        chosen[step.start] = step.alternatives[0].text if second else step.after
        expect(page.locator("#place")).to_contain_text(f"Chỗ {turn + 1} trên {len(places)}:")
        assert focused(page) == "BUTTON"
        press(page, "2" if second else "1")
    expect(page.locator("#counter")).to_have_text(f"Đã xem {len(places)} trên {len(places)}")
    assert focused(page) == "save"
    review = save(page, tmp_path / "readings.json")
    reviewed = apply(restoration, review)
    assert review["sha256"] == hashlib.sha256(SEED.encode()).hexdigest()
    assert (review["kyyeu"], review["version"], review["source"]) == ("readings", 1, "bài.txt")
    assert review["damage"] == "drop-after-latin1"
    assert reviewed.text == restoration.with_readings(chosen).text != restoration.text
    assert reviewed.redamaged() == SEED
    assert restored(page).split() == reviewed.text.split()


def test_a_reading_is_typed_and_refused_where_the_damage_refuses_it(
    open_review: Open, tmp_path: Path
) -> None:
    restoration = in_doubt()
    page = open_review(restoration, sure=1)
    number = next(number for number, step in enumerate(restoration.steps) if step.before == "ch")
    step = restoration.steps[number]
    press(page, *["j"] * (doubtful(restoration, 1).index(number) + 1), "Enter")
    page.locator("#typed").focus()
    for wrong in ("chó", "thế", "chủy"):
        page.locator("#typed").fill(wrong)
        expect(page.locator("#verdict")).to_contain_text("Không được")
        press(page, "Enter")
        assert focused(page) == "typed"
        with pytest.raises(UnknownReading):
            restoration.with_readings({step.start: wrong})
    page.locator("#typed").fill("cho\u0302\u0303")  # as some keyboards type chỗ: o, circumflex, tilde
    expect(page.locator("#verdict")).to_have_text("Được: khớp với bản nguồn.")
    press(page, "Enter")
    review = save(page, tmp_path / "readings.json")
    assert review["readings"] == [{"start": step.start, "before": "ch", "reading": "chỗ"}]
    assert apply(restoration, review).text.split() == restored(page).split()


@pytest.mark.parametrize("damage", ["drop", "strip-diacritics", "question-mark", "replacement-character"])
def test_the_page_judges_readings_as_the_restoration_does(open_review: Open, damage: str) -> None:
    source = {"question-mark": "c?p nh?t", "replacement-character": "c\ufffdp nh\ufffdt"}.get(
        damage, "cp uy ban"
    )
    restoration = doubted(restore(source, damage))
    page = open_review(restoration, sure=1)
    step = restoration.steps[doubtful(restoration, 1)[0]]
    press(page, "j", "Enter")
    for reading in (
        "cấp",
        "cập",
        "c?p",
        "cp",
        "cup",
        "cốp",
        "cướp",
        "CẤP",
        "c\ufffdp",
        "cp\u0323",
        "cp ",
        "ộcp",
    ):
        try:
            restoration.with_readings({step.start: reading})
            right = True
        except UnknownReading:
            right = False
        page.locator("#typed").fill(reading)
        expect(page.locator("#verdict")).to_have_class("right" if right else "wrong")


def wait_until_kept(page: Page) -> None:
    """Until another page sees what this one keeps: Chromium hands it on when it finds time."""
    other = page.context.new_page()
    for _ in range(100):
        other.goto(page.url)
        if other.evaluate("localStorage.length"):
            break
        other.wait_for_timeout(50)
    other.close()


def test_choices_outlive_the_page(open_review: Open) -> None:
    restoration = in_doubt()
    page = open_review(restoration, sure=1)
    press(page, "j", "Enter", "2", "1", "Escape")
    expect(page.locator("#counter")).to_contain_text("Đã xem 2 trên")
    wait_until_kept(page)
    before = restored(page)
    page.reload()
    expect(page.locator("#counter")).to_contain_text("Đã xem 2 trên")
    assert restored(page) == before


def test_it_works_without_a_memory_and_says_so(
    open_review: Open, context: BrowserContext, tmp_path: Path
) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('') }})"
    )
    restoration = in_doubt()
    page = open_review(restoration, sure=1, language="en")
    press(page, "j", "Enter", "2", "Escape")
    expect(page.locator("#said")).to_contain_text("forgets the choices")
    readings = save(page, tmp_path / "readings.json")["readings"]
    assert isinstance(readings, list)
    assert len(readings) == 1


def test_a_saved_review_is_continued_from_its_file(
    open_review: Open, browser: Browser, tmp_path: Path
) -> None:
    restoration = in_doubt()
    page = open_review(restoration, sure=1)
    press(page, "j", "Enter", "2", "1", "Escape")
    file, before = tmp_path / "readings.json", restored(page)
    saved = save(page, file)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("#counter")).to_contain_text("Đã xem 0 trên")
    page.locator("#chosen-file").set_input_files(file)
    expect(page.locator("#said")).to_have_text("Đã nhận 2 lựa chọn.")
    assert restored(page) == before
    assert save(page, tmp_path / "again.json") == saved


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("not JSON", "không phải bản soát"),
        ("[]", "không phải bản soát"),
        ('{"kyyeu": "readings", "version": 2, "readings": []}', "không phải bản soát"),
        (
            '{"kyyeu": "readings", "version": 1, "source": "<b>khác</b>", "sha256": "0", "readings": []}',
            "bài khác (<b>khác</b>)",
        ),
    ],
)
def test_another_file_is_refused_in_words(
    open_review: Open, tmp_path: Path, content: str, words: str
) -> None:
    page = open_review(in_doubt(), sure=1)
    file = tmp_path / "other.json"
    file.write_text(content, "utf-8")
    page.locator("#chosen-file").set_input_files(file)
    expect(page.locator("#said")).to_contain_text(words)
    expect(page.locator("#counter")).to_contain_text("Đã xem 0 trên")


def test_readings_that_do_not_fit_are_left_out_and_those_of_other_places_kept(
    open_review: Open, tmp_path: Path
) -> None:
    restoration = in_doubt()
    page = open_review(restoration, sure=0.9)
    step = restoration.steps[doubtful(restoration, 0.9)[0]]
    surer = next(other for other in restoration.steps if other.probability >= 0.9)
    review = save(page, tmp_path / "readings.json")
    kept = {"start": surer.start, "before": surer.before, "reading": surer.after}
    review["readings"] = [{"start": step.start, "before": step.before, "reading": "<img src=x>"}, kept, None]
    (tmp_path / "readings.json").write_text(json.dumps(review), "utf-8")
    page.locator("#chosen-file").set_input_files(tmp_path / "readings.json")
    expect(page.locator("#said")).to_contain_text("Đã nhận 1 lựa chọn; 2 lựa chọn không khớp")
    assert save(page, tmp_path / "again.json")["readings"] == [kept]


def test_a_choice_can_be_taken_back(open_review: Open) -> None:
    page = open_review(in_doubt(), sure=1)
    before = restored(page)
    press(page, "j", "Enter", "2", "k", "0", "Escape")
    assert restored(page) == before
    expect(page.locator("#counter")).to_contain_text("Đã xem 0 trên")


def test_undo_takes_back_the_last_choices_one_by_one(open_review: Open) -> None:
    page = open_review(in_doubt(), sure=1)
    first = page.locator("#text mark").first
    press(page, "j", "Enter", "2", "2", "k", "k", "1", "Control+z")
    expect(page.locator("#place")).to_contain_text("Chỗ 1 trên")
    expect(first).to_have_text("Tịnh")
    press(page, "z", "z", "z")
    expect(page.locator("#counter")).to_contain_text("Đã xem 0 trên")
    expect(page.locator("#said")).to_have_text("Đã hoàn tác.")
    expect(first).to_have_text("Tỉnh")
    page.locator("#typed").focus()
    press(page, "z")
    assert page.locator("#typed").input_value() == "z"


def test_the_reviewer_goes_on_with_what_is_not_looked_at(open_review: Open) -> None:
    page = open_review(in_doubt(), sure=1)
    press(page, "n", "1", "1", "Escape")
    page.reload()
    press(page, "n")
    expect(page.locator("#place")).to_contain_text("Chỗ 3 trên")
    press(page, "n")
    expect(page.locator("#place")).to_contain_text("Chỗ 4 trên")
    press(page, "Escape", "k", "k", "n")  # from the place that has the focus
    expect(page.locator("#place")).to_contain_text("Chỗ 3 trên")
    press(page, *"111111")
    expect(page.locator("#onward")).to_be_hidden()


def test_a_choice_may_hold_for_all_places_alike(open_review: Open, tmp_path: Path) -> None:
    restoration = doubted(restore("t chc th s. " * 3, "drop-after-latin1"))
    page = open_review(restoration)
    press(page, "j", "Enter")
    expect(page.locator("#alike")).to_have_text("A Chọn cho cả 2 chỗ chưa xem khác giống thế")
    assert not page.locator("#all-alike").is_checked()
    press(page, "a", "2")
    expect(page.locator("#said")).to_have_text("Đã chọn cho 3 chỗ.")
    assert page.locator("#text mark.seen").count() == 3
    assert not page.locator("#all-alike").is_checked()
    review = save(page, tmp_path / "readings.json")
    assert apply(restoration, review).text.split() == restored(page).split()
    press(page, "Control+z")
    assert page.locator("#text mark.seen").count() == 0
    press(page, "1", "k")
    expect(page.locator("#alike")).to_be_visible()


def test_a_place_without_its_like_offers_none(open_review: Open) -> None:
    page = open_review(in_doubt(), sure=1)
    press(page, "j", "Enter", "a")
    expect(page.locator("#alike")).to_be_hidden()
    assert not page.locator("#all-alike").is_checked()


def test_the_list_goes_from_the_least_certain_on(open_review: Open) -> None:
    restoration = in_doubt()
    page = open_review(restoration, sure=1)
    steps = [restoration.steps[number] for number in doubtful(restoration, 1)]
    first, second = sorted(steps, key=lambda step: step.probability)[:2]
    expect(page.locator("#list b").first).to_have_text(first.after)
    page.locator("#list button").first.focus()
    press(page, "ArrowDown", "ArrowUp", "Enter")
    expect(page.locator("#place")).to_contain_text(f"Chỗ {steps.index(first) + 1} trên")
    press(page, "1")
    expect(page.locator("#place")).to_contain_text(f"Chỗ {steps.index(second) + 1} trên")
    press(page, "Escape")
    assert page.evaluate("document.activeElement === document.querySelectorAll('#list button')[1]")


def test_a_long_list_is_shown_in_helpings(open_review: Open) -> None:
    restoration = doubted(restore("Tnh u t chc th s. " * 150, "drop-after-latin1"))
    page = open_review(restoration, sure=1)
    total = len(doubtful(restoration, 1))
    assert total > 400 and page.locator("#list li").count() == 200
    page.locator("#more").focus()
    press(page, "Enter")
    assert page.evaluate("document.activeElement === document.querySelectorAll('#list button')[200]")
    press(page, "Enter", "1")
    expect(page.locator("#counter")).to_have_text(f"Đã xem 1 trên {total}")
    while page.locator("#more").is_visible():
        page.locator("#more").click()
    assert page.locator("#list li").count() == total


def test_closing_gives_the_focus_back_to_the_place(open_review: Open) -> None:
    page = open_review(in_doubt(), sure=1)
    press(page, "j", "J", "j", "k", "ArrowRight", "Enter", "Escape")
    assert page.evaluate("document.activeElement === document.querySelectorAll('#text mark')[2]")
    expect(page.locator("#panel")).to_be_hidden()


def test_tab_goes_from_place_to_place_and_the_focus_shows(open_review: Open) -> None:
    page = open_review(in_doubt(), sure=1)
    page.locator("#text mark").first.focus()
    press(page, "Tab")
    assert page.evaluate("document.activeElement === document.querySelectorAll('#text mark')[1]")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_every_reading_is_shown_in_its_sentence_with_its_probability(open_review: Open) -> None:
    restoration = doubted(restore("Hôm nay. Văn phòng cp u hp. Mai", "drop-after-latin1"))
    page = open_review(restoration, sure=1, language="en")
    step = restoration.steps[doubtful(restoration, 1)[0]]
    page.locator("#text mark").first.click()
    lines = page.locator("#readings button").all_inner_texts()
    assert len(lines) == 1 + len(step.alternatives)
    assert " ".join(lines[0].split()).startswith("1 Văn phòng cấp ")
    assert "Hôm nay" not in lines[0] and "Mai" not in lines[0]
    assert all(line.rstrip().endswith("%") for line in lines)


def test_an_ellipsis_within_a_sentence_does_not_end_it(open_review: Open) -> None:
    restoration = doubted(restore("Cap uy...  cua Trung uong. Mai hop.", "strip-diacritics"))
    page = open_review(restoration, language="en")
    page.locator("#text mark").first.click()
    assert "...  của Trung ương." in page.locator("#readings button").first.inner_text()


@pytest.mark.parametrize("damage", ["none", "nfd"])
def test_where_there_is_no_doubt_there_is_nothing_to_press(open_review: Open, damage: str) -> None:
    page = open_review(restore("Cấp ủy họp.", damage))
    expect(page.locator("#summary")).to_be_visible()
    assert page.locator("button:visible, summary:visible, kbd:visible, progress:visible").count() == 0


def test_text_in_the_source_never_becomes_markup(open_review: Open) -> None:
    page = open_review(doubted(restore(HOSTILE, "drop-after-latin1")), sure=1)
    press(page, "j", "Enter", "2", "Escape")
    assert page.locator("img, b b").count() == 0
    assert page.title() == "Soát bản khôi phục: bài.txt"
    assert page.locator("#text p").first.inner_text() == HOSTILE


def test_a_reader_who_hears_the_page_is_told_what_a_place_is(open_review: Open) -> None:
    restoration = in_doubt()
    page = open_review(restoration, sure=1, language="en")
    step = restoration.steps[doubtful(restoration, 1)[0]]
    place = page.get_by_role("button", name=f"{step.after}, ").and_(page.locator("mark")).first
    expect(place).to_have_attribute("aria-label", re.compile(r"%, not looked at$"))
    place.click()
    expect(page.get_by_role("dialog", name="Place 1 of")).to_be_visible()
    press(page, "1")
    expect(page.get_by_role("status").first).to_have_text(f"1 of {len(doubtful(restoration, 1))} looked at")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_runs_off_the_screen(open_review: Open, width: int) -> None:
    page = open_review(doubted(restore(SEED, "drop-after-latin1"), every=9))
    page.set_viewport_size({"width": width, "height": 800})
    press(page, "j", "Enter")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("panel.scrollWidth <= panel.clientWidth")


@pytest.mark.long
def test_a_book_of_a_hundred_thousand_syllables_opens(open_review: Open) -> None:
    book = "\n".join([SEED] * (100_000 // len(SEED.split()) + 1))
    restoration = doubted(restore(book, "drop-after-latin1"), every=20)
    page = open_review(restoration)
    expect(page.locator("#counter")).to_contain_text(f"trên {len(doubtful(restoration))}")
    press(page, "j", "Enter", "1")
    expect(page.locator("#place")).to_contain_text("Chỗ 2 trên")
