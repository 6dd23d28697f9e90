"""An opened picture is cropped: by pointer and keyboard, with a preview, as one step of the sheet."""

import itertools
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.datasets.builtin import STYLES
from cnnstudio.datasets.origin import Drawn, FromFile
from cnnstudio.errors import NetworkInputError
from cnnstudio.gui import theme
from cnnstudio.gui.digit_canvas.crop_view import CropView
from cnnstudio.gui.digit_canvas.page import DrawPage
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction.cropping import HANDLES, WORKING_SIDE, Crop
from cnnstudio.prediction.drawing import Picture
from cnnstudio.prediction.pictures import SMALLEST_SIDE, ink_of, read_picture
from cnnstudio.prediction.preprocessing import ALL_STAGES, preprocess
from cnnstudio.prediction.reader import Reader, Verdict
from cnnstudio.prediction.training_sets.drawn import written
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.pen_strokes import ONE, draw_on
from tests.gui.test_extreme_sizes import torture

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def style(name: str) -> int:
    """Which of the styles."""
    return [each.name for each in STYLES].index(name)


def boxed_photograph(folder: Path, name: str = "boxed.png", digit: str = "three-round") -> tuple[Path, Crop]:
    """A digit in a printed box, words' worth of bars beside it, under uneven light; and what is inside the box."""
    ink = written(STYLES[style(digit)], 1, 4)[0]
    height, width = ink.shape
    _, across = np.mgrid[0:400, 0:600] / 600
    paper = (0.95 - 0.3 * across).astype(np.float32)
    left, top = 320, 110
    marks = np.zeros_like(paper)
    marks[top : top + height, left : left + width] = ink
    box = (left - 50, top - 50, left + width + 50, top + height + 50)
    for row in (box[1], box[3]):
        marks[row - 4 : row + 4, box[0] - 4 : box[2] + 4] = 1
    for column in (box[0], box[2]):
        marks[box[1] - 4 : box[3] + 4, column - 4 : column + 4] = 1
    for row in range(60, 340, 50):
        marks[row : row + 14, 40:220] = 1
    file = folder / name
    Image.fromarray(np.rint(paper * (1 - 0.8 * marks) * 255).astype(np.uint8)).save(file)
    return file, Crop(box[0] + 20, box[1] + 20, box[2] - 20, box[3] - 20)


def plain(folder: Path, name: str, digit: str) -> Path:
    """A digit alone on white paper."""
    ink = written(STYLES[style(digit)], 1, 5)[0]
    paper = np.pad(ink, 60)
    file = folder / name
    Image.fromarray(np.rint((0.95 - 0.85 * paper) * 255).astype(np.uint8)).save(file)
    return file


@pytest.fixture
def view(page: DrawPage) -> CropView:
    return page.picture.view


def opened(page: DrawPage, qtbot: QtBot, file: Path) -> None:
    page.open_picture(file)
    settle(qtbot, page)


def cropping(page: DrawPage, qtbot: QtBot, file: Path) -> np.ndarray:
    """Open a picture and begin to crop it; its grey."""
    opened(page, qtbot, file)
    page.sheet["draw-crop"].trigger()
    settle(qtbot, page)
    assert page.picture.cropping
    return read_picture(file)


def at(view: CropView, x: float, y: float) -> QPoint:
    """A place of the picture in the frame."""
    return QPointF(*view.frame.fit().to_widget(x, y)).toPoint()


