from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from cnnstudio import paths
from cnnstudio.datasets import Progress, Stage, builtin
from cnnstudio.datasets.builtin import cache
from cnnstudio.errors import DatasetError, NetworkInputError
from cnnstudio.networks import catalogue, consent
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from cnnstudio.training import measurement
from cnnstudio.training.measurement import SLICE, EditAccuracy, Measuring, dataset_of, predictions, title
from cnnstudio.weights import loading
from cnnstudio.weights.edits import EMPTY, Edits
from cnnstudio.weights.loading import Loaded
from cnnstudio.weights.metadata import Accuracy, Metadata
from cnnstudio.weights.reference import Initial, Shipped
from tests.datasets.test_folder import fill

OFF = Edits(off=(("features.0", (0, 3, 9)),))


@pytest.fixture(autouse=True)
def few_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A built-in set of 600 test pictures that is drawn at once."""

    def test_arrays():
        yield from ()
        return builtin.draw(600, 2)

    monkeypatch.setattr(builtin, "test_arrays", test_arrays)


def measured(measuring: Measuring, loaded: Loaded) -> EditAccuracy:
    while True:
        found = measuring.advance(loaded)
        if found is not None and found.done:
            return found


def after(operations: int) -> Callable[[], bool]:
    """In a hurry after so many operations."""
    asked: list[int] = []
    return lambda: len(asked) >= operations or bool(asked.append(1))


def agreed(file: Path, name: str) -> PythonNetwork:
    """A class of the user's that may run."""
    network = PythonNetwork.of(file, name)
    consent.give(network.path, network.sha256)
    return network


def by_hand(loaded: Loaded, images: torch.Tensor) -> torch.Tensor:
    with torch.inference_mode():
        return loaded.module(images[:, None] / 255.0).argmax(1)


