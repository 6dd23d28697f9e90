import threading
from pathlib import Path
from typing import Any

import psutil
import pytest
import safetensors.torch
import torch
from torch import Tensor, nn

from cnnstudio import datasets
from cnnstudio.datasets.scaling import MNIST
from cnnstudio.errors import (
    ConfigError,
    EditError,
    MemoryShortError,
    StorageError,
    UnknownNameError,
    WeightsError,
)
from cnnstudio.networks import catalogue, consent, reference
from cnnstudio.networks.consent import ConsentError
from cnnstudio.networks.reference import CatalogueNetwork, ExportedNetwork, NetworkRef, PythonNetwork
from cnnstudio.training.engine import Engine
from cnnstudio.training.events import StepsDone
from cnnstudio.training.recipes import recipe
from cnnstudio.weights import EMPTY, Initial, RunWeights, Shipped, WeightsFile, format, loading, shipped
from cnnstudio.weights.loading import load, load_alone, network_of
from cnnstudio.weights.metadata import Metadata
from tests.kept_home import expected
from tests.weights.networks import SOURCE, own_network, random_state

DIGITS = tuple("0123456789")
PICTURES = torch.rand(3, 1, 28, 28, generator=torch.Generator().manual_seed(5))
CONVNET = CatalogueNetwork("convnet")


def run(module: nn.Module) -> Tensor:
    with torch.inference_mode():
        return module(PICTURES)


def saved(folder: Path, network: NetworkRef, **about: Any) -> tuple[WeightsFile, nn.Module]:
    module = random_state(reference.build(network))
    file = folder / "w.safetensors"
    format.save(file, module.state_dict(), Metadata(network=network, **about))
    return WeightsFile(file), module


@pytest.fixture
def noise() -> datasets.DigitData:
    pictures = torch.randint(0, 256, (40, 28, 28), generator=torch.Generator().manual_seed(0), dtype=torch.uint8)
    return datasets.DigitData(
        name="mnist",
        reason="",
        class_names=DIGITS,
        train_images=pictures,
        train_labels=torch.arange(40) % 10,
        test_images=pictures,
        test_labels=torch.arange(40) % 10,
    )


@pytest.mark.parametrize("name", [spec.name for spec in catalogue.specs() if spec.trainable_on_digits])
def test_what_was_saved_is_what_is_handed_out(tmp_path: Path, name: str) -> None:
    network = CatalogueNetwork(name)
    weights, module = saved(tmp_path, network, dataset="mnist", classes=DIGITS, scaling=MNIST, temperature=0.5)
    before = torch.get_rng_state()
    loaded = load(network, weights)
    assert torch.equal(torch.get_rng_state(), before), "nothing is drawn"
    assert torch.equal(run(loaded.module), run(module))
    assert not any(layer.training for layer in loaded.module.modules())
    assert not any(tensor.requires_grad or tensor.is_meta for tensor in loaded.module.state_dict().values())
    assert (loaded.scaling, loaded.temperature, loaded.class_names) == (MNIST, 0.5, DIGITS)
    assert loaded.base is loaded.module
    assert loaded.remarks == ()
    assert network_of(weights) == network


@pytest.mark.parametrize("name", ["digitnet", "lenet5-1998", "plain-8"])
@pytest.mark.parametrize("initialisation", ["default", "gaussian-0.01"])
def test_initial_weights_are_those_that_training_starts_from(
    tmp_path: Path, noise: datasets.DigitData, one_thread: None, name: str, initialisation: str
) -> None:
    config = recipe(
        "tutorial", network=name, seed=7, initialisation=initialisation, device="cpu", epochs=1, batch_size=20
    )
    engine = Engine(config, run_dir=tmp_path / "run", data=noise)
    events = engine.run()
    next(events)  # set up, and no step taken
    assert engine.network is not None
    started = {key: tensor.clone() for key, tensor in engine.network.state_dict().items()}
    events.close()
    before = torch.get_rng_state()
    loaded = load(CatalogueNetwork(name), Initial(7, initialisation))  # type: ignore[arg-type]
    assert torch.equal(torch.get_rng_state(), before)
    state = loaded.module.state_dict()
    assert state.keys() == started.keys()
    assert all(torch.equal(state[key], started[key]) for key in state)
    other = load(CatalogueNetwork(name), Initial(8, initialisation)).module.state_dict()  # type: ignore[arg-type]
    assert any(not torch.equal(state[key], other[key]) for key in state)


