import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnstudio.convolution.geometry import Geometry
from cnnstudio.convolution.links import Block, Cell
from cnnstudio.convolution.state import Mode
from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.studio import Studio
from cnnstudio.lessons import slips
from cnnstudio.lessons.asked import Thing
from cnnstudio.lessons.slips import Playing, Slip


def asked(page: PlaygroundPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.predict.question is not None, timeout=20_000)


def reply(page: PlaygroundPage, qtbot: QtBot, text: str) -> None:
    asked(page, qtbot)
    page.predict.box.field.setText(text)
    with qtbot.waitSignal(page._studio.predict.judged, timeout=20_000):
        qtbot.keyClick(page.predict.box.field, Qt.Key.Key_Return)


@pytest.fixture
def padded(page: PlaygroundPage, studio: Studio, qtbot: QtBot) -> PlaygroundPage:
    """Figure 2, 3 x 3 padded to 5 x 5 under a window of 2 x 2, all to be predicted."""
    page.open_state(2)
    studio.predict.set_on(True)
    asked(page, qtbot)
    return page


@pytest.fixture
def sized(padded: PlaygroundPage, qtbot: QtBot) -> PlaygroundPage:
    """The same with its size predicted; the cell in row 2, column 2 is taken apart."""
    reply(padded, qtbot, "4 x 4")
    padded.model.pin(1, 1)
    padded.predict.ask("This cell")
    asked(padded, qtbot)
    return padded


def test_the_size_is_hidden_and_nothing_that_would_tell_it_is_shown(padded: PlaygroundPage) -> None:
    assert padded.formula.text == "? × ?"
    assert not padded.canvas.views[Block.OUTPUT].isVisible()
    assert padded.canvas.views[Block.INPUT].isVisible()
    assert padded.timeline.where.text() == "1 / ?"
    assert "16" not in padded.operation.costs.costs.text()
    assert padded.products.text.endswith("= ?")
    assert [one.title for one in padded.model.predicting.asked_of_operation()] == ["Output size", "Parameters", "MACs"]


def test_a_right_size_shows_the_output_and_then_a_cell_is_asked(padded: PlaygroundPage, qtbot: QtBot) -> None:
    reply(padded, qtbot, "4")
    assert padded.formula.text.endswith("= 4 × 4")
    assert padded.canvas.views[Block.OUTPUT].isVisible()
    assert "This cell" in [one.title for one in padded.model.predicting.asked_of_operation()]


def test_a_slip_in_the_size_is_named_marked_and_played_from_there(padded: PlaygroundPage, qtbot: QtBot) -> None:
    wide = Geometry(input_size=(12, 12), kernel_size=(3, 3), padding=(2, 2, 2, 2))
    padded.model.change("wider", lambda state: state.with_geometry(wide))
    reply(padded, qtbot, "10 x 10")
    assert "padding was forgotten" in padded.predict.box.verdict.text()
    assert padded.formula.marked == ("p",)
    assert padded.formula.text.endswith("= ? × ?")
    qtbot.mouseClick(padded.predict.box.play, Qt.MouseButton.LeftButton)
    assert (padded.model.position.row, padded.model.position.col) == (10, 10)
    padded.timeline.pause()


def test_the_cell_that_is_taken_apart_is_hidden_with_its_products(sized: PlaygroundPage, qtbot: QtBot) -> None:
    view = sized.canvas.views[Block.OUTPUT]
    assert sized.model.predicting.hides_cell(Cell(Block.OUTPUT, 0, 1, 1, 0))
    assert not sized.model.predicting.hides_cell(Cell(Block.OUTPUT, 0, 0, 1, 0))
    sized.model.pin(1, 0)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.accessibleDescription().endswith(": ?")
    assert sized.products.cells(sized.products.grids[0])[0][1] == "1\n× 1"
    assert sized.products.text.endswith("= ?")
    assert all(row[-1] is None for row in sized.products.table().rows), "nor is it copied"