@pytest.mark.parametrize("name", ["digitnet", "lenet5-1998", "mlp"])
def test_accuracy_is_that_of_a_plain_pass_before_and_after(name: str) -> None:
    network = CatalogueNetwork(name)
    weights = Shipped("digitnet") if name == "digitnet" else Initial(3)
    before = loading.load(network, weights)
    path, linear = next(one for one in before.module.named_modules() if isinstance(one[1], torch.nn.Linear))
    edits = Edits(off=((path, tuple(range(linear.out_features // 2))),))
    after = before.edited(edits)
    found = measured(Measuring(), after)
    images, labels = found.pictures.images, found.pictures.labels
    assert (found.count, found.total) == (600, 600)
    np.testing.assert_array_equal(labels, builtin.draw(600, 2)[1])
    torch.testing.assert_close(found.before, by_hand(before, images))
    torch.testing.assert_close(found.after, by_hand(after, images))
    assert found.right_before == int((by_hand(before, images) == labels).sum())
    assert found.right_after == int((by_hand(after, images) == labels).sum())
    assert found.changed.tolist() == torch.nonzero(by_hand(before, images) != by_hand(after, images)).flatten().tolist()
    assert len(found.changed)


def test_slices_grow_and_another_edit_begins_anew_against_the_same_weights() -> None:
    whole = loading.load(CatalogueNetwork("digitnet"), Shipped("digitnet"))
    measuring = Measuring()
    counts = []
    for _ in range(2):
        found = measuring.advance(whole)
        counts.append(0 if found is None else found.count)
    assert counts == [SLICE, 2 * SLICE]
    other = whole.edited(OFF)
    found = measuring.advance(other)
    assert found is not None
    assert (found.count, found.loaded) == (SLICE, other)
    last = measured(measuring, other)
    torch.testing.assert_close(last.before, measured(Measuring(), whole).after)
    # Put back: nothing has changed any more.
    assert not len(measured(measuring, other.edited(EMPTY)).changed)


def test_with_time_there_are_more_slices_up_to_the_first_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measurement, "FIRST", 500)
    whole = loading.load(CatalogueNetwork("mlp"), Initial(1))
    measuring = Measuring()
    counts = []
    for _ in range(2):
        found = measuring.advance(whole, seconds=1e6)
        assert found is not None
        counts.append(found.count)
    assert counts == [500, 600]
    torch.testing.assert_close(found.after, measured(Measuring(), whole).after)


def test_who_is_in_a_hurry_waits_for_no_more_than_one_operation() -> None:
    whole = loading.load(CatalogueNetwork("digitnet"), Shipped("digitnet"))
    measuring = Measuring()
    assert measuring.advance(whole, seconds=1e6, hurried=lambda: True) is None
    began = measuring.advance(whole)
    assert began is not None
    assert began.count == SLICE
    # In the middle of a slice, wherever that is: the slices before it stay.
    found = measuring.advance(whole, seconds=1e6, hurried=after(120))
    assert found is not None
    assert SLICE < found.count < found.total
    again = measured(measuring, whole)
    torch.testing.assert_close(again.after, measured(Measuring(), whole).after)


def test_an_edit_in_a_hurry_begins_anew_and_keeps_what_was_measured_without_it() -> None:
    whole = loading.load(CatalogueNetwork("digitnet"), Shipped("digitnet"))
    other = whole.edited(OFF)
    measuring = Measuring()
    for most in (3, 30, 60, 90):
        measuring.advance(other, seconds=1e6, hurried=after(most))
        measuring.advance(whole, hurried=lambda: True)
    found, wanted = measured(measuring, other), measured(Measuring(), other)
    torch.testing.assert_close(found.before, wanted.before)
    torch.testing.assert_close(found.after, wanted.after)


def test_a_class_that_catches_every_error_gives_way_too(tmp_path: Path) -> None:
    file = tmp_path / "stubborn.py"
    file.write_text(
        "from torch import nn\n"
        "class Stubborn(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.one = nn.Linear(784, 10)\n"
        "    def forward(self, x):\n"
        "        try:\n"
        "            return self.one(x.flatten(1))\n"
        "        except Exception:\n"
        "            return x.flatten(1)[:, :10]\n"
    )
    network = agreed(file, "Stubborn")
    loaded = loading.load(network, Initial(1))
    measuring = Measuring()
    wanted = measured(measuring, loaded).after[:SLICE]
    for most in range(12):
        # Another one each time, which begins anew.
        again = loading.load(network, Initial(1))
        measuring.advance(again, hurried=after(most))
        found = measuring.advance(again)
        assert found is not None
        assert found.count in (SLICE, 2 * SLICE)
        torch.testing.assert_close(found.after[:SLICE], wanted)


@pytest.mark.parametrize("name", ["convnet", "digitnet", "lenet5"])
def test_layers_work_channels_last_although_the_pictures_have_one(name: str) -> None:
    network = catalogue.build(name).eval()
    orders: list[bool] = []
    for layer in network.modules():
        if isinstance(layer, torch.nn.MaxPool2d | torch.nn.AvgPool2d):
            layer.register_forward_hook(
                lambda _layer, given, _out: orders.append(given[0].is_contiguous(memory_format=torch.channels_last))
            )
    loaded = loading.load(CatalogueNetwork(name), Initial(1))
    predictions(network, torch.from_numpy(builtin.draw(5, 2)[0]), loaded)
    assert orders
    assert all(orders)


@pytest.mark.parametrize(("ahead", "decides"), [(1e-5, "usual"), (1.0, "channels last")])
def test_where_two_classes_are_as_good_as_equal_the_usual_order_decides(
    tmp_path: Path, ahead: float, decides: str
) -> None:
    file = tmp_path / "tied.py"
    file.write_text(
        "import torch\n"
        "from torch import nn\n"
        "class Tied(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.conv = nn.Conv2d(1, 3, 1)\n"
        "    def forward(self, x):\n"
        f"        other = {ahead} if self.conv(x).is_contiguous() else {-ahead}\n"
        "        return torch.tensor([5.0, 5.0 + other, 0.0]).repeat(len(x), 1)\n"
    )
    network = agreed(file, "Tied")
    loaded = loading.load(network, Initial(1))
    pictures = torch.from_numpy(builtin.draw(6, 2)[0])
    assert predictions(loaded.module, pictures, loaded).tolist() == [int(decides == "usual")] * 6


def test_a_class_that_wants_the_usual_order_in_memory_is_measured_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "viewing.py"
    file.write_text(
        "from torch import nn\n"
        "class Viewing(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.conv = nn.Conv2d(1, 3, 5)\n"
        "        self.linear = nn.Linear(3 * 24 * 24, 10)\n"
        "    def forward(self, x):\n"
        "        x = self.conv(x)\n"
        "        return self.linear(x.view(len(x), -1))\n"
    )
    network = agreed(file, "Viewing")
    loaded = loading.load(network, Initial(1))
    found = measured(Measuring(), loaded)
    torch.testing.assert_close(found.after, by_hand(loaded, found.pictures.images))


def test_measured_on_the_runs_own_set() -> None:
    own = fill(paths.data_dir() / "FashionMNIST" / "raw")
    assert own
    loaded = loading.of_tensors(
        CatalogueNetwork("mlp"),
        Initial(1),
        loading.load(CatalogueNetwork("mlp"), Initial(1)).module.state_dict(),
        metadata=Metadata(network=CatalogueNetwork("mlp"), dataset="fashion-mnist"),
        stamp=("test",),
    )
    found = measured(Measuring(), loaded)
    assert (found.pictures.dataset, found.pictures.title, found.pictures.reason) == (
        "fashion-mnist",
        "Fashion-MNIST",
        "",
    )


def test_without_mnist_on_the_disk_the_built_in_digits_stand_in_and_it_is_said() -> None:
    loaded = loading.load(CatalogueNetwork("digitnet"), Shipped("digitnet"))
    assert dataset_of(loaded.metadata) == "mnist"
    found = measured(Measuring(), loaded)
    assert found.pictures.dataset == "builtin"
    assert "MNIST is not on this computer" in found.pictures.reason


def test_while_digits_are_drawn_it_tells_how_far_and_draws_no_training_pictures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cache, "_SIZES", {"train": 10**9, "test": 60})
    monkeypatch.setattr(builtin, "test_arrays", cache.test_arrays)
    measuring, told = Measuring(), []
    loaded = loading.load(CatalogueNetwork("digitnet"), Shipped("digitnet"))
    while (found := measuring.advance(loaded)) is None:
        assert isinstance(measuring.reading, Progress)
        told.append(measuring.reading)
    assert {(one.stage, one.total) for one in told} == {(Stage.DRAWING, 60)}
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert told[-1].done == 60
    assert (measuring.reading, found.total) == (None, 60)
    np.testing.assert_array_equal(found.pictures.images, builtin.draw(60, 2)[0])


def test_digits_never_stand_in_for_clothes() -> None:
    network = CatalogueNetwork("mlp")
    clothes = Metadata(network=network, dataset="fashion-mnist", classes=tuple(f"class {n}" for n in range(10)))
    tensors = loading.load(network, Initial(1)).module.state_dict()
    loaded = loading.of_tensors(network, Initial(1), tensors, metadata=clothes, stamp=("test",))
    with pytest.raises(DatasetError, match="Fashion-MNIST is not on this computer"):
        Measuring().advance(loaded)


def test_what_gives_no_classes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "maps.py"
    file.write_text("from torch import nn\nclass Maps(nn.Module):\n    def forward(self, x):\n        return x * 2\n")
    network = agreed(file, "Maps")
    with pytest.raises(NetworkInputError, match="gives no logits"):
        Measuring().advance(loading.load(network, Initial(1)))


@pytest.mark.parametrize(
    ("metadata", "dataset"),
    [
        (Metadata(), ""),
        (Metadata(dataset="digits", accuracies=(Accuracy(0.9, "drawn"), Accuracy(0.9, "kmnist"))), "kmnist"),
        (Metadata(dataset="handwriting", accuracies=(Accuracy(0.9, "handwriting"), Accuracy(0.9, "mnist"))), "mnist"),
        (Metadata(dataset="/home/me/digits"), "/home/me/digits"),
    ],
)
def test_which_set_weights_are_measured_on(metadata: Metadata, dataset: str) -> None:
    assert dataset_of(metadata) == dataset


def test_a_folder_is_called_by_its_name() -> None:
    assert title("/home/me/digits") == "digits"
    assert title("kmnist") == "Kuzushiji-MNIST"
