"""The pictures of the example, drawn: hills, water, houses, rooms, people without faces, an old sheet.

They stand for photographs, whose rights would be others'. The same version of Pillow draws the same bytes.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from math import pi, sin
from pathlib import Path
from random import Random
from time import gmtime
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Colour = tuple[int, int, int]
Sky = tuple[Colour, Colour]
"""Above, and at the horizon."""
Size = tuple[int, int]
"""Width and height in pixels."""

FACE = Path(__file__).parent.parent / "templates" / "fonts" / "source-serif-4" / "SourceSerif4_400Regular.ttf"
_FINE = 2  # drawn so many times as large, which makes edges smooth
_DAWN: Sky = ((164, 186, 204), (246, 224, 196))
_NOON: Sky = ((150, 184, 210), (226, 234, 232))
_DUSK: Sky = ((88, 104, 138), (236, 186, 150))
_HAZE: Sky = ((196, 206, 206), (236, 232, 218))
_FAR, _NEAR = (142, 164, 168), (38, 66, 62)
_WALL, _ROOF, _SHADE, _GREEN = (234, 214, 166), (158, 78, 58), (120, 98, 74), (74, 106, 78)
_CLOTHES = ((52, 70, 92), (238, 236, 228), (142, 52, 50), (104, 120, 112), (196, 184, 160), (76, 62, 84))
_SKINS = ((206, 166, 138), (196, 152, 124), (214, 178, 150))
_PAPERS = ((196, 168, 126), (214, 192, 152), (172, 146, 112), (120, 132, 128), (152, 92, 76), (224, 212, 186))
_FRAME = (116, 96, 78)
_HAIRS = ((40, 36, 36), (58, 50, 46), (122, 120, 118))


class Canvas:
    """A picture while it is drawn; places and sizes are in shares of its width and of its height."""

    def __init__(self, size: Size, sky: Sky) -> None:
        """A picture of that size and nothing but sky."""
        self.width, self.height = size[0] * _FINE, size[1] * _FINE
        self.image = _gradient((self.width, self.height), sky)
        self.pen = ImageDraw.Draw(self.image)

    def shape(self, points: Sequence[tuple[float, float]], fill: Colour) -> None:
        """An area within those points."""
        self.pen.polygon([(x * self.width, y * self.height) for x, y in points], fill=fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour) -> None:
        """An upright box."""
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], fill)

    def disc(self, x: float, y: float, wide: float, high: float, fill: Colour) -> None:
        """An ellipse around a point, half as wide and half as high, both in shares of the width."""
        across, down = wide * self.width, high * self.width
        x, y = x * self.width, y * self.height
        self.pen.ellipse([x - across, y - down, x + across, y + down], fill=fill)

    def glow(self, x: float, y: float, wide: float, light: Colour) -> None:
        """Light around a point, fading out."""
        across, down = np.meshgrid(
            np.arange(self.width) - x * self.width, np.arange(self.height) - y * self.height
        )
        share = np.clip(1 - np.hypot(across, down) / (wide * self.width), 0, 1) ** 2 * 0.8
        mask = Image.fromarray((share * 255).astype(np.uint8))
        self.image.paste(light, (0, 0, self.width, self.height), mask)

    def done(self, soft: float = 0.7) -> Image.Image:
        """The picture at its own size, a little softened, as a lens does."""
        small = self.image.resize((self.width // _FINE, self.height // _FINE), Image.Resampling.LANCZOS)
        return small.filter(ImageFilter.GaussianBlur(soft * small.width / 1500))


def _gradient(size: Size, sky: Sky) -> Image.Image:
    share = np.linspace(0, 1, size[1])[:, None, None] ** 1.3
    column = (np.array(sky[0]) * (1 - share) + np.array(sky[1]) * share).round().astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(np.broadcast_to(column, (size[1], size[0], 3))))


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _ridge(random: Random, base: float, deep: float) -> list[tuple[float, float]]:
    """The line of hills: some waves, one on the other."""
    waves = [(random.uniform(2, 5) * 2**k, random.uniform(0, 2 * pi), deep / 2**k) for k in range(4)]
    return [(x / 160, base - sum(h * sin(x / 160 * f + p) for f, p, h in waves)) for x in range(161)]


def _hills(canvas: Canvas, seed: int, sky: Sky, top: float, bottom: float, count: int = 5) -> None:
    """Hills behind hills, the nearer the darker and the lower."""
    random = Random(seed)
    for number in range(count):
        share = number / (count - 1)
        base = top + (bottom - top) * share
        colour = _mix(_mix(sky[1], _FAR, 0.55), _NEAR, share**1.4)
        canvas.shape([*_ridge(random, base, 0.055 - 0.02 * share), (1, 1), (0, 1)], colour)


def hills(size: Size, seed: int, sky: Sky = _DAWN, sun: float = 0.68) -> Image.Image:
    """Hills one behind the other, and the sun over them."""
    canvas = Canvas(size, sky)
    canvas.disc(sun, 0.34, 0.035, 0.035, _mix(sky[1], (255, 246, 226), 0.7))
    _hills(canvas, seed, sky, 0.5, 0.9)
    return canvas.done()


def river(size: Size, seed: int, sky: Sky = _DAWN) -> Image.Image:
    """A river that shows the sky, with boats on it."""
    canvas, random = Canvas(size, sky), Random(seed)
    _hills(canvas, seed, sky, 0.4, 0.5, 3)
    water = _mix(sky[1], sky[0], 0.35)
    canvas.box(0, 0.56, 1, 1, water)
    for _ in range(90):
        y = random.uniform(0.57, 0.99)
        x, wide = random.random(), random.uniform(0.02, 0.16) * y
        canvas.box(x, y, x + wide, y + 0.0016, _mix(water, (255, 255, 255), 0.35))
    canvas.shape([*_ridge(random, 0.93, 0.012), (1, 1), (0, 1)], _NEAR)
    for x, y, wide in ((0.3, 0.72, 0.1), (0.62, 0.64, 0.045)):
        _boat(canvas, x, y, wide)
    return canvas.done()


def _boat(canvas: Canvas, x: float, y: float, wide: float) -> None:
    """A sampan with someone standing in it."""
    deep, dark = wide * canvas.width / canvas.height, (48, 46, 50)

    def put(fill: Colour, *points: tuple[float, float]) -> None:
        canvas.shape([(x + wide * across, y + deep * down) for across, down in points], fill)

    put(dark, (-1, -0.12), (1, -0.16), (0.7, 0.1), (-0.7, 0.1))
    put(dark, (0.4, -0.62), (0.52, -0.62), (0.52, -0.05), (0.4, -0.05))
    put((206, 186, 148), (0.3, -0.6), (0.62, -0.6), (0.46, -0.76))
    put(dark, (0.36, -0.4), (0.4, -0.4), (0.86, 0.18), (0.83, 0.18))


def fields(size: Size, seed: int, sky: Sky = _NOON) -> Image.Image:
    """Rice fields up to the hills, their dykes running to one point."""
    canvas, random = Canvas(size, sky), Random(seed)
    _hills(canvas, seed, sky, 0.4, 0.5, 3)
    greens = ((156, 172, 104), (128, 154, 96), (178, 182, 116), (108, 140, 92), (196, 186, 118))
    rows = [0.52, 0.56, 0.62, 0.71, 0.83, 1.0]
    for top, bottom in pairwise(rows):
        cuts = [-0.6 + 0.32 * k + random.uniform(-0.05, 0.05) for k in range(8)]
        for left, right in pairwise(cuts):
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
            canvas.shape([(0.5 + (x - 0.5) * (y - 0.42) * 2.1, y) for x, y in corners], random.choice(greens))
        canvas.box(0, top, 1, top + 0.004, (96, 118, 84))
    return canvas.done()


def house(size: Size, seed: int, sky: Sky = _NOON, people: int = 0) -> Image.Image:
    """An office with a tiled roof, trees at its sides, and so many people before it."""
    canvas, random = Canvas(size, sky), Random(seed)
    _hills(canvas, seed, sky, 0.5, 0.58, 3)
    canvas.box(0, 0.78, 1, 1, (206, 196, 172))
    for x in (0.06, 0.13, 0.88, 0.96):
        _tree(canvas, random, x, 0.8)
    canvas.box(0.16, 0.42, 0.84, 0.8, _WALL)
    canvas.box(0.16, 0.42, 0.84, 0.45, _mix(_WALL, _SHADE, 0.5))
    canvas.shape([(0.12, 0.43), (0.88, 0.43), (0.8, 0.29), (0.2, 0.29)], _ROOF)
    canvas.shape([(0.4, 0.43), (0.6, 0.43), (0.5, 0.22)], _mix(_ROOF, _SHADE, 0.35))
    for number in range(9):
        x = 0.2 + number * 0.075
        if number != 4:
            canvas.box(x - 0.016, 0.52, x + 0.016, 0.68, (92, 114, 108))
            canvas.box(x - 0.001, 0.52, x + 0.001, 0.68, _WALL)
    canvas.box(0.468, 0.54, 0.532, 0.78, (104, 70, 54))
    for step in range(4):
        top, out, shade = 0.78 + step * 0.013, step * 0.012, 182 - 9 * step
        canvas.box(0.44 - out, top, 0.56 + out, top + 0.012, (shade, shade, shade))
    if people:
        _row_of_people(canvas, random, people, 0.97, 0.84 / people)
    return canvas.done()


def _tree(canvas: Canvas, random: Random, x: float, foot: float) -> None:
    canvas.box(x - 0.005, foot - 0.2, x + 0.005, foot, (92, 78, 64))
    for _ in range(14):
        shade = _mix(_GREEN, (150, 170, 118), random.random())
        canvas.disc(x + random.uniform(-0.04, 0.04), foot - random.uniform(0.16, 0.42), 0.026, 0.024, shade)


def _row_of_people(canvas: Canvas, random: Random, count: int, foot: float, step: float) -> None:
    """People beside each other, seen from afar."""
    tall = min(0.34, step * 2.3 * canvas.width / canvas.height)
    for number in range(count):
        x = 0.5 + (number - (count - 1) / 2) * step
        high = tall * random.uniform(0.94, 1.06)
        _figure(canvas, random, x, foot, high)


def _figure(canvas: Canvas, random: Random, x: float, foot: float, tall: float) -> None:
    wide = tall * canvas.height / canvas.width
    head, clothes = wide * 0.115, random.choice(_CLOTHES)
    canvas.box(x - wide * 0.13, foot - tall * 0.46, x + wide * 0.13, foot, _mix(clothes, (40, 42, 50), 0.7))
    canvas.box(x - wide * 0.05, foot - tall * 0.82, x + wide * 0.05, foot - tall * 0.7, random.choice(_SKINS))
    canvas.disc(x, foot - tall * 0.66, wide * 0.2, wide * 0.1, clothes)
    canvas.box(x - wide * 0.2, foot - tall * 0.66, x + wide * 0.2, foot - tall * 0.4, clothes)
    canvas.disc(x, foot - tall * 0.92, head, head * 1.15, random.choice(_HAIRS))
    canvas.disc(x, foot - tall * 0.89, head * 0.84, head * 0.98, random.choice(_SKINS))


def hall(size: Size, seed: int, grey: bool = False) -> Image.Image:
    """A hall seen from the last row: the stage, and rows of those who listen."""
    canvas, random = Canvas(size, ((228, 216, 192), (212, 196, 168))), Random(seed)
    for number in range(9):
        x, far = number / 8, 0.2 + number * 0.075
        canvas.shape([(x, 0), (x + 0.008, 0), (far, 0.2), (far - 0.002, 0.2)], (202, 188, 160))
    canvas.box(0.2, 0.2, 0.8, 0.6, (128, 44, 44))
    for fold in range(24):
        left = 0.2 + fold * 0.025
        canvas.box(left, 0.2, left + 0.011, 0.6, (144, 54, 50))
    canvas.box(0.24, 0.28, 0.76, 0.34, (226, 194, 120))
    canvas.shape([(0.17, 0.6), (0.83, 0.6), (0.87, 0.66), (0.13, 0.66)], (150, 114, 82))
    canvas.box(0.64, 0.46, 0.7, 0.62, (108, 74, 54))
    _figure(canvas, random, 0.67, 0.6, 0.2)
    canvas.box(0.645, 0.5, 0.695, 0.62, (108, 74, 54))
    for row in range(5):
        y, step = 0.7 + row * 0.075 + row**2 * 0.006, 0.05 + row * 0.016
        for seat in range(-int(0.6 / step), int(0.6 / step) + 1):
            x = 0.5 + (seat + row % 2 / 2) * step + random.uniform(-0.004, 0.004)
            _listener(canvas, random, x, y, step)
    picture = canvas.done()
    return _aged(picture) if grey else picture


def _listener(canvas: Canvas, random: Random, x: float, y: float, step: float) -> None:
    """Someone's head and shoulders from behind."""
    down = step * canvas.width / canvas.height
    canvas.disc(x, y + down * 0.62, step * 0.44, step * 0.4, random.choice(_CLOTHES))
    canvas.box(x - step * 0.44, y + down * 0.62, x + step * 0.44, y + down * 1.9, (92, 66, 52))
    canvas.disc(x, y, step * 0.2, step * 0.24, random.choice(_HAIRS))


