from pathlib import Path

import pytest

from cnnstudio.gui import settings
from cnnstudio.gui.settings import Option


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
