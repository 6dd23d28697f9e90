"""What the Draw room knows outlives its page: the state both ways, a restart, a fine-tuning."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio import datasets
from cnnstudio.datasets.origin import Drawn, FromDataset, FromFile
from cnnstudio.gui.digit_canvas.document import DrawDocument
from cnnstudio.gui.digit_canvas.layer_maps import Place
from cnnstudio.gui.digit_canvas.page import DrawPage, create_page
from cnnstudio.gui.main_window import MainWindow
from cnnstudio.gui.studio import Studio
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction.activations import Unit
from cnnstudio.prediction.drawing import Picture, Stroke
from cnnstudio.prediction.preprocessing import Stages
from cnnstudio.prediction.room_state import DrawState, OpenedMap, Question
from cnnstudio.prediction.training_sets import drawn
from cnnstudio.workspace import goals, links, states
from cnnstudio.workspace.current import Current, Workspace
from cnnstudio.workspace.picture import Picture as NetworkInput
from tests.gui.digit_canvas.conftest import settle
from tests.gui.digit_canvas.pen_strokes import FOUR, ONE, SEVEN, draw_on, finely
from tests.gui.digit_canvas.test_page import digit_file
from tests.prediction.draw_states import draw_states


@pytest.fixture
def document(page: DrawPage) -> DrawDocument:
    return page.document


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw_states())
def test_any_state_goes_through_the_room_and_comes_back(page: DrawPage, state: DrawState) -> None:
    page.document.open_state(states.read("draw", json.loads(json.dumps(state.to_json()))))
    # At once: a map that the network turns out not to have is let go of as soon as a prediction comes.
    assert page.document.state() == state
    QApplication.processEvents()
    # The page shows it, too.
    assert page.pad.drawing.visible == state.marks
    assert page.controls.pen.value() == page.pad.pen_width == state.pen
    assert page.pad.eraser == state.eraser
    assert page.strip.stages == state.stages
    assert page.tabs.tab == state.tab
    assert page.why.question.method == state.question.method


def test_what_is_set_by_hand_is_in_the_state_and_tells_of_it(
    page: DrawPage, document: DrawDocument, qtbot: QtBot, draw
):
    told: list[str] = []
    document.stateChanged.connect(lambda: told.append("state"))
    document.placeChanged.connect(lambda: told.append("place"))
    draw(FOUR)
    assert len(document.state().marks) == 2
    assert set(told) == {"state"}
    page.controls.pen.setValue(40)
    page.sheet["draw-eraser"].trigger()
    page.strip._switches[next(iter(page.strip._switches))].click()
    state = document.state()
    assert (state.pen, state.eraser, state.stages.changed()) == (40, True, True)
    assert "place" not in told
    settle(qtbot, page)
    page.inside.open(Place(4, Unit(5, 7, 6)))
    assert document.state().map == OpenedMap("features.4", 5, 7, 6)
    QTest.keyClick(page.inside.map_page.map, Qt.Key.Key_Down)
    assert document.state().map == OpenedMap("features.4", 5, 8, 6)
    place = document.place()
    page.tabs.setCurrentIndex(1)
    assert document.state().tab == "why"
    page.why.ask_for(9)
    assert document.state().question.against == 9
    assert "place" in told
    document.go_to(place)
    assert page.tabs.tab == "inside"
    assert page.inside.map_shown
    page.inside.close_map()
    assert document.state().map is None
    settle(qtbot, page)


def test_opening_a_state_loses_no_drawing(page: DrawPage, document: DrawDocument, qtbot: QtBot, draw):
    draw(FOUR)
    before = document.state()
    ink = np.zeros((60, 40), np.float32)
    ink[10:50, 18:22] = 1
    one = (Picture.of(ink, origin=FromFile(Path("/one.png"))),)
    document.open_state(DrawState(marks=one, stages=Stages(crop=False)))
    settle(qtbot, page)
    assert document.state().marks == one
    assert page.prediction.ranking[0] != 4
    page.pad.undo()
    page.pad.undo()
    assert document.state().marks == before.marks


def test_a_stroke_under_way_ends_where_another_drawing_is_opened(page: DrawPage, document: DrawDocument, qtbot: QtBot):
    centre = page.pad.sheet().center()
    QTest.mousePress(page.pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
    QTest.mouseMove(page.pad, centre + QPoint(0, 40))
    document.open_state(DrawState(marks=(Stroke(((100.0, 100.0, 1.0), (400.0, 100.0, 1.0)), 30.0),)))
    assert len(document.state().marks) == 1
    page.pad.undo()
    page.pad.undo()
    assert len(document.state().marks) == 1, "the stroke, that was ended"
    assert document.state().marks[0].points[0][1] > 200
    settle(qtbot, page)


# --- a restart


@pytest.fixture
def restarted(qtbot: QtBot) -> Iterator[list[tuple[Studio, MainWindow]]]:
    """Windows over studios of their own, closed in the end."""
    made: list[tuple[Studio, MainWindow]] = []
    yield made
    for studio, window in made:
        window.close_without_asking()
        window.deleteLater()
        studio.deleteLater()


def restart(left: Workspace, made: list[tuple[Studio, MainWindow]], qtbot: QtBot) -> DrawPage:
    """The program anew, from what the last time wrote."""
    studio = Studio(workspace=Workspace.from_json(json.loads(json.dumps(left.to_json()))))
    window = MainWindow(studio)
    made.append((studio, window))
    window.show()
    window.open_room("draw")
    page = window.page("draw")
    assert isinstance(page, DrawPage)
    settle(qtbot, page)
    return page


def test_a_restart_brings_the_drawing_and_its_prediction_back(
    page: DrawPage, studio: Studio, qtbot: QtBot, draw, restarted
):
    draw(SEVEN)
    page.inside.open(Place(4, Unit(5, 7, 6)))
    page.controls.pen.setValue(31)
    ink, picture = page.pad.ink(), studio.current.picture
    assert picture is not None
    again = restart(studio.workspace, restarted, qtbot)
    assert np.array_equal(again.pad.ink(), ink)
    assert again.prediction.ranking[0] == 7
    assert again.pad.pen_width == 31
    assert again.inside.map_shown
    assert again.inside.map_page.place == Place(4, Unit(5, 7, 6))
    assert restarted[0][0].current.picture == picture
    again.pad.undo()
    again.pad.undo()
    settle(qtbot, again)
    assert again.pad.is_empty


def test_a_restart_brings_a_pasted_picture_and_a_data_sets_back(
    page: DrawPage, studio: Studio, qtbot: QtBot, tmp_path: Path, restarted
):
    file = digit_file(tmp_path)
    page.open_picture(file)
    settle(qtbot, page)
    draw_on(page.pad, ONE)
    settle(qtbot, page)
    ink = page.pad.ink()
    file.unlink()
    again = restart(studio.workspace, restarted, qtbot)
    assert np.array_equal(again.pad.ink(), ink)
    values = np.random.default_rng(3).random((28, 28), np.float32)
    again.open_state(NetworkInput.of(values, FromDataset("mnist", "test", 41)))
    settle(qtbot, again)
    third = restart(restarted[0][0].workspace, restarted, qtbot)
    np.testing.assert_array_equal(third.prediction.preprocessed.network_input, values)
    assert third.document.state().marks[0].origin == FromDataset("mnist", "test", 41)


def test_a_room_that_is_opened_empty_takes_no_picture_away(main_window: MainWindow, studio: Studio, qtbot: QtBot):
    picture = NetworkInput.of(np.eye(28, dtype=np.float32), FromDataset("mnist", "test", 3))
    studio.show_picture(picture)
    main_window.open_room("draw")
    page = main_window.page("draw")
    settle(qtbot, page)
    assert studio.current.picture == picture
    studio.choose(CatalogueNetwork("digitnet"))
    settle(qtbot, page)
    assert studio.current.picture == picture, "reading anew is no new picture"
    draw_on(page.pad, ONE)
    settle(qtbot, page)
    assert studio.current.picture.origin == Drawn()
    page.pad.clear()
    settle(qtbot, page)
    assert studio.current.picture is None


# --- where a picture comes from


def test_a_picture_keeps_its_origin_until_something_is_drawn_over_it(
    page: DrawPage, studio: Studio, qtbot: QtBot, tmp_path: Path
):
    origin = FromDataset("mnist", "test", 115)
    values = np.zeros((28, 28), np.float32)
    values[4:24, 13:16] = 1
    studio.open_room("draw", NetworkInput.of(values, origin))
    settle(qtbot, page)
    assert studio.current.picture == NetworkInput.of(values, origin)
    draw_on(page.pad, ONE)
    settle(qtbot, page)
    assert studio.current.picture.origin == Drawn()
    page.pad.undo()
    settle(qtbot, page)
    assert studio.current.picture == NetworkInput.of(values, origin)
    file = digit_file(tmp_path)
    page.open_picture(file)
    settle(qtbot, page)
    assert studio.current.picture.origin == FromFile(file)


def test_a_colour_picture_is_refused_in_a_sentence(page: DrawPage, main_window: MainWindow, studio: Studio):
    studio.open_room("draw", NetworkInput.of(np.zeros((3, 32, 32), np.float32), Drawn()))
    assert "colours" in main_window.error_strip.text
    assert page.pad.is_empty


# --- fine-tuning


@pytest.fixture
def small_base(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures, labels = drawn.digits(60, 1)
    data = datasets.DigitData(
        name="small", reason="", class_names=tuple("0123456789"),
        train_images=torch.from_numpy(pictures), train_labels=torch.from_numpy(labels).long(),
        test_images=torch.from_numpy(pictures), test_labels=torch.from_numpy(labels).long(),
    )  # fmt: skip
    monkeypatch.setattr(datasets, "load", lambda _name: data)


def keep_ones(page: DrawPage) -> None:
    """As many digits as fine-tuning wants."""
    ink = np.zeros((100, 100), np.uint8)
    ink[20:80, 45:55] = 255
    for _ in range(4):
        page.document.own_digits.keep(ink, 1)


@pytest.mark.usefixtures("small_base")
def test_fine_tuning_goes_on_while_pages_come_and_go(studio: Studio, qtbot: QtBot) -> None:
    page = create_page(studio)
    qtbot.addWidget(page)
    settle(qtbot, page)
    keep_ones(page)
    with qtbot.waitSignal(page.document.tuning.told, timeout=60_000):
        page.findChild(QPushButton, "draw-handwriting-tune").click()
    page.shut_down()
    page.deleteLater()
    QApplication.processEvents()
    tuning = studio.documents.get("draw").tuning
    assert tuning.busy
    again = create_page(studio)
    qtbot.addWidget(again)
    assert again.findChild(QPushButton, "draw-handwriting-tune").text() == "Stop"
    with qtbot.waitSignal(tuning.told, timeout=60_000):
        pass
    again.findChild(QPushButton, "draw-handwriting-tune").click()
    qtbot.waitUntil(lambda: not tuning.busy, timeout=60_000)
    settle(qtbot, again)
    again.shut_down()


@pytest.mark.usefixtures("small_base")
def test_the_end_of_fine_tuning_takes_no_later_choice_back(
    page: DrawPage, studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cnnstudio.prediction import fine_tuning

    quick = fine_tuning.fine_tune
    monkeypatch.setattr(fine_tuning, "fine_tune", lambda *args, **options: quick(*args, **options, rounds=1))
    keep_ones(page)
    settle(qtbot, page)
    page.tabs.setCurrentIndex(2)
    page.findChild(QPushButton, "draw-handwriting-tune").click()
    studio.choose(CatalogueNetwork("lenet5"))
    qtbot.waitUntil(lambda: not page.document.tuning.busy, timeout=60_000)
    settle(qtbot, page)
    assert studio.current.network == CatalogueNetwork("lenet5")
    labels = [choice.label for choice in page.document.weights.listing.choices]
    assert "DigitNet, my handwriting 1" in labels, "but it can be chosen"


@pytest.mark.usefixtures("small_base")
def test_fine_tuning_waits_for_its_turn_and_can_be_taken_out_of_the_queue(
    page: DrawPage, studio: Studio, qtbot: QtBot
) -> None:
    keep_ones(page)
    settle(qtbot, page)
    stop = threading.Event()
    first = studio.jobs.train("Training", lambda: iter(stop.wait, True), until="it has ended")
    first.start()
    button = page.findChild(QPushButton, "draw-handwriting-tune")
    page.tabs.setCurrentIndex(2)
    button.click()
    assert page.document.tuning.waits
    assert (
        page.findChild(QLabel, "draw-handwriting-outcome").text() == "It waits until what is being trained has ended."
    )
    assert page.closing_question() == "The fine-tuning for your handwriting has not begun yet. Forget it?"
    button.click()
    assert not page.document.tuning.busy
    assert button.text() == "Fine-tune for my handwriting"
    button.click()
    with qtbot.waitSignal(page.document.tuning.told, timeout=60_000):
        stop.set()
    assert not page.document.tuning.waits
    button.click()
    qtbot.waitUntil(lambda: not page.document.tuning.busy, timeout=60_000)


# --- a link


def test_a_link_to_a_digit_holds_the_drawing(page: DrawPage, studio: Studio, qtbot: QtBot, draw, restarted) -> None:
    draw(finely(FOUR, 12))
    page.controls.pen.setValue(31)
    text = links.link(goals.address("draw", page.document.state(), studio.current))
    assert len(text) <= links.LONGEST
    goal = goals.find(links.parse(text), frozenset({"draw"}), Current())
    assert goal.state == page.document.state()
    assert goal.current.picture == studio.current.picture
    ink = page.pad.ink()
    page.pad.clear()
    page.document.open_state(goal.state)
    settle(qtbot, page)
    assert np.array_equal(page.pad.ink(), ink)
    assert page.prediction.ranking[0] == 4


def test_a_question_that_names_a_class_the_network_has_not_is_the_usual_one(
    page: DrawPage, main_window: MainWindow, document: DrawDocument, qtbot: QtBot, draw
) -> None:
    state = DrawState(tab="why", question=Question(target=25, against=11))
    document.open_state(state)
    draw(FOUR)
    rows = page.why.rows
    assert not main_window.error_strip.isVisible(), main_window.error_strip.text
    assert rows[-1][0] == "Together"
    assert page.why.question == Question(), "what is shown is what was asked"
    assert document.state().question == state.question, "another network may have such classes"
    document.set_question(Question())
    page.tabs.ask_why()
    settle(qtbot, page)
    assert page.why.rows == rows
