import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QLockFile, QSettings
from PySide6.QtWidgets import QApplication

from cnnstudio.gui import settings
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.settings import Option
from cnnstudio.gui.studio import Studio


def settings_file(home: Path) -> Path:
    file = home / "config" / "cnnstudio.ini"
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


@pytest.mark.parametrize("value", ["text", True, 3, 0.25, b"\x00\xff", [1, 2], "", "ünï"])
def test_what_is_put_comes_back_with_its_type(value: object) -> None:
    option = Option("test/value", type(value)())
    settings.put(option, value)
    settings.save()
    settings._open.clear()
    assert settings.get(option) == value
    assert type(settings.get(option)) is type(value)


def test_the_default_where_nothing_is_stored() -> None:
    assert settings.get(Option("test/none", 7)) == 7


def test_the_default_for_a_value_of_another_type_or_out_of_range() -> None:
    settings.put(Option("test/value", ""), "many")
    assert settings.get(Option("test/value", 7)) == 7
    settings.put(Option("test/value", 0), 900)
    assert settings.get(Option("test/value", 7, lambda value: value < 100)) == 7
    settings.put(settings.THEME, "pink")
    assert settings.get(settings.THEME) == "system"


@pytest.mark.parametrize(
    "content",
    [b"\x00\xff\xfe garbage \x80", b"[window\ntheme=@Variant(\x00\x00\x00)", b"=" * 1000, b"[window]\nroom=]]["],
)
def test_a_damaged_file_does_no_harm(studio_home: Path, content: bytes) -> None:
    file = studio_home / "config" / "cnnstudio.ini"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    settings._open.clear()
    assert settings.get(settings.ROOM) == "models"
    settings.put(settings.ROOM, "train")
    settings.save()
    settings._open.clear()
    assert settings.get(settings.ROOM) == "train"


def test_a_folder_where_nothing_can_be_written(studio_home: Path) -> None:
    (studio_home / "config").write_text("a file in the place of the folder")
    settings._open.clear()
    settings.put(settings.ROOM, "train")
    settings.save()
    assert settings.get(settings.ROOM) in ("models", "train")


