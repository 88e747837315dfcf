"""What no sound text has is read in any text, whatever its words say; what one may have stays."""

import re
from collections.abc import Callable

import pytest

from kyyeu.restorer import NotText, restore
from kyyeu.restorer.text_file import decode

SENTENCES = (
    "Sáng 18/10, Văn phòng Tỉnh ủy tổ chức “gặp mặt” kỷ niệm – ngày truyền thống…",
    "Hàng cây “không chỉ” đẹp, mà còn là cả một kỷ niệm của ông cựu bí thư – người trồng nó.",
)


def misread(page: str) -> Callable[[str], str]:
    table = "".join(bytes([code]).decode(page, "ignore") or chr(code) for code in range(256))
    return lambda text: "".join(
        table[code]
        for char in text
        for half in halves(char)
        for code in half.encode("utf-8", "surrogatepass")
    )


def halves(text: str) -> str:
    """Characters beyond U+FFFF as two, as CESU-8 has them."""
    data = text.encode("utf-16-be")
    return "".join(chr(int.from_bytes(data[place : place + 2])) for place in range(0, len(data), 2))


def only(signs: str, change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: re.sub(f"[{signs}]", lambda sign: change(sign[0]), text)


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


WAYS: dict[str, Callable[[str], str]] = {
    "pictures by halves": halves,
    "signs as control codes": only("“”–…", lambda sign: sign.encode("cp1252").decode("latin-1")),
    "capitals wide": only("A-Z", wide),
    "spaces wide": lambda text: text.replace("kỷ niệm", "kỷ\u3000niệm"),
    "several letters one sign": lambda text: text.replace("fi", "ﬁ"),
    "colours of a terminal": lambda text: text.replace("kỷ", "\x1b[1;31mkỷ\x1b[0m"),
    "a carriage return too many": lambda text: text.replace("\n", "\r\r\n"),
}


def behind(code: str) -> Callable[[str], str]:
    return only("ẹặ", lambda letter: letter + code)


def ending_lines(code: str) -> Callable[[str], str]:
    return lambda text: text.replace("\n", code)


for page in ("cp1252", "latin-1", "cp1258"):
    for name, letters in (("signs", "“”–…"), ("à", "à"), ("a word", "kỷ"), ("a picture", "💐")):
        WAYS[f"{name} misread as {page}"] = only(letters, misread(page))
    WAYS[f"all misread as {page}, pictures by halves"] = misread(page)
WAYS |= {f"{code!r} in a word": behind(code) for code in "\0\x01\x08\x1f\x7f\u206a\ufffc"}
WAYS |= {f"{code!r} ends lines": ending_lines(code) for code in "\r\u2028\u2029\x0b\x0c\x85"}


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("way", WAYS)
def test_what_no_sound_text_has_is_read(way: str, sentence: str) -> None:
    sound = f"{sentence} Xem tệp final.\nABC chúc mừng 💐"
    restored = restore(damaged := WAYS[way](sound))
    assert restored.text.replace("\r\n", "\n") == sound
    assert (restored.redamaged(), restored.vietnamese) == (damaged, True)
    assert damaged == sound or restored.damage != "none"


ITS_OWN = {
    "ends of lines of Windows": "Điều một nói về tổ chức.\r\nĐiều hai nói về cán bộ.\r\n",
    "a quotation mark behind a capital": "BÀ NÓI: “CHÚNG TÔI ĐÃ KHÔNG VỀ, VÀ CŨNG KHÔNG VÃ”. Ông đáp: «má»…",
    "a space behind a capital that may not break": "ĐÃ\xa0nói là làm, cán bộ VÃ\xa0cả mồ hôi.",
    "a sign of functions": "Hàm số được viết là sin\u2061(A) và cos\u2061x trong sách giáo khoa của ngành.",
    "figures that look like escapes": "Tỷ lệ hộ nghèo: 10% thấp nhất: 2,9%10% cao nhất: 25,9% của cả nước.",
    "an address": "Mời các đồng chí xem https://abc.vn/tai%20lieu.pdf ở trang của ngành.",
    "letters of other languages": "Sông ở thành phố Ĳsselmuiden, hồ Ǆ, dãy Ņ đều có tên trên bản đồ.",
    "a flag": "Đội \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f thắng đội nhà.",
    "Chinese": "Chữ Hán viết là 中国，北京（Ａ）và được đọc là Trung Quốc, Bắc Kinh.",
    "Tibetan": "Khu tự trị Tây Tạng (བོད་རང་སྐྱོང་ལྗོངས་) là một vùng cao, dân cư thưa thớt.",
    "Japanese": "Chữ あ và chữ ア, chữ い và chữ イ, chữ う và chữ ウ, chữ え và chữ エ đều là chữ cái.",
    "sounds": "Chữ sang đọc là /sɑ̃/ chứ không phải là [sɑ̃ɡ], theo từ điển của viện.",
    "names with colons": "Bản mẫu:SACN Bản mẫu:Andean Community Bản mẫu:Mercosur Bản mẫu:OAS",
    "formulas": "Dấu ± là cộng trừ: A\n±\nB, sin\n\u2061\n(\nA\n±\nB\n), có hai giá trị khả dĩ của một số.",
}


LONG = """Sáng nay, Ban Thường vụ Tỉnh ủy họp phiên thường kỳ để nghe báo cáo về kết quả công tác sáu
tháng đầu năm và bàn nhiệm vụ sáu tháng cuối năm. Các đại biểu thảo luận sôi nổi, nêu nhiều ý
kiến về cải cách thủ tục, về xây dựng nông thôn mới và về đời sống của đồng bào ở các xã vùng
cao. Kết luận phiên họp, Bí thư Tỉnh ủy đề nghị các cấp ủy bám sát cơ sở, gần dân, lắng nghe dân
và giải quyết kịp thời những việc dân cần.
"""


@pytest.mark.parametrize("beside", ["", LONG], ids=["alone", "beside much"])
@pytest.mark.parametrize("kind", ITS_OWN)
def test_what_sound_text_may_have_stays(kind: str, beside: str) -> None:
    text = beside + ITS_OWN[kind]
    restored = restore(text)
    assert (restored.text, restored.damage) == (text, "none")


def test_half_a_pair_alone_is_no_text() -> None:
    with pytest.raises(NotText) as caught:
        restore("Chúc mừng \ud83d\udc90 và \ud83d")
    assert (caught.value.place, caught.value.found) == (16, "\ud83d")


def test_a_file_with_pairs_by_halves_is_read() -> None:
    assert decode(halves("Chúc mừng 💐").encode("utf-8", "surrogatepass")) == "Chúc mừng 💐"