def archive(size: Size, seed: int) -> Image.Image:
    """Shelves full of boxes, as far as one sees."""
    canvas, random = Canvas(size, ((222, 218, 206), (196, 188, 170))), Random(seed)
    for side in (-1, 1):
        for bay in range(9, 0, -1):
            far, near = 0.5 / (bay + 0.92), 0.5 / bay
            for shelf in range(6):
                above = 0.28 * shelf - 0.78
                for cut in range(5):
                    box = far + (near - far) * cut / 5, far + (near - far) * (cut + 0.86) / 5
                    shade = _mix(random.choice(_PAPERS), (206, 200, 186), min(0.75, bay * 0.1))
                    _upright(canvas, side, *box, above, above + 0.22, shade)
                _upright(canvas, side, far, near, above + 0.22, above + 0.235, (86, 92, 94))
    return canvas.done()


def _upright(
    canvas: Canvas, side: int, far: float, near: float, above: float, below: float, fill: Colour
) -> None:
    """A face of a wall that runs to the middle of the picture, on its left (-1) or its right."""
    corners = ((far, above), (near, above), (near, below), (far, below))
    canvas.shape([(0.5 + side * x, 0.5 + 1.24 * x * y) for x, y in corners], fill)


def desk(size: Size, seed: int) -> Image.Image:
    """A desk at night: a lamp, sheets of paper, a window on the dark."""
    canvas, random = Canvas(size, ((54, 58, 76), (78, 70, 72))), Random(seed)
    canvas.box(0.08, 0.1, 0.42, 0.56, (30, 38, 58))
    canvas.disc(0.35, 0.2, 0.022, 0.022, (228, 222, 196))
    canvas.box(0.244, 0.1, 0.256, 0.56, _FRAME)
    canvas.box(0.08, 0.32, 0.42, 0.335, _FRAME)
    canvas.shape([(0, 0.72), (1, 0.68), (1, 1), (0, 1)], (108, 74, 54))
    canvas.shape([(0.38, 0.73), (0.95, 0.7), (1, 0.84), (0.34, 0.88)], (150, 106, 74))
    for _ in range(6):
        x, y = random.uniform(0.34, 0.56), random.uniform(0.76, 0.88)
        sheet = [(x, y), (x + 0.2, y - 0.02), (x + 0.24, y + 0.06), (x + 0.03, y + 0.085)]
        canvas.shape(sheet, _mix((250, 244, 226), (214, 200, 172), random.random()))
    canvas.glow(0.665, 0.48, 0.42, (255, 226, 160))
    canvas.box(0.655, 0.5, 0.668, 0.76, (62, 60, 64))
    canvas.shape([(0.58, 0.52), (0.75, 0.52), (0.71, 0.38), (0.62, 0.38)], (182, 70, 54))
    canvas.disc(0.661, 0.77, 0.05, 0.012, (52, 50, 54))
    return canvas.done()