def test_initial_weights_for_another_number_of_classes() -> None:
    loaded = load(CONVNET, Initial(1), EMPTY.set("classifier.bias", 25, 1.0), classes=26)
    assert run(loaded.module).shape == (3, 26)
    assert loaded.class_names == tuple(map(str, range(26)))
    assert run(loaded.shell()).shape == (3, 26)
    with pytest.raises(ConfigError, match="cannot be made for 26"):
        load(CatalogueNetwork("lenet5-1998"), Initial(1), classes=26)


def test_every_file_of_the_first_version_opens(old_home: Path) -> None:
    from cnnstudio.prediction.handwriting import Handwriting

    pictures = torch.from_numpy(Handwriting().arrays()[0])[:, None].float() / 255
    for name, (network, reads) in expected()["weights"].items():
        weights = WeightsFile(old_home / name)
        assert network_of(weights) == CatalogueNetwork(network)
        loaded = load(CatalogueNetwork(network), weights)
        with torch.inference_mode():
            found = "".join(map(str, loaded.module(pictures).argmax(1).tolist()))
        assert found == reads
        assert loaded.class_names == DIGITS


def test_a_run_of_the_first_version_by_what_is_meant(old_home: Path) -> None:
    runs = old_home / "runs"
    finished, killed = runs / "2026-11-28 14-05-25 convnet fast", runs / "2026-11-28 14-06-53 convnet tutorial"
    for which, file in (("final", "final"), ("best", "best"), ("latest", "final")):
        loaded = load(CONVNET, RunWeights(finished, which))  # type: ignore[arg-type]
        assert loaded.stamp[0] == str(finished / f"weights-{file}.safetensors")
    assert load(CONVNET, RunWeights(killed, "latest")).stamp[0] == str(killed / "checkpoint.safetensors")
    with pytest.raises(StorageError, match="has no final weights; it has not come to its end"):
        load(CONVNET, RunWeights(killed, "final"))
    with pytest.raises(StorageError, match="has no weights of step 500"):
        load(CONVNET, RunWeights(killed, 500))
    with pytest.raises(StorageError, match="has no weights yet"):
        load(CONVNET, RunWeights(runs / "gone", "latest"))


def test_shipped_weights_know_what_they_are() -> None:
    default = shipped.digits()[0]
    loaded = load(CatalogueNetwork("digitnet"), default)
    assert loaded.temperature == shipped.card()["digits"][0]["temperature"]
    assert loaded.class_names == DIGITS
    assert loaded.metadata.network == CatalogueNetwork("digitnet")
    with pytest.raises(UnknownNameError, match=r"No weights called x come.*digitnet"):
        load(CONVNET, Shipped("x"))


def test_weights_of_another_network_are_refused_with_what_differs(tmp_path: Path) -> None:
    weights, _ = saved(tmp_path, CONVNET)
    with pytest.raises(
        WeightsError, match=r"w\.safetensors does not fit LeNet-5 \(PyTorch\): it holds weights of ConvNet"
    ):
        load(CatalogueNetwork("lenet5"), weights)
    state = catalogue.build("convnet").state_dict()
    odd = {key: tensor for key, tensor in state.items() if key != "features.0.bias"}
    odd |= {"head.weight": torch.zeros(2), "classifier.weight": torch.zeros(10, 5)}
    safetensors.torch.save_file(odd, weights.path)
    with pytest.raises(WeightsError) as caught:
        load(CONVNET, weights)
    assert "missing: features.0.bias; not known: head.weight" in str(caught.value)
    assert "classifier.weight is 10 × 5 instead of 10 × 784" in str(caught.value)


def test_networks_of_equal_shapes_are_told_apart_by_what_the_file_says(tmp_path: Path) -> None:
    weights, _ = saved(tmp_path, CatalogueNetwork("plain-8"))
    with pytest.raises(WeightsError, match="it holds weights of Plain-8"):
        load(CatalogueNetwork("resnet-8"), weights)


def test_a_plain_file_of_another_program_is_known_by_its_shapes(tmp_path: Path) -> None:
    file = tmp_path / "plain.safetensors"
    safetensors.torch.save_file(random_state(catalogue.build("lenet5")).state_dict(), file)
    assert network_of(WeightsFile(file)) == CatalogueNetwork("lenet5")
    assert load(CatalogueNetwork("lenet5"), WeightsFile(file)).class_names == DIGITS
    safetensors.torch.save_file({"x": torch.zeros(2)}, file)
    assert network_of(WeightsFile(file)) is None
    assert network_of(Initial(1)) is None


