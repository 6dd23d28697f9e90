import types

from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QApplication

from cnnstudio.convolution.geometry import Operation
from cnnstudio.gui import theme
from cnnstudio.gui.playground import formula_line
from cnnstudio.gui.playground.formula_line import FormulaLine
from cnnstudio.gui.playground.model import PlaygroundModel


def test_the_numbers_of_this_state_stand_in_the_formula(qapp) -> None:
    model = PlaygroundModel()
    line = FormulaLine(model)
    assert line.text == "⌊(3 − 2 + 0 + 1) / 1⌋ × ⌊(3 − 2 + 0 + 1) / 1⌋ = 2 × 2"
    assert line.changed == set()
    model.change("", lambda state: state.with_parameters(padding_top=1, stride_width=2))
    assert line.text == "⌊(3 − 2 + 1 + 1) / 1⌋ × ⌊(3 − 2 + 0 + 2) / 2⌋ = 3 × 1"
    assert {("rows", "p"), ("rows", "size"), ("cols", "s"), ("cols", "size")} <= line.changed
    assert ("rows", "n") not in line.changed
    assert "3 × 1" in line.accessibleName()


def test_a_transposed_operation_has_its_own_formula(qapp) -> None:
    model = PlaygroundModel()
    line = FormulaLine(model)
    model.change("", lambda state: state.with_operation(Operation.TRANSPOSED))
    assert line.text == "((3 − 1)·1 + 2 − 0) × ((3 − 1)·1 + 2 − 0) = 4 × 4"


def test_it_fits_a_narrow_window(qapp) -> None:
    model = PlaygroundModel()
    model.change("", lambda state: state.with_parameters(input_height=60, input_width=60))
    line = FormulaLine(model)
    for width in (900, 420):
        line.resize(width, 66)
        image = QImage(line.size(), QImage.Format.Format_RGB32)
        image.fill(0xFFFFFF)
        line.render(image)
        inked = [x for x in range(width) if any(image.pixel(x, y) != image.pixel(0, 0) for y in range(66))]
        assert inked[0] > 2
        assert inked[-1] < width - 2


def test_measuring_a_text_makes_pyside_describe_nothing(qapp: QApplication) -> None:
    """To wrap a method of Qt's own, PySide would read all its modules' signatures, on the window's thread."""
    face = formula_line._Face(theme.font())
    assert isinstance(face.width.__wrapped__, types.FunctionType)
    assert face.width("123") == QFontMetricsF(theme.font()).horizontalAdvance("123")


def test_it_is_copied_as_latex_that_can_be_set(qapp: QApplication) -> None:
    from cnnstudio.gui.widgets.typesetting import set_formula

    model = PlaygroundModel()
    line = FormulaLine(model)
    line.menu().actions()[0].trigger()
    copied = QApplication.clipboard().text()
    side = r"\left\lfloor \frac{3 - 2 + 0 + 1}{1} \right\rfloor"
    assert copied == rf"{side} \times {side} = 2 \times 2"
    model.change("", lambda state: state.with_operation(Operation.TRANSPOSED))
    for latex in (copied, line.latex):
        assert set_formula(latex).width > 50