def lotus(size: Size, seed: int) -> Image.Image:
    """Lotus on a pond."""
    canvas, random = Canvas(size, ((150, 176, 168), (92, 128, 122))), Random(seed)
    for number in range(46):
        y = 0.12 + 0.86 * (number / 45) ** 0.8
        wide = 0.03 + 0.11 * y
        shade = _mix((126, 160, 132), (46, 92, 78), random.random())
        canvas.disc(random.random(), y, wide, wide * 0.4, shade)
    for x, y, large in ((0.62, 0.6, 0.15), (0.26, 0.44, 0.075), (0.84, 0.3, 0.05)):
        down = large * canvas.width / canvas.height
        canvas.box(x - 0.004, y, x + 0.004, y + down * 1.6, (70, 108, 84))
        for turn in (-0.9, 0.9, -0.6, 0.6, -0.3, 0.3, 0):
            tip = (x + sin(turn) * large, y - down * (1.0 - abs(turn) * 0.62))
            left = (x + sin(turn) * large * 0.55 - large * 0.24, y - down * 0.42)
            right = (x + sin(turn) * large * 0.55 + large * 0.24, y - down * 0.42)
            canvas.shape(
                [(x, y), left, tip, right], _mix((246, 222, 220), (206, 112, 128), 0.25 + abs(turn) * 0.6)
            )
    return canvas.done(1.6)