def test_weights_name_the_network_that_they_belong_to(tmp_path: Path) -> None:
    weights, module = saved(tmp_path, CatalogueNetwork("lenet5"))
    loaded = load_alone(weights, EMPTY.set("pad.x", [], []))
    assert loaded.network == CatalogueNetwork("lenet5")
    assert torch.equal(run(loaded.module), run(module))
    format.save(weights.path, module.state_dict(), Metadata(network=CatalogueNetwork("a-later-one")))
    with pytest.raises(
        WeightsError, match=r"w\.safetensors belongs to a network this program does not know, a-later-one"
    ):
        load_alone(weights)
    safetensors.torch.save_file({"x": torch.zeros(3)}, weights.path)
    with pytest.raises(WeightsError, match=r"w\.safetensors fits none of the digit networks"):
        load_alone(weights)
    with pytest.raises(WeightsError, match="fits none"):
        load_alone(Initial(1))


def test_a_copy_is_ones_own_to_train(tmp_path: Path) -> None:
    for network in (CatalogueNetwork("compact"), own_network(tmp_path, "Locked"), own_network(tmp_path)):
        edits = EMPTY.prune(0.3)
        loaded = load(network, Initial(1), edits)
        before = {name: tensor.clone() for name, tensor in loaded.module.state_dict().items()}
        made = loaded.copy().requires_grad_(True)
        assert torch.equal(run(made), run(loaded.module))
        made(PICTURES).sum().backward()
        torch.optim.SGD(made.parameters(), lr=1.0).step()
        assert not torch.equal(run(made), run(loaded.module))
        assert all(torch.equal(tensor, before[name]) for name, tensor in loaded.module.state_dict().items())
        assert not any(parameter.requires_grad for parameter in loaded.module.parameters())


def test_a_class_of_the_users_own(tmp_path: Path) -> None:
    network = own_network(tmp_path)
    initial = load(network, Initial(3))
    assert initial.class_names == DIGITS
    file = tmp_path / "own.safetensors"
    module = random_state(reference.build(network))
    format.save(file, module.state_dict(), Metadata(network=network, classes=DIGITS))
    weights = WeightsFile(file)
    before = torch.get_rng_state()
    loaded = load(network, weights)
    assert torch.equal(torch.get_rng_state(), before)
    assert torch.equal(run(loaded.module), run(module)), "a buffer that is in no file included"
    assert network_of(weights) == network
    edits = EMPTY.set("left.weight", 0, 4.0).switch("again", 1, on=False)
    other = loaded.edited(edits)
    assert not torch.equal(run(other.module), run(loaded.module))
    fresh = random_state(reference.build(network))
    with torch.no_grad():
        fresh.get_parameter("left.weight").view(-1)[0] = 4.0
    assert torch.equal(run(loaded.edited(EMPTY.set("left.weight", 0, 4.0)).module), run(fresh))
    assert loaded.remarks == ()


def test_weights_of_a_class_that_has_changed_since_say_so(tmp_path: Path) -> None:
    network = own_network(tmp_path)
    file = tmp_path / "own.safetensors"
    format.save(file, reference.build(network).state_dict(), Metadata(network=network))
    newer = own_network(tmp_path, source=SOURCE + "\n# more\n")
    assert load(newer, WeightsFile(file)).remarks == ("mine.py has changed since these weights were trained.",)
    other = own_network(tmp_path, source=SOURCE.replace("nn.Linear(6, num_classes)", "nn.Linear(6, 12)"))
    with pytest.raises(WeightsError, match=r"out\.weight is 10 × 6 instead of 12 × 6"):
        load(other, WeightsFile(file))


def test_a_class_is_not_run_without_consent(tmp_path: Path) -> None:
    network = own_network(tmp_path)
    consent.forget()
    with pytest.raises(ConsentError):
        load(network, Initial(1))
    weights, _ = saved(tmp_path, CONVNET)
    with pytest.raises(ConsentError):
        load(network, weights)


