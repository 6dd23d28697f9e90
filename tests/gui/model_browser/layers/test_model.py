from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from torch import Tensor, nn

from cnnstudio.analysis.network import analyse_module
from cnnstudio.analysis.results import Analysis
from cnnstudio.gui.model_browser.layers import columns
from cnnstudio.gui.model_browser.layers.columns import COLUMNS, KEYS
from cnnstudio.gui.model_browser.layers.model import PATH_ROLE, SHARE_ROLE, SORT_ROLE, LayerModel


def texts(model: LayerModel, parent: QModelIndex) -> list[str]:
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]


@pytest.mark.parametrize("flat", [False, True])
def test_keeps_qts_rules(resnet18: Analysis, qtmodeltester: ModelTester, flat: bool) -> None:
    model = LayerModel()
    model.show(resnet18, flat=flat)
    qtmodeltester.check(model)
    model.show(None)
    qtmodeltester.check(model)


def test_equal_blocks_in_a_row_lie_under_one_row(resnet18: Analysis) -> None:
    model = LayerModel()
    model.show(resnet18)
    stage = model.index_of("layer1")
    assert texts(model, stage) == ["0 … 1: BasicBlock × 2, together"]
    run = model.index(0, 0, stage)
    assert texts(model, run) == ["0: BasicBlock", "1: BasicBlock"]
    params = KEYS.index("params")
    single = run.siblingAtColumn(0).model().index(0, params, run).data(SORT_ROLE)
    assert model.index(0, params, stage).data(SORT_ROLE) == 2 * single
    assert texts(model, model.index_of("layer2")) == ["0: BasicBlock", "1: BasicBlock"]


def test_the_figures_of_a_folded_row_say_what_they_are_of(resnet18: Analysis) -> None:
    model = LayerModel()
    model.show(resnet18)
    run = model.index(0, 0, model.index_of("layer1"))
    for column in ("layer", "params", "macs", "memory"):
        tip = run.siblingAtColumn(KEYS.index(column)).data(Qt.ItemDataRole.ToolTipRole)
        assert tip.splitlines()[:2] == [
            "layer1.0 … layer1.1 · BasicBlock × 2",
            "73,984 parameters each, 147,968 parameters all 2 together",
        ]


def test_shares_of_the_top_layers_add_up(resnet18: Analysis) -> None:
    model = LayerModel()
    model.show(resnet18)
    root = model.index(0, 0)
    for key in ("share", "mac-share"):
        column = KEYS.index(key)
        shares = [model.index(row, column, root).data(SHARE_ROLE) for row in range(model.rowCount(root))]
        assert sum(shares) == pytest.approx(1.0, abs=1e-6)


def test_a_row_whose_weights_count_elsewhere_says_where() -> None:
    network = nn.Sequential(nn.Conv2d(3, 3, 1), nn.ReLU(), nn.Conv2d(3, 3, 1), nn.Conv2d(3, 3, 1))
    network[2].weight, network[2].bias = network[0].weight, network[0].bias
    network[3].weight = network[0].weight
    model = LayerModel()
    model.show(analyse_module(network, (3, 8, 8)), flat=True)
    column = KEYS.index("params")
    all_of_it, a_part = (model.index_of(path).siblingAtColumn(column) for path in ("2", "3"))
    assert (all_of_it.data(), a_part.data()) == ("shared", "3")
    assert all_of_it.data(SORT_ROLE) == 0
    for index in (all_of_it, a_part):
        assert index.data(Qt.ItemDataRole.ToolTipRole).splitlines()[1] == "Shared with 0: counted there."
    assert len(model.index_of("0").siblingAtColumn(column).data(Qt.ItemDataRole.ToolTipRole).splitlines()) == 1


def test_the_table_lists_every_layer_that_computes_once(resnet18: Analysis) -> None:
    model = LayerModel()
    model.show(resnet18, flat=True)
    paths = [model.index(row, 0).data(PATH_ROLE) for row in range(model.rowCount())]
    assert paths == [layer.path for layer in resnet18.root.walk() if not layer.children]
    column = KEYS.index("own-params")
    assert sum(model.index(row, column).data(SORT_ROLE) for row in range(model.rowCount())) == 11_689_512


def test_every_cell_has_text_and_the_numbers_stand_right(convnet: Analysis) -> None:
    model = LayerModel()
    model.show(convnet)
    index = model.index_of("features.0")
    row = {key: index.siblingAtColumn(column).data() for column, key in enumerate(KEYS)}
    assert row["kernel"] == "3 × 3"
    assert row["output"] == "16 × 28 × 28" or row["output"].endswith("28 × 28")
    assert all(isinstance(text, str) for text in row.values())
    alignment = index.siblingAtColumn(KEYS.index("params")).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & int(Qt.AlignmentFlag.AlignRight)


def test_the_tip_of_own_parameters_is_of_the_layers_own(analysed: Callable[..., Analysis]) -> None:
    """A block has none where the layers inside have all, and a transformer's own few stand beside theirs."""
    vit = analysed("vit_b_16")
    model = LayerModel()
    model.show(vit)
    own, every = KEYS.index("own-params"), KEYS.index("params")
    root = model.index(0, own)
    assert root.data() == "768"
    assert root.data(Qt.ItemDataRole.ToolTipRole) == "768 parameters, < 0.01 % of the network"
    tip = root.siblingAtColumn(every).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "86,567,656 parameters, 100.00 % of the network"
    encoder = model.index_of("encoder.layers")
    assert encoder.siblingAtColumn(own).data() == "–"
    assert encoder.siblingAtColumn(own).data(Qt.ItemDataRole.ToolTipRole) == "0 parameters, 0.00 % of the network"


class Enlarging(nn.Module):
    """Outputs in pairs, of which both read the same pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow = nn.Conv2d(3, 4, 3, stride=4)
        self.wide = nn.Upsample(scale_factor=2)

    def forward(self, x: Tensor) -> Tensor:
        return self.wide(self.narrow(x))


def test_a_step_of_several_outputs_is_read_by_machines_as_that_of_one() -> None:
    model = LayerModel()
    model.show(analyse_module(Enlarging(), (3, 35, 35)))
    step = COLUMNS[KEYS.index("jump")]
    for path, shown, plain in (("narrow", "4", "4"), ("wide", "4 every 2", "2")):
        cell = model.index_of(path).siblingAtColumn(KEYS.index("jump"))
        assert cell.data() == shown
        assert columns.plain(step, cell.data(), cell.data(SORT_ROLE)) == plain


@pytest.mark.parametrize("name", ["vit_b_16", "swin_t", "convnext_tiny", "resnet18"])
def test_the_columns_of_the_table_add_up_to_the_networks_totals(analysed: Callable[..., Analysis], name: str) -> None:
    """Blocks with tensors of their own have a row, in which the layers inside are not counted again."""
    analysis = analysed(name)
    model = LayerModel()
    model.show(analysis, flat=True)
    totals = {
        "own-params": analysis.total_params,
        "params": analysis.total_params,
        "macs": analysis.total_macs,
        "share": 1.0,
        "mac-share": 1.0,
    }
    for key, total in totals.items():
        column = KEYS.index(key)
        cells = [model.index(row, column).data(SORT_ROLE) for row in range(model.rowCount())]
        assert sum(cells) == pytest.approx(total, rel=1e-9), key
