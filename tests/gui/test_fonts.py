"""Chinese in the fonts of this computer, and what is said where it has none; fonts are known once a process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase

from tests.gui.windows import ROOT, Window

LATIN_ONLY = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <cachedir>{cache}</cachedir>
  <selectfont><rejectfont>
    {rejected}
  </rejectfont></selectfont>
</fontconfig>
"""
_HAN = ("zh-cn", "zh-tw", "zh-hk", "ja", "ko")

# Begins each program: a picture of a text in a font.
PROGRAM = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication
app = QApplication([])
from cnnstudio.gui import fonts, language, theme
def picture(text, font):
    image = QImage(400, 60, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(2, 44, text)
    painter.end()
    return image
def sized(*families):
    font = QFont(list(families))
    font.setPixelSize(32)
    return font
"""


def ran(program: str, **environment: str) -> str:
    """What a program prints that knows fonts anew."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + program],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def without_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every font with Chinese, Japanese or Korean characters is hidden from the processes that are started."""
    rejected = "".join(f'<pattern><patelt name="lang"><string>{lang}</string></patelt></pattern>' for lang in _HAN)
    file = tmp_path / "fonts.conf"
    file.write_text(LATIN_ONLY.format(cache=tmp_path / "cache", rejected=rejected))
    monkeypatch.setenv("FONTCONFIG_FILE", str(file))


def the_systems(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's language, as the environment names it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", code)


needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="named families and fontconfig are Linux's")


@pytest.fixture
def noto(qapp: object) -> None:
    if "Noto Sans CJK SC" not in QFontDatabase.families():
        pytest.skip("fonts-noto-cjk is not installed")


@needs_linux
@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("lang", ["C.UTF-8", "ja_JP.UTF-8", "zh_CN.UTF-8"])
def test_characters_have_their_simplified_forms(noto: None, lang: str, bold: bool) -> None:
    said = ran(
        f"""
fonts.apply("zh_CN")
font = QFont(app.font())
font.setPixelSize(32)
font.setBold({bold})
for region in ("SC", "JP"):
    other = sized("Noto Sans CJK " + region)
    other.setBold({bold})
    other.setFeature(QFont.Tag("locl"), 0)
    print(picture("直骨角", font) == picture("直骨角", other))
""",
        LANG=lang,
    )
    assert said.split() == ["True", "False"]


@needs_linux
def test_letters_keep_the_systems_font(noto: None) -> None:
    said = ran(
        """
before = QFont(app.font())
before.setPixelSize(32)
plain = picture("Kernel 3", before)
fonts.apply("zh_CN")
after = QFont(app.font())
after.setPixelSize(32)
print(picture("Kernel 3", after) == plain)
print(picture("卷", after) == picture("卷", before))
""",
        LANG="C.UTF-8",
    )
    assert said.split() == ["True", "False"]


@needs_linux
@pytest.mark.parametrize("lang", ["C.UTF-8", "zh_CN.UTF-8"])
@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_numbers_are_aligned_beside_chinese(noto: None, lang: str, code: str) -> None:
    said = ran(
        f"""
fonts.apply({code!r})
metrics = QFontMetrics(fonts.mono({code!r}))
print(*{{metrics.horizontalAdvance(digit) for digit in "0123456789.+-−% "}})
print(*{{metrics.horizontalAdvance("准确率 " + number) for number in ("11.11", "98.70", "-0.25", "  5.0")}})
""",
        LANG=lang,
    )
    assert [len(line.split()) for line in said.splitlines()] == [1, 1]


@needs_linux
def test_without_a_font_the_systems_language_is_not_spoken_and_that_is_said(
    studio_home: Path, without_chinese: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_systems("zh_CN.UTF-8", monkeypatch)
    with Window(studio_home) as window:
        assert window.notice == (
            "No font on this computer has the characters of Chinese. Install one (on Debian and Ubuntu the package "
            "fonts-noto-cjk), then start the program again."
        )
        assert window.ask("window.menuBar().actions()[0].text()") == "&File"
        window.close()


@needs_linux
def test_without_a_font_a_language_cannot_be_chosen(studio_home: Path, without_chinese: None) -> None:
    with Window(studio_home) as window:
        assert window.notice == ""
        window.do("window._language_actions['zh_CN'].trigger()")
        assert window.ask("window.notice.text").startswith("No font on this computer has the characters of Chinese.")
        assert window.ask("[code for code, one in window._language_actions.items() if one.isChecked()]") == "['']"
        assert window.ask("repr(settings.get(settings.LANGUAGE))") == "''"
        window.close()


@needs_linux
def test_with_a_font_the_systems_language_is_spoken(
    noto: None, studio_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_systems("zh_CN.UTF-8", monkeypatch)
    with Window(studio_home) as window:
        assert window.notice == ""
        assert window.ask("__import__('cnnstudio.gui.language').gui.language.manager().code") == "zh_CN"
        window.close()


@needs_linux
def test_a_window_speaks_the_language_that_was_asked_for_this_time(noto: None, studio_home: Path) -> None:
    with Window(studio_home, "--language", "zh_CN") as window:
        assert window.notice == ""
        assert window.ask("window.menuBar().actions()[0].text()") == "文件(&F)"
        assert window.ask("repr(settings.get(settings.LANGUAGE))") == "''"
        window.close()
