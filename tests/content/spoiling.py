"""A copy of the small booklet's content, spoilt as a case of the tests says."""

from pathlib import Path


def spoil(content: Path, case: dict[str, dict[str, object]]) -> None:
    """Change the content as the case says."""
    for name, change in case.get("change", {}).items():
        path = content / name
        path.parent.mkdir(exist_ok=True)
        if isinstance(change, str):
            path.write_text(change, "utf-8")
            continue
        assert isinstance(change, dict)
        text = path.read_text("utf-8")
        for old, new in change.items():
            assert old in text, f"{old!r} is not in {name}"
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    for name in case.get("remove", []):
        (content / name).unlink()
    for name, data in case.get("bytes", {}).items():
        (content / name).write_bytes(bytes.fromhex(str(data)))