def portrait(size: Size, seed: int, grey: bool = False) -> Image.Image:
    """Someone's head and shoulders, without a face."""
    random = Random(seed)
    ground = random.choice(((198, 206, 204), (214, 204, 186), (190, 200, 212), (208, 198, 196)))
    canvas = Canvas(size, (_mix(ground, (255, 255, 255), 0.35), _mix(ground, (60, 60, 60), 0.12)))
    clothes, skin, hair = random.choice(_CLOTHES), random.choice(_SKINS), random.choice(_HAIRS)
    if random.random() < 0.4:  # long hair
        canvas.disc(0.5, 0.44, 0.235, 0.31, hair)
        canvas.box(0.275, 0.44, 0.725, 0.7, hair)
    canvas.disc(0.5, 0.98, 0.44, 0.4, clothes)
    canvas.box(0.41, 0.52, 0.59, 0.72, _mix(skin, (120, 80, 60), 0.18))
    canvas.disc(0.5, 0.72, 0.09, 0.05, _mix(skin, (120, 80, 60), 0.18))
    collar = _mix(clothes, (255, 255, 255), 0.85 if clothes[0] < 150 else 0.3)
    canvas.shape([(0.4, 0.68), (0.5, 0.82), (0.37, 0.8)], collar)
    canvas.shape([(0.6, 0.68), (0.5, 0.82), (0.63, 0.8)], collar)
    canvas.disc(0.5, 0.4, 0.2, 0.25, hair)
    canvas.disc(0.5, 0.44, 0.178, 0.225, skin)
    parting = (
        (0.31, 0.4),
        (0.34, 0.27),
        (0.52, 0.255),
        (0.68, 0.29),
        (0.69, 0.4),
        (0.62, 0.33),
        (0.44, 0.34),
    )
    canvas.shape(parting, hair)
    picture = canvas.done(1.2)
    return _aged(picture) if grey else picture


