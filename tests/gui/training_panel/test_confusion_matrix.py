import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.training_panel.confusion_matrix import ConfusionMatrix
from cnnstudio.gui.training_panel.inspector import Inspector
from cnnstudio.gui.training_panel.known_runs import KnownRuns
from tests.gui.copied import copied
from tests.gui.training_panel.conftest import Host

DIGITS = tuple("0123456789")


def counts() -> np.ndarray:
    table = np.full((10, 10), 0, dtype=np.int64)
    np.fill_diagonal(table, 970)
    table[4, 9], table[9, 4], table[7, 2] = 12, 3, 1
    table[4, 4] = 988
    return table


@pytest.fixture
def matrix(host: Host) -> ConfusionMatrix:
    matrix = ConfusionMatrix()
    host(matrix, 320, 380)
    matrix.show_counts(counts(), DIGITS)
    return matrix


def fill(matrix: ConfusionMatrix, row: int, column: int) -> tuple[int, int, int]:
    """A cell's colour, read beside its number."""
    image = matrix.grab().toImage()
    corner = matrix.cell_rect(row, column).topLeft().toPoint() + QPoint(2, 2)
    return image.pixelColor(corner).getRgb()[:3]


def test_hovering_reads_a_cell(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    told: list[str] = []
    matrix.cell_described.connect(told.append)
    qtbot.mouseMove(matrix, matrix.cell_rect(4, 9).center().toPoint())
    assert told == ["true 4, predicted 9: 12 (1.2 %)"]
    assert matrix.accessibleDescription() == told[0]
    qtbot.mouseMove(matrix, QPoint(1, 1))
    assert told[-1] == ""


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)  # offscreen, of any tooltip
def test_tooltip_says_the_same(matrix: ConfusionMatrix) -> None:
    at = matrix.cell_rect(9, 4).center().toPoint()
    QApplication.sendEvent(matrix, QHelpEvent(QHelpEvent.Type.ToolTip, at, matrix.mapToGlobal(at)))
    assert QToolTip.text() == "true 9, predicted 4: 3 (0.3 %)"
    QToolTip.hideText()
    QApplication.processEvents()


def test_arrow_keys_walk_and_stay_inside(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up):
        qtbot.keyClick(matrix, key)
    assert matrix.accessibleDescription().startswith("true 0, predicted 1")
    for _ in range(20):
        qtbot.keyClick(matrix, Qt.Key.Key_Left)
        qtbot.keyClick(matrix, Qt.Key.Key_Down)
    assert matrix.accessibleDescription().startswith("true 9, predicted 0")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_errors_stand_out_and_the_diagonal_steps_back(matrix: ConfusionMatrix, mode: theme.Mode) -> None:
    theme.manager().set_mode(mode)
    tokens = theme.tokens()
    assert fill(matrix, 4, 9) == tokens.signed_color(1.0).getRgb()[:3]
    assert fill(matrix, 5, 5) == tokens.window.getRgb()[:3]
    assert fill(matrix, 0, 1) == tokens.panel.getRgb()[:3]

    def distance(color: tuple[int, int, int]) -> float:
        return float(np.linalg.norm(np.subtract(color, tokens.panel.getRgb()[:3])))

    assert distance(fill(matrix, 4, 9)) > distance(fill(matrix, 9, 4)) > distance(fill(matrix, 7, 2)) > 20


def test_long_class_names_are_shortened_but_read_in_full(matrix: ConfusionMatrix) -> None:
    names = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
    matrix.show_counts(counts(), names)
    assert matrix.describe(4, 9) == "true Coat, predicted Ankle boot: 12 (1.2 %)"
    last = matrix.cell_rect(9, 9)
    assert matrix.rect().contains(last.toRect())
    assert last.width() > 18


def test_without_a_measurement_it_says_so_and_takes_no_keys(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    matrix.show_counts(None, ())
    qtbot.keyClick(matrix, Qt.Key.Key_Down)
    assert matrix.accessibleDescription() == ""
    assert len({matrix.grab().toImage().pixelColor(x, 24).name() for x in range(20, 300)}) > 1


def test_a_class_without_pictures_divides_by_nothing(matrix: ConfusionMatrix) -> None:
    matrix.show_counts(np.zeros((10, 10), dtype=np.int64), DIGITS)
    assert matrix.describe(3, 3) == "true 3, predicted 3: 0 (0.0 %)"
    matrix.grab()


def test_the_counts_are_copied(host: Host) -> None:
    names = ("a, b", "c|d", *DIGITS[2:])
    inspector = Inspector(KnownRuns())
    host(inspector, 340, 500)
    inspector.matrix.show_counts(counts() + 12_000, names)
    rows = copied(inspector, "train-confusion")
    assert [row["true \\ predicted"] for row in rows] == list(names)
    assert [[int(row[name]) for name in names] for row in rows] == (counts() + 12_000).tolist()
