from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.model_browser.layers.columns import KEYS
from cnnstudio.gui.model_browser.page import ModelsPage
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.widgets.table_text import Format

FIRST = "features.0"


def cell(page: ModelsPage, path: str, column: str) -> str:
    index = page.layers.model.index_of(path)
    return str(index.siblingAtColumn(KEYS.index(column)).data())


def box_face(page: ModelsPage, path: str) -> str:
    return next(item.face.subtitle for item in page.diagram.view.diagram.boxes.values() if item.box.path == path)


def asked(page: ModelsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.predict.question is not None, timeout=20_000)


def reply(page: ModelsPage, qtbot: QtBot, text: str) -> None:
    asked(page, qtbot)
    page.predict.box.field.setText(text)
    with qtbot.waitSignal(page.studio.predict.judged, timeout=20_000):
        qtbot.keyClick(page.predict.box.field, Qt.Key.Key_Return)


@pytest.fixture
def alexnet(page: ModelsPage, show: Callable[[str], None], studio: Studio) -> ModelsPage:
    """AlexNet with everything to be predicted, its first convolution selected."""
    show("alexnet")
    studio.predict.set_on(True)
    page.selection.select("features.0")
    return page


def test_without_the_switch_everything_is_shown(page: ModelsPage, show: Callable[[str], None]) -> None:
    show("alexnet")
    assert cell(page, "features.0", "output") == "64 × 55 × 55"
    assert page.predict.isHidden()


def test_the_switch_hides_figures_in_the_table_the_diagram_and_the_inspector(alexnet: ModelsPage) -> None:
    for column in ("output", "params", "share", "macs", "mac-share", "receptive-field", "memory"):
        assert cell(alexnet, "features.0", column) == "?", column
    assert cell(alexnet, "features.1", "params") == "–", "there is nothing to be predicted"
    assert cell(alexnet, "", "params") == "61,100,840", "the totals stand above all the same"
    assert box_face(alexnet, "features.0") == "?"
    detail = alexnet.inspector.detail
    assert detail.flow.text() == "3 × 224 × 224 → ?"
    assert (detail.size_formula.text, detail.params_formula.text, detail.macs_formula.text) == ("?", "?", "?")
    assert detail.params_note.text() == ""
    assert not detail.receptive_field.isVisible()


def test_a_right_prediction_shows_its_figure_everywhere_and_no_other(alexnet: ModelsPage, qtbot: QtBot) -> None:
    reply(alexnet, qtbot, "64 x 55 x 55")
    assert alexnet.predict.box.verdict.text() == "64 × 55 × 55: right."
    assert cell(alexnet, "features.0", "output") == "64 × 55 × 55"
    assert box_face(alexnet, "features.0") == "64 × 55 × 55"
    assert alexnet.inspector.detail.flow.text() == "3 × 224 × 224 → 64 × 55 × 55"
    assert "= 55" in alexnet.inspector.detail.size_formula.text
    assert cell(alexnet, "features.0", "params") == "?"
    assert cell(alexnet, "features.3", "output") == "?"


def test_a_slip_is_named_and_marked_in_the_formula(alexnet: ModelsPage, qtbot: QtBot) -> None:
    alexnet.predict.ask("Parameters")
    reply(alexnet, qtbot, "11*11*3*64")
    assert alexnet.predict.box.verdict.text() == "The bias was forgotten."
    assert alexnet.inspector.detail.params_formula.text.splitlines() == [
        "c_out × c_in × k_h × k_w + →c_out←",
        "64 × 3 × 11 × 11 + →64← = ?",
    ]
    assert cell(alexnet, "features.0", "params") == "?"
    reply(alexnet, qtbot, "11*11*3*64 + 64")
    assert "= 23,296" in alexnet.inspector.detail.params_formula.text


def test_a_slip_in_a_size_is_marked_there(alexnet: ModelsPage, qtbot: QtBot) -> None:
    alexnet.selection.select("features.3")
    reply(alexnet, qtbot, "192 x 23 x 23")
    assert "→2← × →p←" in alexnet.inspector.detail.size_formula.text
    assert alexnet.inspector.detail.size_formula.text.endswith("= ?")


def test_revealing_shows_one_figure(alexnet: ModelsPage, qtbot: QtBot) -> None:
    alexnet.predict.ask("Receptive field")
    asked(alexnet, qtbot)
    qtbot.mouseClick(alexnet.predict.box.reveal, Qt.MouseButton.LeftButton)
    assert cell(alexnet, "features.0", "receptive-field") == "11 × 11"
    assert alexnet.inspector.detail.receptive_field.isVisible()
    assert cell(alexnet, "features.0", "output") == "?"


def test_equal_blocks_under_one_row_are_known_with_one_of_them(
    page: ModelsPage, show: Callable[[str], None], studio: Studio, qtbot: QtBot
) -> None:
    show("resnet18")
    studio.predict.set_on(True)
    model = page.layers.model
    run = next(
        index
        for index in (model.index(row, 0, model.index_of("layer1")) for row in range(1))
        if "×" in str(index.data())
    )
    assert run.siblingAtColumn(KEYS.index("params")).data() == "?"
    page.selection.select("layer1.0")
    page.predict.ask("Parameters")
    reply(page, qtbot, "73,984")
    assert run.siblingAtColumn(KEYS.index("params")).data() == "147,968"


def test_what_is_copied_is_what_is_shown(alexnet: ModelsPage) -> None:
    alexnet.layers.copy(Format.CSV)
    lines = QGuiApplication.clipboard().text().splitlines()
    first = next(line for line in lines if "Conv2d" in line)
    assert "23296" not in first
    assert "?" in first


def test_another_network_is_to_be_predicted_and_the_first_is_known_when_it_comes_back(
    alexnet: ModelsPage, show: Callable[[str], None], qtbot: QtBot
) -> None:
    reply(alexnet, qtbot, "64 x 55 x 55")
    show("convnet")
    assert cell(alexnet, FIRST, "output") == "?"
    show("alexnet")
    assert cell(alexnet, "features.0", "output") == "64 × 55 × 55", "it was predicted already"


def test_the_keyboard_starts_a_prediction_from_anywhere(page: ModelsPage, studio: Studio, qtbot: QtBot) -> None:
    action = next(each for each in page.room_actions() if each.objectName() == "action-models-predict")
    action.trigger()
    asked(page, qtbot)
    assert studio.predict.on
    assert page.selection.current.path != ""
    assert page.predict.box.field.isEnabled()


def test_a_wrong_prediction_is_played_in_the_playground(main_window: MainWindow, qtbot: QtBot) -> None:
    main_window.open_room("models")
    page = main_window.page("models")
    assert isinstance(page, ModelsPage)
    page.choose("alexnet")
    qtbot.waitUntil(lambda: page.analysis is not None and page.analysis.name == "alexnet", timeout=20_000)
    main_window.studio.predict.set_on(True)
    page.selection.select("features.3")
    reply(page, qtbot, "192 x 26 x 26")
    qtbot.mouseClick(page.predict.box.play, Qt.MouseButton.LeftButton)
    assert main_window.room == "playground"
    shown = main_window.page("playground")
    assert shown.model.result.state.geometry.output_size == (27, 27)
    assert (shown.model.position.row, shown.model.position.col) == (0, 26)
    shown.timeline.pause()
