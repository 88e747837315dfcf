"""VPS (Vietnamese Professionals Society) taken for Windows-1252.

>>> vps("cấp uỷ được")
'cÃp u› ÇÜ®c'
"""

from kyyeu.restorer.damage.code_page import parse_chart
from kyyeu.restorer.damage.damage import respelling

vps = respelling(
    "vps",
    parse_chart("""
        à ả ã á ạ   E0 E4 E3 E1 E5
        ă ằ ẳ ẵ ắ ặ   E6 A2 A3 A4 A1 A5
        â ầ ẩ ẫ ấ ậ   E2 C0 C4 C5 C3 C6
        è ẻ ẽ é ẹ   E8 C8 EB E9 CB
        ê ề ể ễ ế ệ   EA 8A 8B CD 89 8C
        ì ỉ ĩ í ị   EC CC EF ED CE
        ò ỏ õ ó ọ   F2 D5 F5 F3 86
        ô ồ ổ ỗ ố ộ   F4 D2 B0 87 D3 B6
        ơ ờ ở ỡ ớ ợ   D6 A9 AA AB A7 AE
        ù ủ ũ ú ụ   F9 FB DB FA F8
        ư ừ ử ữ ứ ự   DC D8 BA BB D9 BF
        ỳ ỷ ỹ ý ỵ   FF 9B CF 9A 9C
        đ   C7
        À Ả Ã Á Ạ   80 81 82 C1 02
        Ă Ằ Ẳ Ẵ Ắ Ặ   88 8E 8F F0 8D 04
        Â Ầ Ẩ Ẫ Ấ Ậ   C2 84 85 1C 83 03
        È Ẻ Ẽ É Ẹ   D7 DE FE C9 05
        Ê Ề Ể Ễ Ế Ệ   CA 93 94 95 90 06
        Ì Ỉ Ĩ Í Ị   B5 B7 B8 B4 10
        Ò Ỏ Õ Ó Ọ   BC BD BE B9 11
        Ô Ồ Ổ Ỗ Ố Ộ   D4 97 98 99 96 12
        Ơ Ờ Ở Ỡ Ớ Ợ   F7 9E 9F A6 9D 13
        Ù Ủ Ũ Ú Ụ   A8 D1 AC DA 14
        Ư Ừ Ử Ữ Ứ Ự   D0 AF B1 1D AD 15
        Ỳ Ỷ Ỹ Ý Ỵ   B2 FD B3 DD 19
        Đ   F1
    """),
)
