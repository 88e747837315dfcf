"""A booklet of photographs straight from phones: seconds, memory and sizes, cold and warm.

``python -m benchmarks.pictures [COUNT ...]`` makes COUNT photographs of 12 million pixels (60 and 300), every
fifth on its side and every tenth HEIC, and builds both books twice.
"""

import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy
import pillow_heif
from PIL import Image

ROOT = Path(__file__).parent.parent
SIZE = (4032, 3024)
MEBIBYTE = 1 << 20
PLACE = "21.0278N 105.8342E"


def main(counts: list[int]) -> None:
    """Print a row for each count and build."""
    print("| photographs | build | seconds | MiB at most, all processes | PDF, MB | EPUB, MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for count in counts or [60, 300]:
        with TemporaryDirectory() as folder:
            content = make_content(Path(folder), count)
            for build in ("first", "second"):
                seconds, most = measure(content, Path(folder))
                sizes = [
                    (Path(folder) / "dist" / f"anh.{kind}").stat().st_size / 1e6 for kind in ("pdf", "epub")
                ]
                print(f"| {count} | {build} | {seconds:.0f} | {most:.0f} | {sizes[0]:.0f} | {sizes[1]:.1f} |")
            assert PLACE.encode() not in (Path(folder) / "dist" / "anh.epub").read_bytes()


def make_content(folder: Path, count: int) -> Path:
    """A folder of content with so many photographs, twenty an article."""
    content = folder / "content"
    (content / "images").mkdir(parents=True)
    (content / "articles").mkdir()
    scene, slugs = make_scene(), [f"bai-{number}" for number in range(1, -(-count // 20) + 1)]
    for number in range(count):
        name, data = make_photograph(scene, number)
        (content / "images" / name).write_bytes(data)
        with (content / "articles" / f"{slugs[number // 20]}.md").open("a", encoding="utf-8") as article:
            if number % 20 == 0:
                article.write(f"---\ntitle: Ảnh phần {number // 20 + 1}\n---\nMở đầu.\n")
            article.write(f"\n![Ảnh số {number + 1}](images/{name})\n")
    (content / "booklet.yaml").write_text(
        "title: Ảnh\nslug: anh\noffice: Văn phòng\n"
        "occasion: {name: Ngày thử, founded: 2000-02-29, year: 2026}\n"
        f"issued: 2026-01-02\narticles: [{', '.join(slugs)}]\n",
        "utf-8",
    )
    return content


def make_scene() -> Image.Image:
    """As much detail at every scale as a photograph has."""
    noise, pixels = numpy.random.default_rng(1), numpy.zeros((SIZE[1], SIZE[0], 3), numpy.float32)
    for scale in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512):
        shape = (SIZE[1] // scale + 2, SIZE[0] // scale + 2)
        for channel, share in enumerate((1.0, 0.9, 0.8)):
            layer = Image.fromarray(noise.normal(0, scale**0.75, shape).astype("float32"))
            pixels[:, :, channel] += share * numpy.asarray(layer.resize(SIZE, Image.Resampling.BICUBIC))
    return Image.fromarray(numpy.clip(pixels / pixels.std() * 50 + 128, 0, 255).astype("uint8"))


def make_photograph(scene: Image.Image, number: int) -> tuple[str, bytes]:
    """A photograph that differs from the others, with its name."""
    pillow_heif.register_heif_opener()
    exif, buffer = Image.Exif(), io.BytesIO()
    exif[0x010F], exif[0x0112] = PLACE, 6 if number % 5 == 4 else 1
    image = scene.copy()
    image.paste((number % 256, 80, 160), (100, 100, 100 + 10 * (number + 1), 400))
    kind, ending = ("HEIF", "heic") if number % 10 == 9 else ("JPEG", "jpg")
    quality = {"quality": 60, "enc_params": {"preset": "ultrafast"}} if kind == "HEIF" else {"quality": 92}
    image.save(buffer, kind, **quality, exif=exif.tobytes())
    return f"anh-{number}.{ending}", buffer.getvalue()


def measure(content: Path, folder: Path) -> tuple[float, float]:
    """The seconds that a build takes, and the most memory, in MiB, that its processes have at a time."""
    command = [
        sys.executable,
        str(ROOT / "build.py"),
        "-q",
        "--content",
        str(content),
        "--out",
        str(folder / "dist"),
    ]
    environ = os.environ | {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    start, most = time.perf_counter(), [0.0]
    with subprocess.Popen(command, env=environ, cwd=ROOT) as build:
        watch = threading.Thread(target=_watch, args=(build, most))
        watch.start()
        assert build.wait() == 0
        watch.join()
    return time.perf_counter() - start, most[0]


def _watch(build: subprocess.Popen[bytes], most: list[float]) -> None:
    while build.poll() is None:
        most[0] = max(most[0], sum(map(_own_memory, _family(build.pid))) / MEBIBYTE)
        time.sleep(0.05)


def _family(pid: int) -> list[int]:
    """The process and all that it began."""
    try:
        own = [*Path(f"/proc/{pid}/task").glob("*/children")]
        children = [int(child) for path in own for child in path.read_text().split()]
    except OSError:
        return []
    return [pid, *(member for child in children for member in _family(child))]


def _own_memory(pid: int) -> int:
    """Its share of the memory it uses, in bytes: what processes have in common counts once (Linux)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main([*map(int, sys.argv[1:])])