def test_windows_that_remember_at_once_lose_nothing(studio_home: Path) -> None:
    code = (
        "import sys\n"
        "from cnnstudio.gui import settings\n"
        "from cnnstudio.gui.settings import Option\n"
        "settings.get(settings.ROOM)\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "for number in range(12):\n"
        "    settings.put(Option(f'window-{sys.argv[1]}/{number}', 0), number)\n"
        "    settings.put(settings.ROOM, sys.argv[1])\n"
        "    settings.save()\n"
    )
    settings.put(Option("before/all", 0), 7)
    settings.save()
    windows = [
        subprocess.Popen([sys.executable, "-c", code, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for name in ("train", "draw")
    ]
    for window in windows:
        assert window.stdout.readline() == "ready\n"
    for window in windows:
        window.stdin.write("go\n")
        window.stdin.flush()
    for window in windows:
        window.communicate(timeout=60)
        assert window.returncode == 0
    settings._open.clear()
    stored = QSettings(str(settings_file(studio_home)), QSettings.Format.IniFormat)
    wanted = {f"window-{name}/{number}" for name in ("train", "draw") for number in range(12)}
    assert set(stored.allKeys()) == wanted | {"before/all", "window/room", "file/schema"}
    for key in wanted:
        assert settings.get(Option(key, -1)) == int(key.rpartition("/")[2])
    assert settings.get(Option("before/all", 0)) == 7
    assert settings.get(settings.ROOM) in ("train", "draw")


def test_a_file_of_a_later_version_is_refused_and_stays(studio_home: Path) -> None:
    file = settings_file(studio_home)
    file.write_text('[file]\nschema=2\n\n[window]\ntheme=\\"dark\\"\nroom={new form}\n')
    before = file.read_bytes()
    settings._open.clear()
    assert settings.get(settings.THEME) == "system"
    assert "later version of CNN Studio" in settings.problem()
    assert str(file) in settings.problem()
    settings.put(settings.ROOM, "train")
    settings.save()
    assert settings.get(settings.ROOM) == "train", "for this process"
    assert file.read_bytes() == before


def test_a_later_version_beside_this_one_is_noticed(studio_home: Path) -> None:
    settings.put(settings.ROOM, "train")
    settings.save()
    file = settings_file(studio_home)
    # Of another length: Qt tells a changed file by its size and its time, and this happens within a millisecond.
    file.write_text("[file]\nschema=3\n\n[window]\nroom=somewhere else\n")
    settings.save()
    before = file.read_bytes()
    settings.put(settings.ROOM, "draw")
    settings.save()
    assert file.read_bytes() == before
    assert "later version" in settings.problem()


@pytest.mark.parametrize("schema", ["1", "0", '"x"', "[[", "true", "1.5", ""])
def test_a_version_that_is_none_is_no_later_one(studio_home: Path, schema: str) -> None:
    file = settings_file(studio_home)
    file.write_text(f'[file]\nschema={schema}\n[window]\nroom=\\"draw\\"\n')
    settings._open.clear()
    assert settings.get(settings.ROOM) == "draw"
    assert settings.problem() == ""


def test_each_damaged_file_is_kept_under_a_name_of_its_own(studio_home: Path) -> None:
    file = settings_file(studio_home)
    for number in range(3):
        content = f"[window\nroom={number}"
        file.write_text(content)
        settings._open.clear()
        assert settings.get(settings.ROOM) == "models"
        kept = file.with_name(f"cnnstudio{f'-{number + 1}' if number else ''}.damaged")
        assert kept.read_text() == content
        assert str(kept) in settings.problem()
        settings.put(settings.ROOM, "train")
        settings.save()
    settings._open.clear()
    assert settings.get(settings.ROOM) == "train"
    assert settings.problem() == ""


@pytest.mark.parametrize(
    "content",
    [
        *(Random(seed).randbytes(5_000) for seed in range(20)),
        b'[window]\nroom=\\"draw\\"\nof the user\n',
        b'[window]\nroom=\\"draw\\"\n[a group without its end\nnote=1\n',
        b'of the user\n[window]\nroom=\\"draw\\"\n',
        b'[window]\nroom=\\"draw\\"\nnote=\0\0\0\n',
        b'note=\xff\xfe\n[window]\nroom=\\"draw\\"\n',
    ],
    ids=lambda content: repr(content[:40]),
)
def test_nothing_is_lost_of_a_file_that_was_not_understood_whole(studio_home: Path, content: bytes) -> None:
    """Qt passes over what it does not understand, and throws it away when it writes."""
    file = settings_file(studio_home)
    file.write_bytes(content)
    settings._open.clear()
    assert settings.get(settings.ROOM) == "models"
    settings.put(settings.ROOM, "train")
    settings.save()
    assert content in [kept.read_bytes() for kept in file.parent.iterdir()]
    assert "kept as" in settings.problem()


@pytest.mark.parametrize("kind", ["objects", "huge"])
def test_what_the_program_never_writes_is_not_read(studio_home: Path, kind: str) -> None:
    file = settings_file(studio_home)
    if kind == "huge":
        with file.open("wb") as stream:
            stream.truncate(2**30)
    else:
        file.write_bytes(b"[window]\nroom=@Variant(\\0\\0\\0\\x9\\x7f\\xff\\xff\\xff)\n")
    settings._open.clear()
    assert settings.get(settings.ROOM) == "models"
    assert "damaged" in settings.problem()
    settings.put(settings.ROOM, "draw")
    settings.save()
    settings._open.clear()
    assert settings.get(settings.ROOM) == "draw"


@pytest.mark.parametrize("kind", ["folder", "pipe", "loop"])
def test_what_is_no_file_is_left_alone(studio_home: Path, kind: str) -> None:
    if os.name == "nt" and kind != "folder":
        pytest.skip("POSIX alone has them")
    file = settings_file(studio_home)
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to(file.name)
    before = file.lstat().st_ino
    settings._open.clear()
    settings.put(settings.ROOM, "draw")
    settings.save()
    assert settings.get(settings.ROOM) == "draw"
    assert str(file) in settings.problem()
    assert file.lstat().st_ino == before


def test_a_value_of_endless_depth_is_the_default(studio_home: Path) -> None:
    file = settings_file(studio_home)
    file.write_text(f'[test]\nvalue="{"[" * 100_000}"\n')
    settings._open.clear()
    assert settings.get(Option("test/value", [1])) == [1]


def test_settings_that_were_set_aside_can_be_brought_back(studio_home: Path) -> None:
    file = settings_file(studio_home)
    for _ in range(2):
        settings.put(settings.ROOM, "train")
        settings.put(settings.THEME, "dark")
        before = set(file.parent.iterdir())
        kept = settings.set_aside()
        assert kept not in before
        assert settings.get(settings.ROOM) == "models"
        settings.put(settings.ROOM, "draw")
        settings.save()
        settings.bring_back(kept)
        assert (settings.get(settings.ROOM), settings.get(settings.THEME)) == ("train", "dark")
        assert kept.is_file()
        settings._open.clear()
        assert (settings.get(settings.ROOM), settings.get(settings.THEME)) == ("train", "dark")
    assert len(list(file.parent.iterdir())) == 3


def test_where_nothing_was_remembered_nothing_is_set_aside(studio_home: Path) -> None:
    assert settings.set_aside() is None
    assert not list((studio_home / "config").glob("*.ini"))


def test_the_window_says_that_settings_were_not_taken(studio_home: Path, qapp: QApplication, no_rooms: None) -> None:
    settings_file(studio_home).write_text("[file]\nschema=9\n")
    settings._open.clear()
    studio = Studio()
    window = MainWindow(studio)
    window.show()
    assert "later version" in window.error_strip.text
    window.close_without_asking()
    window.deleteLater()
    studio.deleteLater()


def test_what_a_killed_window_left_of_writing_is_cleared_while_nobody_writes(studio_home: Path) -> None:
    file = settings_file(studio_home)
    file.parent.mkdir(parents=True, exist_ok=True)
    part, mine = file.with_name("cnnstudio.ini.KFZTHE"), file.with_name("cnnstudio.ini.2 copy")
    for each in (part, mine):
        each.write_text("[window]")
    writer = QLockFile(f"{file}.lock")
    assert writer.tryLock(1_000)
    settings._open.clear()
    assert settings.get(settings.ROOM) == settings.ROOM.default
    assert part.exists(), "another window may be writing it"
    writer.unlock()
    settings._open.clear()
    assert settings.get(settings.ROOM) == settings.ROOM.default
    assert not part.exists()
    assert mine.exists(), "a file of the user's"
