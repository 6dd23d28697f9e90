import re

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.lessons.prose import Prose, simple_formula
from cnnstudio.gui.lessons.sheet import Sheet
from cnnstudio.gui.widgets.typesetting import SIZE, set_formula
from cnnstudio.lessons import expressions
from cnnstudio.lessons.pieces import (
    Bold,
    Code,
    Computed,
    Formula,
    InlineFormula,
    Lesson,
    Paragraph,
    Plain,
    Section,
    Text,
)

FRACTION = r"\left\lfloor \frac{n + p - k + s}{s} \right\rfloor"


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html).replace("\u2009", "")


@pytest.mark.parametrize(
    ("latex", "words"),
    [("n - k + 1", "n−k+1"), ("k_h", "kh"), ("3 \\times 3", "3×3"), ("x^{2n}", "x2n"), ("a < b", "a&lt;b")],
)
def test_a_formula_of_one_line_is_text(latex: str, words: str) -> None:
    assert plain(simple_formula(latex)) == words


def test_letters_are_slanted_numbers_are_not_and_indices_are_low() -> None:
    assert "<i>k</i><sub><i>h</i></sub>" in simple_formula("k_h")
    assert "<sup>2</sup>" in simple_formula("3^2")
    assert "<i>3" not in simple_formula("3^2")


@pytest.mark.parametrize("latex", [FRACTION, r"\sum_i x_i", "x_{a_b}", r"\sqrt{2}", "x & y"])
def test_any_other_needs_a_picture(latex: str) -> None:
    assert simple_formula(latex) == ""


def sheet_of(*blocks: Paragraph | Formula) -> Sheet:
    text = Text("en", "text.en.md", (Section(1, "", blocks),))
    lesson = Lesson("one", 1, 1, {"en": "One"}, {"en": text})
    return Sheet(lesson, text, (), {}, {"2 + 3": "5"}, {FRACTION: set_formula(FRACTION)})


@pytest.fixture
def prose(qtbot: QtBot) -> Prose:
    sentence = Paragraph(
        1,
        (
            Plain("A <b> of "),
            Bold("kernels"),
            Plain(", "),
            Code("x & y"),
            Plain(", "),
            Computed(expressions.parse("2 + 3")),
            InlineFormula("k_h"),
        ),
    )
    blocks = (sentence, Formula(3, FRACTION))
    prose = Prose(sheet_of(*blocks), blocks)
    qtbot.addWidget(prose)
    prose.resize(400, 10)
    prose.show()
    return prose


def test_words_stand_as_written_and_nothing_of_them_is_taken_for_html(prose: Prose) -> None:
    assert "A <b> of kernels, x & y, 5kh" in prose.words()


def test_it_is_as_high_as_its_words_and_grows_where_it_is_narrow(prose: Prose) -> None:
    wide = prose.height()
    prose.resize(120, 10)
    assert prose.height() > wide
    assert prose.height() >= prose.document().size().height()


def test_a_formula_is_drawn_in_the_colour_of_the_text_and_sharp(prose: Prose) -> None:
    def drawn() -> QImage:
        from PySide6.QtCore import QUrl

        image = prose.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("formula:0"))
        assert isinstance(image, QImage)
        return image

    def darkest(image: QImage) -> int:
        spots = [(x, y) for x in range(image.width()) for y in range(image.height())]
        return min(image.pixelColor(*spot).lightness() for spot in spots if image.pixelColor(*spot).alpha() > 200)

    image = drawn()
    assert image.width() == round(image.deviceIndependentSize().width() * prose.devicePixelRatioF())
    light = darkest(image)
    theme.manager().set_mode("dark")
    assert abs(darkest(drawn()) - theme.tokens().text.lightness()) < 40
    assert light < 60


def test_nothing_is_fetched(prose: Prose) -> None:
    from PySide6.QtCore import QUrl

    for address in ("https://example.org/a.png", "file:///etc/passwd", "a.png"):
        assert prose.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(address)) is None


def test_a_formula_is_copied_as_latex_with_the_words_around_it(prose: Prose) -> None:
    from PySide6.QtGui import QTextCursor

    whole = QTextCursor(prose.document())
    whole.select(QTextCursor.SelectionType.Document)
    copied = prose.copied(whole)
    assert "x & y, 5k_h" in copied
    assert f"${FRACTION}$" in copied
    prose.setTextCursor(whole)
    assert prose.createMimeDataFromSelection().text() == copied


def test_a_formula_is_found_under_the_pointer(prose: Prose) -> None:
    from PySide6.QtCore import QPoint

    block = prose.document().lastBlock()
    area = prose.document().documentLayout().blockBoundingRect(block)
    assert prose.formula_at(area.center().toPoint()) == FRACTION
    assert prose.formula_at(QPoint(5, 5)) == ""


def test_a_narrator_reads_words_and_formulas(prose: Prose) -> None:
    assert "A <b> of kernels, x & y, 5k sub h" in prose.accessibleName()
    assert "the floor of n plus p minus k plus s over s" in prose.accessibleName()


@pytest.mark.parametrize("width", [400, 90])
def test_a_formula_is_never_wider_than_the_text(prose: Prose, width: int) -> None:
    prose.resize(700, 10)
    prose.resize(width, 10)
    image = prose.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("formula:0"))
    assert isinstance(image, QImage)
    shown = image.deviceIndependentSize().width()
    assert shown <= width
    usual = set_formula(FRACTION).width * prose.fontMetrics().height() / SIZE
    assert shown == pytest.approx(min(usual, width), abs=2)
    assert prose.document().idealWidth() <= width + 1