def test_what_cannot_be_copied_has_a_shell_all_the_same(tmp_path: Path) -> None:
    network = own_network(tmp_path, "Locked")
    loaded = load(network, Initial(3))
    made = loaded.shell()
    assert made is not loaded.module
    assert torch.equal(run(made), run(loaded.module))
    assert not any(layer.training for layer in made.modules())
    edits = EMPTY.set("left.weight", 0, 4.0).prune(0.2)
    plain = load(own_network(tmp_path, "Twice"), Initial(3), edits)
    assert torch.equal(run(loaded.edited(edits).module), run(plain.module))


def test_an_exported_network_has_no_weights(tmp_path: Path) -> None:
    file = tmp_path / "net.pt2"
    file.write_bytes(b"PK")
    with pytest.raises(ConfigError, match="structure alone"):
        load(ExportedNetwork.of(file), Initial(1))
    with pytest.raises(UnknownNameError):
        load(CatalogueNetwork("convnett"), Initial(1))


def test_edits_are_made_from_what_was_read(tmp_path: Path) -> None:
    weights, module = saved(tmp_path, CONVNET)
    loaded = load(CONVNET, weights)
    edits = EMPTY.set("classifier.bias", [0, 1], [1.5, -2.0])
    other = loaded.edited(edits)
    assert load(CONVNET, weights, edits).module.state_dict()["classifier.bias"].tolist()[:2] == [1.5, -2.0]
    assert other.edited(EMPTY).module is loaded.module
    assert other.edited(edits) is other
    back = other.edited(EMPTY.set("classifier.bias", 3, 1.0))
    assert back.module.get_parameter("classifier.bias")[0] == module.get_parameter("classifier.bias")[0]
    assert torch.equal(run(loaded.module), run(module))
    with pytest.raises(EditError):
        loaded.edited(EMPTY.set("x", 0, 1.0))


def test_the_stamp_tells_new_numbers_from_old_ones(tmp_path: Path) -> None:
    weights, module = saved(tmp_path, CONVNET)
    first = load(CONVNET, weights).stamp
    assert load(CONVNET, weights).stamp == first
    assert load(CONVNET, Initial(1)).stamp == load(CONVNET, Initial(1)).stamp
    format.save(weights.path, module.state_dict(), Metadata(network=CONVNET, epoch=3))
    assert load(CONVNET, weights).stamp != first


def test_too_little_memory_is_told_with_both_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Short:
        available = 10_000

    own = own_network(tmp_path)
    weights, _ = saved(tmp_path, CONVNET)
    monkeypatch.setattr(psutil, "virtual_memory", Short)
    with pytest.raises(MemoryShortError, match=r"RegNetY-128GF needs 2\.6 GB of memory, and 10\.0 KB are free"):
        load(CatalogueNetwork("regnet_y_128gf"), Initial(1))
    with pytest.raises(MemoryShortError, match=r"w\.safetensors needs 3\d\.\d KB"):
        load(CONVNET, weights)
    assert run(load(own, Initial(1)).module).shape == (3, 10), "a small one has room"


def test_loading_beside_a_run_with_dropout_changes_nothing(
    tmp_path: Path, noise: datasets.DigitData, one_thread: None
) -> None:
    def losses(folder: str) -> list[float]:
        config = recipe("tutorial", network="digitnet", device="cpu", epochs=2, batch_size=8, evaluate_train=False)
        events = Engine(config, run_dir=tmp_path / folder, data=noise).run()
        return [loss for event in events if isinstance(event, StepsDone) for loss in event.losses.tolist()]

    alone = losses("alone")
    own, over = own_network(tmp_path), threading.Event()
    weights, _ = saved(tmp_path, CatalogueNetwork("digitnet"))

    def busy() -> None:
        while not over.is_set():
            load(CONVNET, Initial(5), EMPTY.prune(0.5))
            load(CatalogueNetwork("digitnet"), weights).shell()
            load(own, Initial(2))

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        assert losses("beside") == alone
    finally:
        over.set()
        thread.join()


def test_a_python_network_and_a_catalogue_one_are_told_apart_by_their_tensors(tmp_path: Path) -> None:
    weights, _ = saved(tmp_path, CONVNET)
    own = own_network(tmp_path)
    with pytest.raises(WeightsError, match=r"does not fit Twice \(mine\.py\)"):
        load(own, weights)
    assert isinstance(own, PythonNetwork)
    assert loading.load(CONVNET, weights).network == CONVNET
