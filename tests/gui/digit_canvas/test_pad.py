import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.gui import theme
from cnnstudio.gui.digit_canvas.pad import Pad
from cnnstudio.prediction.drawing import PAPER, Picture
from tests.gui.digit_canvas.pen_strokes import FOUR, ONE, SEVEN, draw_on


@pytest.fixture
def pad(qtbot: QtBot) -> Pad:
    pad = Pad()
    qtbot.addWidget(pad)
    pad.resize(300, 400)
    pad.show()
    qtbot.waitExposed(pad)
    return pad


def test_ink_follows_the_pointer_at_once(pad: Pad, qtbot: QtBot):
    assert pad.is_empty
    seen = []
    pad.inkChanged.connect(lambda: seen.append(int((pad.ink() > 127).sum())))
    draw_on(pad, ONE)
    assert len(seen) >= 6
    assert seen[:5] == sorted(seen[:5]), "ink grows with every move"
    rows, columns = np.nonzero(pad.ink() > 127)
    assert abs(columns.mean() - 0.49 * PAPER) < 5
    assert 0.2 * PAPER - 14 < rows.min() < 0.2 * PAPER
    assert 0.8 * PAPER < rows.max() < 0.8 * PAPER + 14


def test_the_ink_is_the_same_at_every_size_of_the_widget(pad: Pad):
    draw_on(pad, FOUR)
    first = pad.ink()
    pad.resize(700, 620)
    assert np.array_equal(pad.ink(), first)
    pad.clear()
    draw_on(pad, FOUR)
    assert np.abs(pad.ink().astype(float) - first).mean() < 4


def test_strokes_are_smooth_and_antialiased(pad: Pad):
    draw_on(pad, SEVEN)
    values = np.unique(pad.ink())
    assert len(values) > 50


def test_undo_redo_and_clear_by_stroke(pad: Pad):
    draw_on(pad, FOUR)
    both = pad.ink()
    pad.undo()
    one = pad.ink()
    assert 0 < (one > 0).sum() < (both > 0).sum()
    pad.redo()
    assert np.array_equal(pad.ink(), both)
    pad.clear()
    assert not pad.ink().any()
    pad.undo()
    assert np.array_equal(pad.ink(), both)
    pad.undo()
    pad.undo()
    assert pad.is_empty
    pad.undo()


def test_the_eraser_takes_ink_away_and_can_be_undone(pad: Pad):
    draw_on(pad, ONE)
    before = pad.ink()
    pad.set_eraser(True)
    draw_on(pad, ([(0.3, 0.5), (0.5, 0.5), (0.7, 0.5)],))
    after = pad.ink()
    assert not after[int(0.5 * PAPER)].any()
    assert after[int(0.25 * PAPER)].any()
    assert len(pad.drawing.strokes) == 1
    pad.undo()
    assert np.array_equal(pad.ink(), before)


def test_pen_width(pad: Pad):
    areas = []
    for width in (6, 20, 50):
        pad.clear()
        pad.set_pen_width(width)
        draw_on(pad, ONE)
        areas.append(pad.ink().sum() / 255)
    assert areas[1] / areas[0] == pytest.approx(20 / 6, rel=0.15)
    assert areas[2] > 2 * areas[1]


def test_a_click_makes_a_dot(pad: Pad):
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pad.sheet().center())
    assert 200 < (pad.ink() > 127).sum() < 700
    QTest.mouseClick(pad, Qt.MouseButton.MiddleButton)
    assert len(pad.drawing.strokes) == 1


def tablet(pad: Pad, kind: QEvent.Type, x: float, y: float, pressure: float, eraser: bool = False) -> None:
    pointer = QPointingDevice.PointerType.Eraser if eraser else QPointingDevice.PointerType.Pen
    device = QPointingDevice("pen", 7, QInputDevice.DeviceType.Stylus, pointer, QInputDevice.Capability.Pressure, 1, 3)
    sheet = pad.sheet()
    at = QPointF(sheet.x() + x * sheet.width(), sheet.y() + y * sheet.height())
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else Qt.MouseButton.LeftButton
    event = QTabletEvent(
        kind, device, at, pad.mapToGlobal(at), pressure, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.LeftButton, buttons,
    )  # fmt: skip
    QApplication.sendEvent(pad, event)