def _aged(picture: Image.Image) -> Image.Image:
    """As photographs were before there were colours."""
    tint = (np.asarray(picture.convert("L"), np.float32)[..., None] / 255) ** 0.9
    return Image.fromarray(((1 - tint) * (46, 40, 36) + tint * (246, 240, 226)).round().astype(np.uint8))


_LEFT = 0.12
_DECREE = (
    (_LEFT, 0.07, 0.042, "HUYỆN ỦY X"),
    (_LEFT, 0.11, 0.034, "Số 01-QĐ/HU"),
    (0.5, 0.2, 0.05, "QUYẾT ĐỊNH"),
    (0.5, 0.25, 0.036, "Về việc lập Văn phòng Huyện ủy"),
    (_LEFT, 0.35, 0.034, "Điều 1. Nay lập Văn phòng Huyện ủy X."),
    (_LEFT, 0.405, 0.034, "Điều 2. Văn phòng có ba người, giúp việc"),
    (_LEFT, 0.44, 0.034, "Huyện ủy về giấy tờ, hội họp, đi lại."),
    (_LEFT, 0.495, 0.034, "Điều 3. Quyết định này có hiệu lực từ ngày ký."),
    (0.7, 0.61, 0.038, "T/M HUYỆN ỦY"),
    (0.7, 0.65, 0.034, "Bí thư"),
    (0.7, 0.84, 0.036, "Nguyễn Văn A"),
)
"""What stands on the old sheet: how far across and down, how large, and the words."""
_LIST = (
    (0.5, 0.1, 0.044, "DANH SÁCH"),
    (0.5, 0.148, 0.034, "kèm theo Quyết định số 01-QĐ/HU"),
    (_LEFT, 0.25, 0.034, "1. Vũ Văn E, phụ trách"),
    (_LEFT, 0.305, 0.034, "2. Phạm Văn T, giữ sổ"),
    (_LEFT, 0.36, 0.034, "3. Đặng Thị G, đánh máy"),
    (0.7, 0.61, 0.034, "Người lập danh sách"),
    (0.7, 0.84, 0.036, "Vũ Văn E"),
)
"""What stands on the sheet behind it."""


