r"""TCVN3 (ABC), the third chart of TCVN 5712:1993, taken for Windows-1252.

It has no capitals with tones: the fonts whose names end in H draw the small ones as capitals.

>>> tcvn3("cấp uỷ được")
'cÊp uû ®\xadîc'
"""

from kyyeu.restorer.damage.code_page import parse_chart
from kyyeu.restorer.damage.damage import respelling

tcvn3 = respelling(
    "tcvn3",
    parse_chart("""
        à ả ã á ạ   B5 B6 B7 B8 B9
        ă ằ ẳ ẵ ắ ặ   A8 BB BC BD BE C6
        â ầ ẩ ẫ ấ ậ   A9 C7 C8 C9 CA CB
        è ẻ ẽ é ẹ   CC CE CF D0 D1
        ê ề ể ễ ế ệ   AA D2 D3 D4 D5 D6
        ì ỉ ĩ í ị   D7 D8 DC DD DE
        ò ỏ õ ó ọ   DF E1 E2 E3 E4
        ô ồ ổ ỗ ố ộ   AB E5 E6 E7 E8 E9
        ơ ờ ở ỡ ớ ợ   AC EA EB EC ED EE
        ù ủ ũ ú ụ   EF F1 F2 F3 F4
        ư ừ ử ữ ứ ự   AD F5 F6 F7 F8 F9
        ỳ ỷ ỹ ý ỵ   FA FB FC FD FE
        đ   AE
        Ă Â Ê Ô Ơ Ư Đ   A1 A2 A3 A4 A5 A6 A7
    """),
)