def test_a_pen_writes_by_pressure_and_its_other_end_erases(pad: Pad):
    tablet(pad, QEvent.Type.TabletPress, 0.5, 0.2, 0.1)
    for step in range(1, 9):
        tablet(pad, QEvent.Type.TabletMove, 0.5, 0.2 + 0.07 * step, 0.1 + 0.1 * step)
    tablet(pad, QEvent.Type.TabletRelease, 0.5, 0.76, 0)
    widths = (pad.ink() > 127).sum(axis=1)
    assert 0 < widths[int(0.24 * PAPER)] < widths[int(0.5 * PAPER)] < widths[int(0.72 * PAPER)]
    before = (pad.ink() > 0).sum()
    tablet(pad, QEvent.Type.TabletPress, 0.4, 0.5, 1, eraser=True)
    tablet(pad, QEvent.Type.TabletMove, 0.6, 0.5, 1, eraser=True)
    tablet(pad, QEvent.Type.TabletRelease, 0.6, 0.5, 0, eraser=True)
    assert (pad.ink() > 0).sum() < before
    assert not pad.eraser
    tablet(pad, QEvent.Type.TabletPress, 0.8, 0.8, 1)
    tablet(pad, QEvent.Type.TabletRelease, 0.8, 0.8, 0)
    assert len(pad.drawing.strokes) == 2, "turned back it writes"


def test_the_other_end_erases_from_where_it_comes_upon_the_paper(pad: Pad):
    draw_on(pad, ONE)
    before = (pad.ink() > 0).sum()
    for kind, x in ((QEvent.Type.TabletPress, -0.1), (QEvent.Type.TabletMove, 0.2), (QEvent.Type.TabletMove, 0.8)):
        tablet(pad, kind, x, 0.5, 1, eraser=True)
    tablet(pad, QEvent.Type.TabletRelease, 0.8, 0.5, 0, eraser=True)
    assert (pad.ink() > 0).sum() < before


def test_a_second_finger_is_not_meant(pad: Pad):
    device = QTest.createTouchDevice()
    start = pad.sheet().center()
    touch = QTest.touchEvent(pad, device)
    touch.press(0, start, pad).commit()
    touch.move(0, start + QPoint(0, 20), pad).press(1, start + QPoint(60, 0), pad).commit()
    touch.move(0, start + QPoint(0, 40), pad).move(1, start + QPoint(90, 0), pad).commit()
    touch.release(0, start + QPoint(0, 40), pad).stationary(1).commit()
    touch.move(1, start + QPoint(95, 0), pad).commit()
    touch.release(1, start + QPoint(95, 0), pad).commit()
    assert len(pad.drawing.strokes) == 1
    assert np.ptp(np.nonzero(pad.ink())[1]) < 60


def test_fingers_draw(pad: Pad):
    device = QTest.createTouchDevice()
    sheet = pad.sheet()
    start = sheet.center()
    touch = QTest.touchEvent(pad, device)
    touch.press(0, start, pad).commit()
    for step in range(1, 5):
        touch.move(0, start.__class__(start.x(), start.y() + 15 * step), pad).commit()
    touch.release(0, start.__class__(start.x(), start.y() + 60), pad).commit()
    assert len(pad.drawing.strokes) == 1
    rows = np.nonzero(pad.ink())[0]
    assert np.ptp(rows) > 60 / sheet.width() * PAPER


