import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from cnnstudio.lessons import folder
from cnnstudio.lessons.faults import LessonError


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "lesson"
    (path / "states").mkdir(parents=True)
    (path / "text.en.md").write_text("Words.", encoding="utf-8")
    (path / "states" / "a.cnnstudio").write_text("{}", encoding="utf-8")
    (path / ".git").mkdir()
    (path / ".git" / "config").write_text("x", encoding="utf-8")
    return path


def test_a_folder_and_its_zip_hold_the_same(lesson: Path, tmp_path: Path) -> None:
    flat = zipped(tmp_path / "flat.zip", {"text.en.md": b"Words.", "states/a.cnnstudio": b"{}", "__MACOSX/x": b"x"})
    whole = zipped(tmp_path / "whole.zip", {"lesson/text.en.md": b"Words.", "lesson/states/a.cnnstudio": b"{}"})
    for path in (lesson, flat, whole):
        files = folder.files_of(path)
        assert files.names() == {"text.en.md", "states/a.cnnstudio"}
        assert files.read("text.en.md", 100) == b"Words."
        assert files.read("states/a.cnnstudio", 100) == b"{}"
    assert folder.files_of(whole).name == folder.files_of(lesson).name == "lesson"


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "a/../../x", "..", "", "a\\b", "C:x", "~/x", "a/b/c/d", "a\nb"]
)
def test_a_path_that_leads_out_is_refused(lesson: Path, tmp_path: Path, name: str) -> None:
    flat = zipped(tmp_path / "flat.zip", {"text.en.md": b"x"})
    for path in (lesson, flat):
        with pytest.raises(LessonError, match="folder"):
            folder.files_of(path).read(name, 100)


def test_a_link_that_leads_out_is_refused(lesson: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (lesson / "text.de.md").symlink_to(tmp_path / "secret.md")
    (lesson / "away").symlink_to(tmp_path)
    (lesson / "round.md").symlink_to("round.md")
    files = folder.files_of(lesson)
    for name in ("text.de.md", "away/secret.md", "round.md"):
        with pytest.raises(LessonError, match="link"):
            files.read(name, 100)


def test_a_pipe_is_not_waited_for(lesson: Path) -> None:
    os.mkfifo(lesson / "text.de.md")
    with pytest.raises(LessonError, match=r"text\.de\.md"):
        folder.files_of(lesson).read("text.de.md", 100)


def test_a_file_that_is_missing_or_too_large_is_told(lesson: Path, tmp_path: Path) -> None:
    with (lesson / "huge.md").open("wb") as file:
        file.truncate(100 * 2**20)
    flat = zipped(tmp_path / "flat.zip", {"huge.md": bytes(3 * 2**20)})
    for path in (lesson, flat):
        files = folder.files_of(path)
        with pytest.raises(LessonError, match=r"huge\.md: It has .* MB, and at most 1 MB"):
            files.read("huge.md", 2**20)
        with pytest.raises(LessonError, match="not there"):
            files.read("other.md", 100)


@pytest.mark.parametrize("name", ["../x.md", "/x.md", "a/../../x.md", "a\\x.md", "C:/x.md", "a/b/c/d/e.md"])
def test_a_zip_with_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LessonError, match="lead out"):
        folder.files_of(zipped(tmp_path / "bad.zip", {"text.en.md": b"x", name: b"x"}))


def test_a_zip_with_a_link_is_refused(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("text.en.md")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(LessonError, match="link"):
        folder.files_of(tmp_path / "bad.zip")


def test_a_zip_that_unpacks_without_end_is_refused_by_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "MAX_ALL_BYTES", 3 * 2**20)
    path = zipped(tmp_path / "bomb.zip", {f"{i}.md": bytes(2**20) for i in range(4)})
    assert path.stat().st_size < 2**14
    with pytest.raises(LessonError, match="or 3 MB"):
        folder.files_of(path)


def test_a_zip_that_says_less_than_it_holds_is_read_no_further(tmp_path: Path) -> None:
    path = zipped(tmp_path / "liar.zip", {"text.en.md": b"x" * 4 * 2**20})
    content = bytearray(path.read_bytes())
    central = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, central + 24, 100)  # the size it claims to unpack to
    path.write_bytes(content)
    with pytest.raises(LessonError, match=r"text\.en\.md: It is damaged"):
        folder.files_of(path).read("text.en.md", 2**20)


def test_a_zip_with_a_list_of_its_files_without_end_is_not_taken_apart(tmp_path: Path) -> None:
    path = zipped(tmp_path / "many.zip", {f"{i}.md": b"" for i in range(30_000)})
    with pytest.raises(LessonError, match=r"many\.zip is no folder and no zip that can be read"):
        folder.files_of(path)


def test_a_large_picture_comes_whole_out_of_a_zip(tmp_path: Path) -> None:
    content = os.urandom(folder.MAX_LISTING_BYTES + 1000)
    path = tmp_path / "stored.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.png", content)
    assert folder.files_of(path).read("a.png", folder.MAX_PICTURE_BYTES) == content


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\xff" * 18, bytes(1000)])
def test_what_is_no_zip_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(LessonError, match=r"bad\.zip"):
        folder.files_of(tmp_path / "bad.zip")


def test_damage_inside_a_zip_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bad.zip", {"text.en.md": os.urandom(5000)})
    content = bytearray(path.read_bytes())
    content[200:260] = bytes(60)
    path.write_bytes(content)
    with pytest.raises(LessonError, match="damaged"):
        folder.files_of(path).read("text.en.md", 2**20)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match="not there"):
        folder.files_of(tmp_path / "none")


def test_a_folder_of_too_many_files_is_refused(tmp_path: Path) -> None:
    for number in range(folder.MAX_FILES + 1):
        (tmp_path / f"{number}.md").touch()
    with pytest.raises(LessonError, match="500 files"):
        folder.files_of(tmp_path).names()