def test_a_right_cell_is_shown(sized: PlaygroundPage, qtbot: QtBot) -> None:
    reply(sized, qtbot, "0*0 + 1*1 + 3*2 + 4*3")
    assert sized.predict.box.verdict.text() == "19: right."
    assert sized.products.text.endswith("= 19")
    sized.model.pin(1, 2)
    assert sized.products.text.endswith("= ?"), "the next one is asked"


def test_a_flipped_kernel_is_named_and_its_weight_held(sized: PlaygroundPage, qtbot: QtBot) -> None:
    reply(sized, qtbot, "0*3 + 1*2 + 3*1 + 4*0")
    assert "flipped" in sized.predict.box.verdict.text()
    qtbot.mouseClick(sized.predict.box.play, Qt.MouseButton.LeftButton)
    assert (sized.model.position.row, sized.model.position.col) == (1, 1)
    assert sized.model.held == Cell(Block.KERNEL, 0, 0, 1, 0), "0 x 0 and 0 x 3 are alike; 1 x 1 and 1 x 2 are not"


def test_other_numbers_are_to_be_predicted_anew(sized: PlaygroundPage, qtbot: QtBot, studio: Studio) -> None:
    reply(sized, qtbot, "19")
    sized.canvas.views[Block.INPUT].set_value(Cell(Block.INPUT, 0, 1, 1), 5.0, 1)
    assert sized.model.predicting.hides_cell(Cell(Block.OUTPUT, 0, 1, 1, 0)) is False, "5 x 0 is 0: it is still 19"
    sized.canvas.views[Block.INPUT].set_value(Cell(Block.INPUT, 0, 2, 2), 5.0, 2)
    assert sized.model.predicting.hides_cell(Cell(Block.OUTPUT, 0, 1, 1, 0))


def test_levels_of_a_stack_hide_their_shape_and_field(page: PlaygroundPage, studio: Studio, qtbot: QtBot) -> None:
    page.set_mode(Mode.RECEPTIVE_FIELD)
    studio.predict.set_on(True)
    asked(page, qtbot)
    top = page.stack_view.pinned.level
    stack = page.model.state.stack
    assert [row[1] for row in page.stack_table.as_table().rows[:-1]] == ["?"] * len(stack.layers)
    assert "? rows" in page.stack_table.unit.text()
    page.predict.ask("Receptive field")
    reply(page, qtbot, str(stack.levels[top].size))
    assert page.stack_table.as_table().rows[0][1] == stack.levels[top].size
    assert "? rows" not in page.stack_table.unit.text()
    assert page.model.predicting.hides_level(top, Thing.SHAPE)


def played(page: PlaygroundPage, slip: Slip) -> None:
    """The Playground shows the place of a slip, and goes on from there."""
    page.open_state(Playing(slip.question.state(), slip.place))
    place = slip.place
    if place.layer is not None:
        assert page.model.state.mode is Mode.RECEPTIVE_FIELD
        assert page.stack_view.unit.level == place.layer + 1
        return
    at = page.model.position
    assert (at.channel, at.row, at.col) == place.cell
    assert page.model.reveal, "what comes after it is covered"
    if place.tap is not None and page.model.result.state.geometry.operation.weighs:
        held = page.model.held
        assert held is not None
        assert (held.row, held.col) == place.tap[1:]
        assert held.channel == page.model.result.state.geometry.channels_read(at.channel)[place.tap[0]]
    else:
        assert page.timeline.playing or page.model.index == page.model.count - 1
    page.timeline.pause()


def test_every_slip_that_is_named_is_played_from_its_place(page: PlaygroundPage) -> None:
    # python -m tests.system questions tries twenty of each.
    for name in slips.SENTENCES:
        question = next(slips.practice(name, 30))
        played(page, next(slip for slip in slips.distinct(question) if slip.name == name))
