"""The home that version 0.1.0 left behind: test data, see ``tests/data/README.md``."""

import io
import json
import lzma
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
NAME = "home-0.1.0"


def unpack(home: Path) -> Path:
    """Lay the home of version 0.1.0 into ``home``, which becomes one's own to change; returns ``home``."""
    with tarfile.open(fileobj=io.BytesIO(_archive())) as archive:
        for member in archive.getmembers():
            member.name = member.name.removeprefix(NAME).lstrip("/") or "."
            archive.extract(member, home, filter="data")
    return home


@cache
def _archive() -> bytes:
    """The archive unpacked, which takes longer than to lay its files out."""
    return lzma.decompress((DATA / f"{NAME}.tar.xz").read_bytes())


@cache
def expected() -> dict[str, Any]:
    """What version 0.1.0 itself read in that home."""
    content: dict[str, Any] = json.loads((DATA / f"{NAME}.json").read_text(encoding="utf-8"))
    return content


def contents(home: Path) -> dict[str, bytes]:
    """Every file below ``home``, by its name from there."""
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}