def decree(size: Size, seed: int, words: Sequence[tuple[float, float, float, str]] = _DECREE) -> Image.Image:
    """A sheet of typed paper, yellow and folded."""
    canvas, random = Canvas(size, ((240, 228, 198), (228, 212, 176))), Random(seed)
    for y in (0.333, 0.667):
        canvas.box(0, y, 1, y + 0.0015, (206, 188, 150))
    for _ in range(60):
        canvas.disc(random.random(), random.random(), 0.002, 0.002, (204, 184, 144))
    for x, y, large, line in words:
        face = ImageFont.truetype(FACE, round(large * canvas.width))
        place = x * canvas.width, y * canvas.height
        canvas.pen.text(place, line, (58, 52, 62), face, anchor="la" if x == _LEFT else "ma")
    _scrawl(canvas, 0.6, 0.745, 0.2, (60, 66, 112))
    left, top, wide = 0.46 * canvas.width, 0.69 * canvas.height, 0.16 * canvas.width
    canvas.pen.ellipse([left, top, left + wide, top + wide], outline=(188, 84, 74), width=canvas.width // 160)
    return canvas.done()


def _scrawl(canvas: Canvas, left: float, y: float, wide: float, ink: Colour) -> None:
    """A signature that nobody can read."""
    down = wide * canvas.width / canvas.height
    points = []
    for step in range(91):
        high = (0.16 * sin(step / 4.3) + 0.09 * sin(step / 1.9)) * (1.2 - step / 90)
        x = left + wide * (step / 90 + 0.07 * sin(step / 5))
        points.append((x * canvas.width, (y - down * high) * canvas.height))
    canvas.pen.line(points, ink, max(2, round(wide * canvas.width / 55)), "curve")


def signature(size: Size, seed: int) -> Image.Image:
    """A signature on white; there is no other, whatever the `seed`."""
    canvas = Canvas(size, ((255, 255, 255), (255, 255, 255)))
    _scrawl(canvas, 0.1, 0.55, 0.78, (40, 52, 104))
    return canvas.done(0)


class Drawing(NamedTuple):
    """A picture of the volume."""

    draw: Callable[[Size, int], Image.Image]
    size: Size
    seed: int
    """Pictures of another are others."""


_WIDE, _TALL, _FACE = (1800, 1200), (1400, 1860), (720, 960)
_OLD_HALL, _OLD_FACE, _GROUP = (
    partial(hall, grey=True),
    partial(portrait, grey=True),
    partial(house, people=13),
)
DRAWINGS = {
    "tru-so.jpg": Drawing(house, _WIDE, 5),
    "song.jpg": Drawing(river, _WIDE, 3),
    "bai-boi.jpg": Drawing(partial(river, sky=_HAZE), (2000, 1000), 14),
    "doi-chieu.jpg": Drawing(partial(hills, sky=_DUSK, sun=0.3), _WIDE, 7),
    "ben-cu.jpg": Drawing(partial(river, sky=_DUSK), _TALL, 21),
    "nui-som.jpg": Drawing(hills, (2400, 1000), 1),
    "dong-lua.jpg": Drawing(fields, _WIDE, 4),
    "hoi-truong.jpg": Drawing(hall, _WIDE, 7),
    "hoi-nghi-cu.jpg": Drawing(_OLD_HALL, _WIDE, 8),
    "tap-the.jpg": Drawing(_GROUP, (2000, 1250), 6),
    "kho.jpg": Drawing(archive, _TALL, 9),
    "ban-viet.jpg": Drawing(desk, _WIDE, 10),
    "sen.jpg": Drawing(lotus, _TALL, 11),
    "quyet-dinh.jpg": Drawing(decree, (1700, 2400), 12),
    "danh-sach-kem-theo.pdf": Drawing(partial(decree, words=_LIST), (1700, 2400), 13),
    "chu-ky.png": Drawing(signature, (900, 420), 0),
    **{
        f"chan-dung-{seed}.jpg": Drawing(_OLD_FACE if seed < 4 else portrait, _FACE, seed)
        for seed in range(1, 9)
    },
}
"""The pictures by the names of their files."""


_PDF: dict[str, Any] = {"resolution": 205, "creationDate": gmtime(0), "modDate": gmtime(0)}  # A4, on no day


def draw_all(folder: Path) -> None:
    """Draw every picture into the folder."""
    for name, drawing in DRAWINGS.items():
        options = _PDF if name.endswith(".pdf") else {"optimize": True}
        drawing.draw(drawing.size, drawing.seed).save(folder / name, quality=90, **options)