def test_drawing_by_keyboard(pad: Pad):
    pad.setFocus()
    QTest.keyClick(pad, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert pad.is_empty
    QTest.keyClick(pad, Qt.Key.Key_Space)
    for _ in range(5):
        QTest.keyClick(pad, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(pad, Qt.Key.Key_Right)
    QTest.keyClick(pad, Qt.Key.Key_Space)
    QTest.keyClick(pad, Qt.Key.Key_Left)
    assert len(pad.drawing.strokes) == 1
    xs, ys = zip(*[point[:2] for point in pad.drawing.strokes[0].points], strict=True)
    assert (min(ys), max(ys)) == (PAPER / 2 - 40, PAPER / 2 + 160)
    assert max(xs) == PAPER / 2 + 8
    QTest.keyClick(pad, Qt.Key.Key_Space)
    QTest.keyClick(pad, Qt.Key.Key_Escape)
    assert len(pad.drawing.strokes) == 2, "Escape lifts the pen and keeps the ink"
    QTest.keyClick(pad, Qt.Key.Key_Left)
    assert pad._keyboard is not None
    draw_on(pad, ONE)
    assert pad._keyboard is None, "the mouse puts the keyboard's pen away"


def test_stroke_inks_are_apart(pad: Pad):
    draw_on(pad, FOUR)
    first, second = pad.stroke_inks()
    assert np.maximum(first, second).sum() == pytest.approx(pad.ink().sum(), rel=0.02)
    assert (first.any(axis=0)).sum() > (second.any(axis=0)).sum()


def test_paints_in_both_themes_and_with_a_tint(pad: Pad):
    draw_on(pad, FOUR)
    pictures = []
    for mode in ("light", "dark"):
        theme.manager().set_mode(mode)
        pictures.append(pad.grab().toImage())
        paper = pictures[-1].pixelColor(20, 20)
        assert paper == theme.tokens().panel
    signed = np.zeros((PAPER, PAPER), np.float32)
    signed[:, : PAPER // 2] = 1
    signed[:, PAPER // 2 :] = -1
    pad.set_tint(signed)
    tinted = pad.grab().toImage()
    assert tinted != pictures[-1]
    pad.set_tint(None)
    assert pad.grab().toImage() == pictures[-1]


@pytest.mark.parametrize("side", [PAPER, 28], ids=["one a unit", "coarse"])
def test_tinted_ink_has_the_colours_of_the_theme_of_the_moment(pad: Pad, side: int):
    pad.add_picture(Picture.of(np.ones((PAPER, PAPER), np.float32)))
    signed = np.zeros((side, side), np.float32)
    signed[:, : side // 3], signed[:, -side // 3 :] = 1, -1
    pad.set_tint(signed)
    sheet = pad.sheet()
    y = sheet.center().y()
    for mode in ("light", "dark"):
        theme.manager().set_mode(mode)
        shown = pad.grab().toImage()
        tokens = theme.tokens()
        for share, colour in ((0.1, tokens.positive), (0.5, tokens.line_strong), (0.9, tokens.negative)):
            x = sheet.left() + round(share * sheet.width())
            assert shown.pixelColor(round(x * shown.devicePixelRatio()), round(y * shown.devicePixelRatio())) == colour


def test_a_stroke_over_tinted_ink_is_tinted_as_it_is_drawn(pad: Pad):
    signed = np.ones((PAPER, PAPER), np.float32)
    draw_on(pad, ONE)
    pad.set_tint(signed)
    pad.grab()
    before = pad.ink()
    draw_on(pad, FOUR)
    new = np.argwhere((pad.ink() == 255) & (before == 0))
    y, x = new[len(new) // 2]
    sheet, shown = pad.sheet(), pad.grab().toImage()
    spot = sheet.topLeft() + QPoint(round((x + 0.5) * sheet.width() / PAPER), round((y + 0.5) * sheet.width() / PAPER))
    assert shown.pixelColor(spot * shown.devicePixelRatio()) == theme.tokens().positive


def test_a_picture_starts_a_new_sheet_and_can_be_undone(pad: Pad):
    draw_on(pad, ONE)
    before = pad.ink()
    ink = np.zeros((100, 50), np.float32)
    ink[20:80, 20:30] = 1
    pad.add_picture(Picture.of(ink))
    rows = np.nonzero(pad.ink() > 127)[0]
    assert abs(rows.mean() - PAPER / 2) < 3
    assert np.ptp(rows) == pytest.approx(60 / 100 * PAPER, abs=8)
    pad.undo()
    assert np.array_equal(pad.ink(), before), "one step, as it was one"


def test_the_pen_draws_from_where_it_comes_upon_the_paper(pad: Pad):
    below = QPoint(pad.width() // 2, pad.height() - 10)
    assert not pad.sheet().contains(below)
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, below)
    assert pad.is_empty
    assert not pad.drawing.can_undo
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, below)
    for up in (40, 120, 200, 240):
        QTest.mouseMove(pad, below - QPoint(0, up))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, below - QPoint(0, 240))
    (stroke,) = pad.drawing.strokes
    assert max(y for _, y, _ in stroke.points) <= PAPER
    QTest.mouseMove(pad, pad.sheet().center())
    assert len(pad.drawing.strokes) == 1


def test_an_eraser_leaves_a_bare_sheet_alone(pad: Pad):
    pad.set_eraser(True)
    draw_on(pad, ONE)
    assert pad.is_empty
    assert not pad.drawing.can_undo


def test_undoing_in_the_middle_of_a_stroke_ends_it(pad: Pad):
    start = pad.sheet().center()
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(pad, start + QPoint(0, 20))
    pad.undo()
    QTest.mouseMove(pad, start + QPoint(0, 40))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(0, 40))
    assert pad.is_empty


def test_the_saved_picture_is_dark_on_light(pad: Pad):
    draw_on(pad, ONE)
    picture = pad.picture()
    assert (picture.width(), picture.height()) == (PAPER, PAPER)
    assert picture.pixelColor(5, 5).lightness() == 255
    assert picture.pixelColor(PAPER // 2 - 3, PAPER // 2).lightness() == 0