def drag(view: CropView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view.frame, LEFT, NONE, start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(view.frame, start + (end - start) * share)
    QTest.mouseRelease(view.frame, LEFT, NONE, end)


def drag_around(view: CropView, crop: Crop) -> None:
    drag(view, at(view, crop.left, crop.top), at(view, crop.right, crop.bottom))


def near(crop: Crop, want: Crop, pixels: float) -> bool:
    ends = ("left", "top", "right", "bottom")
    return all(abs(getattr(crop, end) - getattr(want, end)) <= pixels for end in ends)


def words(view: CropView, name: str) -> str:
    label = view.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisible() else ""


# --- what it is for


def test_inside_a_printed_box_the_digit_is_read(page: DrawPage, view: CropView, qtbot: QtBot, tmp_path: Path) -> None:
    file, inside = boxed_photograph(tmp_path)
    grey = cropping(page, qtbot, file)
    assert view.frame.crop == Crop(0, 0, 600, 400)
    drag_around(view, inside)
    assert near(view.frame.crop, inside, 2 / view.frame.fit().scale)
    settle(qtbot, page)
    crop = view.frame.crop
    ink = ink_of(grey[crop.top : crop.bottom, crop.left : crop.right])
    assert words(view, "draw-crop-guess-digit") == "3"
    shown, levels = view.reply.prediction, view.input.levels
    QTest.mouseClick(view.use, LEFT)
    assert not page.picture.cropping
    (picture,) = page.pad.drawing.visible
    assert isinstance(picture, Picture)
    np.testing.assert_allclose(picture.ink, ink, atol=0.5 / 255 + 1e-6)
    assert picture.origin == FromFile(file.absolute())
    settle(qtbot, page)
    assert page.prediction.verdict is Verdict.DIGIT
    assert page.prediction.ranking[0] == 3
    np.testing.assert_array_equal(page.prediction.probabilities, shown.probabilities)
    seen = page.prediction.preprocessed.network_input
    np.testing.assert_array_equal(seen, shown.preprocessed.network_input)
    np.testing.assert_array_equal(levels, np.rint(seen * 255))
    assert page.prediction.probabilities[3] == pytest.approx(page.reader.read(ink).probabilities[3], abs=0.02), (
        "as the ink itself is read, without the pad"
    )


def test_the_preview_shows_the_networks_input_and_its_guess(
    page: DrawPage, view: CropView, qtbot: QtBot, tmp_path: Path
) -> None:
    grey = cropping(page, qtbot, plain(tmp_path, "four.png", "four-open"))
    want = preprocess(ink_of(grey)).network_input
    # The pad's paper is another grid of pixels than the picture's.
    assert np.abs(view.input.levels / 255 - want).mean() < 0.02
    assert np.corrcoef(view.input.levels.ravel(), want.ravel())[0, 1] > 0.98
    prediction = view.reply.prediction
    assert prediction.ranking[0] == 4
    assert words(view, "draw-crop-guess-first") == f"{100 * prediction.probabilities[4]:.1f} %"
    assert words(view, "draw-crop-guess-first") in QAccessible.queryAccessibleInterface(view.input).text(
        QAccessible.Text.Description
    )
    # It is read in the same way as the sheet: with the stages and the calibration that are on.
    calibrated = prediction.probabilities.copy()
    page.document.set_calibrated(False)
    settle(qtbot, page)
    assert view.reply.prediction.temperature == 1
    assert not np.array_equal(view.reply.prediction.probabilities, calibrated)
    page.strip._switches[next(iter(page.strip._switches))].click()
    settle(qtbot, page)
    assert view.reply.prediction.preprocessed.box[2:] == (512, 512), "nothing is cropped any more"


def test_one_step_that_undo_takes_back(page: DrawPage, view: CropView, qtbot: QtBot, tmp_path: Path) -> None:
    file, inside = boxed_photograph(tmp_path)
    cropping(page, qtbot, file)
    before = page.pad.drawing.visible
    drag_around(view, inside)
    crop = view.frame.crop
    view.take()  # before the preview is there
    qtbot.waitUntil(lambda: not page.picture.cropping)
    cut = page.pad.drawing.visible
    assert cut != before
    page.sheet["draw-undo"].trigger()
    assert page.pad.drawing.visible == before
    page.sheet["draw-crop"].trigger()
    assert view.frame.crop == Crop(0, 0, 600, 400), "the rectangle whose ink is on the sheet"
    page.sheet["draw-redo"].trigger()
    assert not page.picture.cropping, "the sheet under it has changed"
    assert page.pad.drawing.visible == cut
    page.sheet["draw-crop"].trigger()
    settle(qtbot, page)
    assert view.frame.crop == crop
    view.take()
    settle(qtbot, page)
    assert page.pad.drawing.visible == cut
    page.sheet["draw-undo"].trigger()
    assert page.pad.drawing.visible == before, "the same ink again is no step"


def test_where_nothing_stands_out_there_is_a_sentence(
    page: DrawPage, view: CropView, qtbot: QtBot, tmp_path: Path
) -> None:
    file, inside = boxed_photograph(tmp_path)
    cropping(page, qtbot, file)
    before = page.pad.drawing.visible
    drag(view, at(view, 545, 20), at(view, 590, 380))
    settle(qtbot, page)
    assert words(view, "draw-crop-problem").startswith("Nothing stands out in the rectangle.")
    assert not words(view, "draw-crop-guess-digit")
    assert not view.use.isEnabled()
    QTest.keyClick(view.frame, Qt.Key.Key_Return)
    assert page.picture.cropping
    assert page.pad.drawing.visible == before
    drag_around(view, inside)
    settle(qtbot, page)
    assert not words(view, "draw-crop-problem")
    assert view.use.isEnabled()


def test_a_picture_in_which_nothing_is_found_can_be_cropped(
    page: DrawPage, view: CropView, main_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    draw_on(page.pad, ONE)
    before = page.pad.drawing.visible
    blank = tmp_path / "blank.png"
    Image.new("L", (60, 50), 255).save(blank)
    opened(page, qtbot, blank)
    assert main_window.error_strip.isVisible()
    assert main_window.error_strip.text.startswith("No digit stands out in the picture.")
    offer = main_window.findChild(QToolButton, "window-error-offer")
    assert offer.isVisible()
    assert offer.text().replace("&", "").startswith("Crop")
    QTest.mouseClick(offer, LEFT)
    assert page.picture.cropping
    assert not main_window.error_strip.isVisible(), "the view says it from now on"
    settle(qtbot, page)
    assert words(view, "draw-crop-problem")
    QTest.keyClick(view.frame, Qt.Key.Key_Escape)
    assert not page.picture.cropping
    assert page.pad.drawing.visible == before
    assert page.sheet["draw-crop"].isEnabled()
    opened(page, qtbot, blank)
    assert offer.isEnabled()
    draw_on(page.pad, ONE)
    assert not offer.isEnabled(), "the sheet goes on without the picture"
    page.open_picture(tmp_path / "none.png")
    settle(qtbot, page)
    assert main_window.error_strip.isVisible()
    assert not offer.isVisible(), "this one cannot be cropped"


# --- the rectangle


def test_each_handle_moves_its_edges(page: DrawPage, view: CropView, qtbot: QtBot, tmp_path: Path) -> None:
    cropping(page, qtbot, boxed_photograph(tmp_path)[0])
    for edges in HANDLES:
        assert_moves(view, edges)
    settle(qtbot, page)


def assert_moves(view: CropView, edges: tuple[int, int]) -> None:
    """A handle moves the edges it stands for, and never so far that too little is left."""
    before = Crop(150, 100, 450, 300)
    view.frame.set_crop(before)
    start = view.frame.handle(edges).toPoint()
    drag(view, start, start + QPoint(20, 12))
    by = 20 / view.frame.fit().scale, 12 / view.frame.fit().scale
    want = Crop(
        round(150 + by[0] * (edges[0] < 0)),
        round(100 + by[1] * (edges[1] < 0)),
        round(450 + by[0] * (edges[0] > 0)),
        round(300 + by[1] * (edges[1] > 0)),
    )
    assert view.frame.crop == want, edges
    drag(view, start + QPoint(20, 12), start - QPoint(3000, 3000) * (1 if sum(edges) > 0 else -1))
    smallest = view.frame.crop.size
    assert all(side >= SMALLEST_SIDE for side in smallest), edges
    assert SMALLEST_SIDE in smallest or edges in ((1, -1), (-1, 1))


def test_the_middle_moves_it_and_beside_it_another_is_drawn(
    page: DrawPage, view: CropView, qtbot: QtBot, tmp_path: Path
) -> None:
    cropping(page, qtbot, boxed_photograph(tmp_path)[0])
    view.frame.set_crop(Crop(200, 100, 300, 200))
    drag(view, at(view, 250, 150), at(view, 350, 200))
    assert near(view.frame.crop, Crop(300, 150, 400, 250), 3)
    assert view.frame.crop.size == (100, 100)
    before = view.frame.crop
    QTest.mouseClick(view.frame, LEFT, pos=at(view, 60, 60))
    assert view.frame.crop == before, "a click is no drag"
    drag(view, at(view, 120, 180), at(view, 40, 60))
    assert near(view.frame.crop, Crop(40, 60, 120, 180), 3)
    QTest.mousePress(view.frame, Qt.MouseButton.RightButton, NONE, at(view, 300, 300))
    QTest.mouseMove(view.frame, at(view, 500, 390))
    assert near(view.frame.crop, Crop(40, 60, 120, 180), 3), "the left button alone"
    settle(qtbot, page)


def test_by_keyboard(page: DrawPage, view: CropView, qtbot: QtBot, tmp_path: Path) -> None:
    file, _ = boxed_photograph(tmp_path)
    cropping(page, qtbot, file)
    assert view.frame.hasFocus()
    frame = view.frame
    for _ in range(10):
        QTest.keyClick(frame, Qt.Key.Key_Left, SHIFT)
    assert frame.crop == Crop(0, 0, 600 - 10 * 12, 400)
    QTest.keyClick(frame, Qt.Key.Key_Up, SHIFT)
    QTest.keyClick(frame, Qt.Key.Key_Right)
    QTest.keyClick(frame, Qt.Key.Key_Down)
    assert frame.crop == Crop(12, 12, 492, 400)
    QTest.keyClick(frame, Qt.Key.Key_Right, CTRL)
    QTest.keyClick(frame, Qt.Key.Key_Up, CTRL)
    QTest.keyClick(frame, Qt.Key.Key_Right, CTRL | SHIFT)
    assert frame.crop == Crop(13, 11, 494, 399)
    described = QAccessible.queryAccessibleInterface(frame).text(QAccessible.Text.Description)
    assert described == "Columns 14 to 494 of 600, rows 12 to 399 of 400"
    before = page.pad.drawing.visible
    QTest.keyClick(frame, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.picture.cropping)
    assert page.pad.drawing.visible != before
    assert page.pad.hasFocus()


def test_keys_mean_the_rectangle_and_not_the_sheet_under_it(
    page: DrawPage, view: CropView, qtbot: QtBot, tmp_path: Path
) -> None:
    cropping(page, qtbot, boxed_photograph(tmp_path)[0])
    before = page.pad.drawing.visible
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_E, Qt.Key.Key_3, Qt.Key.Key_Space):
        QTest.keyClick(view.frame, key)
    odd = QKeyEvent(QEvent.Type.KeyPress, 0x1F600, NONE, "\N{GRINNING FACE}")
    QApplication.sendEvent(view.frame, odd)
    assert page.picture.cropping
    assert page.pad.drawing.visible == before
    assert not page.pad.eraser
    assert len(page.handwriting) == 0
    view.cancel.setFocus()
    QTest.keyClick(view.cancel, Qt.Key.Key_Return)
    assert not page.picture.cropping, "Enter on Cancel is Cancel"
    assert page.pad.drawing.visible == before


# --- what may come between


@pytest.mark.parametrize("way", ["clear", "undo", "another drawing", "from another room"])
def test_another_sheet_ends_it(page: DrawPage, view: CropView, qtbot: QtBot, tmp_path: Path, way: str) -> None:
    cropping(page, qtbot, boxed_photograph(tmp_path)[0])
    match way:
        case "clear":
            page.sheet["draw-clear"].trigger()
        case "undo":
            page.sheet["draw-undo"].trigger()
        case "another drawing":
            page.document.open_state(type(page.document.state())())
        case _:
            page.open_state(written(STYLES[0], 1, 1)[0])
    assert not page.picture.cropping
    assert not page.sheet["draw-crop"].isEnabled()
    held = page.document.opened.grey
    assert (held is not None) == (way == "undo"), "only what can be brought back is kept"
    settle(qtbot, page)
    if way == "undo":
        page.sheet["draw-redo"].trigger()
        assert page.sheet["draw-crop"].isEnabled()
        draw_on(page.pad, ONE)
        assert page.sheet["draw-crop"].isEnabled(), "a stroke over it is on the same sheet"
    else:
        page.sheet["draw-undo"].trigger()
        assert not page.sheet["draw-crop"].isEnabled()
    settle(qtbot, page)


def test_a_picture_that_is_dropped_meanwhile_is_cropped_next(
    page: DrawPage, view: CropView, main_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    cropping(page, qtbot, boxed_photograph(tmp_path)[0])
    view.frame.set_crop(Crop(150, 100, 450, 300))
    four = plain(tmp_path, "four.png", "four-open")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(four))])
    place = (QPoint(50, 50), Qt.DropAction.CopyAction, data, LEFT)
    entering = QDragEnterEvent(*place, NONE)
    QApplication.sendEvent(view, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(view, QDropEvent(place[0].toPointF(), *place[1:], NONE))
    settle(qtbot, page)
    assert page.picture.cropping
    height, width = read_picture(four).shape
    assert view.frame.crop == Crop(0, 0, width, height)
    assert view.reply.prediction.ranking[0] == 4
    blank = tmp_path / "blank.png"
    Image.new("L", (60, 50), 255).save(blank)
    opened(page, qtbot, blank)
    assert page.picture.cropping
    assert view.frame.crop == Crop(0, 0, 60, 50)
    assert words(view, "draw-crop-problem")
    assert not main_window.error_strip.isVisible(), "the view itself says it"
    opened(page, qtbot, tmp_path / "none.png")
    assert main_window.error_strip.isVisible()
    assert page.picture.cropping
    assert view.frame.crop == Crop(0, 0, 60, 50), "what cannot be read changes nothing"


def test_theme_size_and_other_rooms_leave_the_rectangle(
    page: DrawPage, view: CropView, main_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file, inside = boxed_photograph(tmp_path)
    cropping(page, qtbot, file)
    view.frame.set_crop(inside)
    settle(qtbot, page)
    for size in ((1024, 700), (900, 600), (1280, 800)):
        main_window.resize(*size)
        qtbot.waitUntil(lambda size=size: (main_window.width(), main_window.height()) == size)
        QApplication.processEvents()
        assert view.frame.crop == inside
        for child in (view.frame, view.input, view.guess, view.use, view.cancel):
            corner = child.mapTo(view, child.rect().bottomRight())
            assert view.rect().contains(child.mapTo(view, QPoint(0, 0))), (size, child.objectName())
            assert view.rect().contains(corner), (size, child.objectName())
        assert view.frame.rect().toRectF().contains(view.frame.rectangle())
    light = main_window.grab().toImage()
    theme.manager().set_mode("dark")
    QApplication.processEvents()
    assert main_window.grab().toImage() != light
    main_window.open_room("playground")
    main_window.open_room("draw")
    assert page.picture.cropping
    assert view.frame.crop == inside
    assert words(view, "draw-crop-guess-digit") == "3"


def test_another_network_reads_it_from_then_on(
    page: DrawPage, view: CropView, studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    cropping(page, qtbot, plain(tmp_path, "four.png", "four-open"))
    first = view.reply
    studio.choose(CatalogueNetwork("compact"))
    settle(qtbot, page)
    assert view.reply is not first
    assert view.reply.ask.reader is page.reader


def test_a_large_photograph_is_kept_at_a_working_size(
    page: DrawPage, view: CropView, qtbot: QtBot, tmp_path: Path
) -> None:
    file, _ = boxed_photograph(tmp_path)
    large = tmp_path / "large.png"
    Image.open(file).resize((3000, 2000)).save(large)
    cropping(page, qtbot, large)
    assert page.document.opened.grey.shape == (round(WORKING_SIDE * 2 / 3), WORKING_SIDE)
    page.sheet["draw-clear"].trigger()
    assert page.document.opened.grey is None
    assert view._grey is None


def test_closing_the_window_while_it_is_open(page: DrawPage, view: CropView, main_window, qtbot, tmp_path) -> None:
    file, inside = boxed_photograph(tmp_path)
    cropping(page, qtbot, file)
    for step in range(5):
        view.frame.set_crop(inside.moved(step, step, (600, 400)))
    assert view.busy
    main_window.close_without_asking()
    assert not view.busy
    view.take()
    view.frame.set_crop(inside)
    assert not view.busy, "nothing is asked of a worker that has ended"


def test_everything_in_it_has_a_name(page: DrawPage, view: CropView, qtbot: QtBot, tmp_path: Path) -> None:
    cropping(page, qtbot, boxed_photograph(tmp_path)[0])
    named = [view.frame, view.input, view.use, view.cancel]
    for widget in view.findChildren(QWidget):
        if widget in named or widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.objectName().startswith("draw-crop")
            assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget.objectName()
    buttons = [page.controls.findChild(QToolButton, f"draw-{name}-button") for name in ("open", "crop")]
    assert all(button is not None for button in buttons)


@pytest.mark.parametrize(("size", "least"), [((376, 352), 140), ((376, 560), 280), ((2000, 900), 750)])
def test_all_of_it_is_seen_at_any_size_of_the_desk(qtbot: QtBot, tmp_path: Path, size, least) -> None:
    view = CropView()
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    grey = read_picture(plain(tmp_path, "four.png", "four-open"))
    view.show_picture(grey, Drawn(), Crop(0, 0, *grey.shape[::-1]))
    qtbot.waitUntil(lambda: not view.busy)
    QApplication.processEvents()
    assert view.size().toTuple() == size
    parts = [view.frame, view.input, view.guess, view.use, view.cancel]
    places = [part.rect().translated(part.mapTo(view, QPoint(0, 0))) for part in parts]
    for place in places:
        assert view.rect().contains(place)
    assert not any(a.intersects(b) for a, b in itertools.combinations(places, 2))
    assert min(view.frame.width(), view.frame.height()) >= least
    assert words(view, "draw-crop-guess-first") == "No trained weights yet", "nobody reads"
    assert view.input.levels.any(), "what the network would see is there all the same"
    view.shut_down()


def test_a_network_that_fails_is_an_error_and_the_rectangle_stays(
    page: DrawPage, view: CropView, main_window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    class Failing(Reader):
        def read(self, *_: object, **__: object) -> NoReturn:
            raise NetworkInputError("This network cannot take 28x28 pictures.")

    cropping(page, qtbot, plain(tmp_path, "four.png", "four-open"))
    good = page.reader
    view.set_reading(Failing(good.model, good.class_names), ALL_STAGES, True)
    view.take()
    settle(qtbot, page)
    assert main_window.error_strip.text == "This network cannot take 28x28 pictures."
    assert page.picture.cropping
    assert not view.use.isEnabled()
    page.picture.read_again()
    settle(qtbot, page)
    assert view.use.isEnabled()
    assert words(view, "draw-crop-guess-digit") == "4"


def test_the_picture_at_sizes_that_no_layout_gives(page: DrawPage, view: CropView, qtbot, tmp_path, capfd) -> None:
    cropping(page, qtbot, boxed_photograph(tmp_path)[0])
    view.frame.set_crop(Crop(150, 100, 450, 300))
    before = view.frame.crop
    for widget in (view.frame, view.input):
        torture(widget)
    assert view.frame.crop == before
    assert not capfd.readouterr().err


def test_the_narrowest_pictures(page: DrawPage, view: CropView, qtbot: QtBot, tmp_path: Path) -> None:
    """Scaled down to what is worked with, one side may be a single pixel: there is nothing to resize, and no error."""
    narrow = np.full((8, 9000), 250, np.uint8)
    narrow[2:6, 1000:1400] = 10
    file = tmp_path / "narrow.png"
    Image.fromarray(narrow).save(file)
    opened(page, qtbot, file)
    assert page.sheet["draw-crop"].isEnabled()
    page.sheet["draw-crop"].trigger()
    height, width = page.document.opened.grey.shape
    assert (height, width) == (1, WORKING_SIDE)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down):
        for modifier in (NONE, SHIFT, CTRL):
            QTest.keyClick(view.frame, key, modifier)
    drag(view, at(view, 200, 0), at(view, 230, 1))
    settle(qtbot, page)
    assert view.frame.crop.size[1] == 1
    assert view.frame.crop.size[0] >= SMALLEST_SIDE
    assert page.picture.cropping
