import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.modeltest import ModelTester

from cnnstudio.gui.model_browser.catalogue.model import NAME_ROLE, CatalogueModel, Order
from cnnstudio.networks import catalogue


@pytest.mark.parametrize("order", list(Order))
def test_keeps_qts_rules_and_lists_every_network_once(order: Order, qtmodeltester: ModelTester) -> None:
    model = CatalogueModel()
    specs = tuple(catalogue.specs())
    model.show(specs, order)
    qtmodeltester.check(model)
    names = []
    for row in range(model.rowCount()):
        top = model.index(row, 0)
        if top.data(NAME_ROLE) is not None:
            names.append(top.data(NAME_ROLE))
        names += [model.index(inner, 0, top).data(NAME_ROLE) for inner in range(model.rowCount(top))]
    assert sorted(names) == sorted(spec.name for spec in specs)


def test_a_network_is_found_in_its_group() -> None:
    model = CatalogueModel()
    model.show(tuple(catalogue.specs()), Order.FAMILY)
    index = model.index_of("resnet50")
    assert index.data() == "ResNet-50"
    assert index.parent().data() == "ResNet"
    assert index.siblingAtColumn(1).data() == "2015"
    assert index.siblingAtColumn(2).data() == "25.6 M"
    assert not model.index_of("no-such-network").isValid()


def test_by_size_the_smallest_stands_first() -> None:
    model = CatalogueModel()
    model.show(tuple(catalogue.specs()), Order.PARAMETERS)
    sizes = [catalogue.get(model.index(row, 0).data(NAME_ROLE)).parameters or 0 for row in range(model.rowCount())]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("specs", [(), tuple(catalogue.specs())], ids=["none", "all"])
def test_there_is_an_index_for_what_there_is_and_for_nothing_else(
    qtmodeltester: ModelTester, order: Order, specs: tuple[catalogue.NetworkSpec, ...]
) -> None:
    model = CatalogueModel()
    model.show(specs, order)
    qtmodeltester.check(model)
    parents = [QModelIndex(), *(model.index(row, 0) for row in range(model.rowCount()))]
    for parent in parents:
        rows, columns = model.rowCount(parent), model.columnCount(parent)
        for row in (-1, 0, rows - 1, rows):
            for column in (-1, 0, columns - 1, columns):
                found = model.index(row, column, parent)
                assert found.isValid() == (0 <= row < rows and 0 <= column < columns)
                assert not found.isValid() or found.parent() == parent
