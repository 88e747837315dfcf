"""VISCII 1.1 (RFC 1456) taken for Windows-1252.

>>> viscii("cấp uỷ được")
'c¤p uÖ ðßþc'
"""

from kyyeu.restorer.damage.code_page import parse_chart
from kyyeu.restorer.damage.damage import respelling

viscii = respelling(
    "viscii",
    parse_chart("""
        à ả ã á ạ   E0 E4 E3 E1 D5
        ă ằ ẳ ẵ ắ ặ   E5 A2 C6 C7 A1 A3
        â ầ ẩ ẫ ấ ậ   E2 A5 A6 E7 A4 A7
        è ẻ ẽ é ẹ   E8 EB A8 E9 A9
        ê ề ể ễ ế ệ   EA AB AC AD AA AE
        ì ỉ ĩ í ị   EC EF EE ED B8
        ò ỏ õ ó ọ   F2 F6 F5 F3 F7
        ô ồ ổ ỗ ố ộ   F4 B0 B1 B2 AF B5
        ơ ờ ở ỡ ớ ợ   BD B6 B7 DE BE FE
        ù ủ ũ ú ụ   F9 FC FB FA F8
        ư ừ ử ữ ứ ự   DF D7 D8 E6 D1 F1
        ỳ ỷ ỹ ý ỵ   CF D6 DB FD DC
        đ   F0
        À Ả Ã Á Ạ   C0 C4 C3 C1 80
        Ă Ằ Ẳ Ẵ Ắ Ặ   C5 82 02 05 81 83
        Â Ầ Ẩ Ẫ Ấ Ậ   C2 85 86 06 84 87
        È Ẻ Ẽ É Ẹ   C8 CB 88 C9 89
        Ê Ề Ể Ễ Ế Ệ   CA 8B 8C 8D 8A 8E
        Ì Ỉ Ĩ Í Ị   CC 9B CE CD 98
        Ò Ỏ Õ Ó Ọ   D2 99 A0 D3 9A
        Ô Ồ Ổ Ỗ Ố Ộ   D4 90 91 92 8F 93
        Ơ Ờ Ở Ỡ Ớ Ợ   B4 96 97 B3 95 94
        Ù Ủ Ũ Ú Ụ   D9 9C 9D DA 9E
        Ư Ừ Ử Ữ Ứ Ự   BF BB BC FF BA B9
        Ỳ Ỷ Ỹ Ý Ỵ   9F 14 19 DD 1E
        Đ   D0
    """),
)
