from cnnstudio.convolution.receptive_field import LayerKind, Stack, StackLayer, StackPreset, preset
from cnnstudio.convolution.state import Mode
from cnnstudio.gui.playground.page import PlaygroundPage
from tests.gui.copied import copied


def show(page: PlaygroundPage, stack: Stack) -> None:
    page.model.change("", lambda state: state.with_stack(stack).with_mode(Mode.RECEPTIVE_FIELD))


def test_a_row_for_every_level_and_the_comparison(page: PlaygroundPage) -> None:
    stack = preset(StackPreset.CONVNET)
    show(page, stack)
    table = page.stack_table
    assert table.table.text().count("<tr>") == len(stack.layers) + 2, "the heading, the layers, the input"
    size = stack.levels[-1].size
    assert f"See {size} × {size} together: {stack.parameters:,} parameters." in table.comparison.text()
    assert f"with {stack.single_layer_parameters:,} parameters" in table.comparison.text()


def test_pooling_alone_has_no_weights_to_compare(page: PlaygroundPage) -> None:
    show(page, Stack((StackLayer(LayerKind.POOLING, 2, 2),), 8, 1))
    assert "Add convolutions" in page.stack_table.comparison.text()
    assert page.stack_table.table.text().count(">–<") == 2


def test_padding_that_a_unit_sees_is_counted_out(page: PlaygroundPage) -> None:
    show(page, Stack((StackLayer(LayerKind.CONVOLUTION, 3, 1, padding=1),), 5, 1))
    view = page.stack_view
    assert view.unit.level == 1
    assert "depends on rows 2 to 4, columns 2 to 4 of the input: 9 cells." in page.stack_table.unit.text()
    show(page, Stack((StackLayer(LayerKind.CONVOLUTION, 7, 1, padding=3),), 5, 1))
    said = page.stack_table.unit.text()
    assert "depends on rows 0 to 6, columns 0 to 6 of the input: 25 of 49 cells are really there." in said
    assert view.accessibleDescription() in said


def test_the_levels_are_copied(page: PlaygroundPage) -> None:
    stack = Stack((StackLayer(LayerKind.CONVOLUTION, 7, 1, padding=3), StackLayer(LayerKind.POOLING, 2, 2)), 28, 64)
    show(page, stack)
    rows = copied(page.stack_table, "play-levels")
    found = [tuple(int(row[f"{name} (cells)"]) for name in ("Field", "Stride", "Offset")) for row in rows]
    assert found == [(level.size, level.stride, level.offset) for level in reversed(stack.levels)]
    assert found[0][2] < 0, "a minus sign that machines read"
    assert sum(int(row["Weights"]) for row in rows) == stack.parameters > 999
