"""The store's numbers against modules that are built and filled by hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from cnnstudio.errors import StudioError
from cnnstudio.gui import model_store
from cnnstudio.gui.model_store import ModelStore
from cnnstudio.gui.studio import LiveWeights, Studio
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.weights import loading
from cnnstudio.weights.edits import EMPTY
from cnnstudio.weights.reference import Initial, RunWeights, WeightsFile
from cnnstudio.weights.run_files import RunFiles
from cnnstudio.workspace.current import Current
from tests.weights.files import save_weights

LENET = CatalogueNetwork("lenet5")
LONG = 30_000


@pytest.fixture
def store(studio: Studio) -> Iterator[ModelStore]:
    store = ModelStore(studio)
    yield store
    store.shut_down()


def answer(qtbot: QtBot, store: ModelStore, current: Current) -> Any:
    with qtbot.waitSignal(store.ready, timeout=LONG) as told:
        assert store.want(current) is None
    return told.args[0]


def by_hand(name: str, seed: int) -> torch.nn.Module:
    torch.manual_seed(seed)
    return catalogue.build(name).eval()


def test_numbers_are_loaded_once_and_shared(qtbot: QtBot, studio: Studio, store: ModelStore) -> None:
    current = Current(network=LENET, weights=Initial(3))
    studio.choose(current.network, current.weights)
    loaded = answer(qtbot, store, current)
    assert store.want(current) is loaded
    picture = torch.rand(2, 1, 28, 28)
    with torch.inference_mode():
        torch.testing.assert_close(loaded.module(picture), by_hand("lenet5", 3)(picture), rtol=0, atol=0)


def test_edits_are_made_upon_what_is_there(
    qtbot: QtBot, studio: Studio, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = Current(network=LENET, weights=Initial(3))
    studio.choose(current.network, current.weights)
    plain = answer(qtbot, store, current)
    monkeypatch.setattr(loading, "load", lambda *_: pytest.fail("loaded anew"))
    edited = answer(qtbot, store, current.edited(EMPTY.set("features.0.weight", 7, 0.5)))
    want = by_hand("lenet5", 3)
    with torch.no_grad():
        want.get_parameter("features.0.weight").view(-1)[7] = 0.5
    picture = torch.rand(2, 1, 28, 28)
    with torch.inference_mode():
        torch.testing.assert_close(edited.module(picture), want(picture), rtol=0, atol=0)
        torch.testing.assert_close(plain.module(picture), by_hand("lenet5", 3)(picture), rtol=0, atol=0)
    back = answer(qtbot, store, current)
    assert back.module is plain.module


def test_what_cannot_be_loaded_is_told_with_what_was_wanted(
    qtbot: QtBot, studio: Studio, store: ModelStore, tmp_path: Path
) -> None:
    current = Current(network=LENET, weights=WeightsFile(tmp_path / "no.safetensors"))
    studio.choose(current.network, current.weights)
    with qtbot.waitSignal(store.failed, timeout=LONG) as told:
        assert store.want(current) is None
    assert told.args[0] == current
    assert isinstance(told.args[1], StudioError)


def test_a_run_that_learns_tells_again_with_the_same_names(
    qtbot: QtBot, studio: Studio, store: ModelStore, tmp_path: Path
) -> None:
    current = Current(network=LENET, weights=RunWeights(tmp_path, "latest"))
    studio.choose(current.network, current.weights)
    with qtbot.waitSignal(store.failed, timeout=LONG):
        store.want(current)  # nothing is kept yet
    picture = torch.rand(1, 1, 28, 28)
    for seed in (1, 2):
        learnt = by_hand("lenet5", seed)
        tensors = {name: tensor.clone() for name, tensor in learnt.state_dict().items()}
        live = LiveWeights(
            run_dir=tmp_path, network=CatalogueNetwork("lenet5"), class_names=tuple("abcdefghij"), tensors=tensors
        )
        with qtbot.waitSignal(store.ready, timeout=LONG) as told:
            store.follow(live)
        loaded = told.args[0]
        assert (loaded.network, loaded.weights) == (current.network, current.weights)
        assert loaded.class_names == tuple("abcdefghij")
        with torch.inference_mode():
            torch.testing.assert_close(loaded.module(picture), learnt(picture), rtol=0, atol=0)
    assert store.want(current) is loaded


def test_numbers_that_are_told_while_older_ones_are_loaded_are_not_missed(
    qtbot: QtBot, studio: Studio, store: ModelStore, tmp_path: Path
) -> None:
    current = Current(network=LENET, weights=RunWeights(tmp_path, "latest"))
    studio.choose(current.network, current.weights)
    with qtbot.waitSignal(store.failed, timeout=LONG):
        store.want(current)
    picture, learnt = torch.rand(1, 1, 28, 28), by_hand("lenet5", 1)
    for seed in range(2, 7):
        learnt = by_hand("lenet5", seed)
        tensors = {name: tensor.clone() for name, tensor in learnt.state_dict().items()}
        store.follow(LiveWeights(run_dir=tmp_path, network=LENET, class_names=tuple("abcdefghij"), tensors=tensors))
        del tensors  # the next may lie where this one lay
    qtbot.waitUntil(lambda: not store.busy, timeout=LONG)
    loaded = store.want(current)
    assert loaded is not None
    with torch.inference_mode():
        torch.testing.assert_close(loaded.module(picture), learnt(picture), rtol=0, atol=0)


def test_runs_of_other_windows_are_looked_at_again(
    qtbot: QtBot, studio: Studio, store: ModelStore, tmp_path: Path
) -> None:
    files = RunFiles(tmp_path)
    files.config_file.write_text("{}")
    save_weights(files.checkpoint, by_hand("lenet5", 1), network="lenet5")
    current = Current(network=LENET, weights=RunWeights(tmp_path, "latest"))
    studio.choose(current.network, current.weights)
    former = answer(qtbot, store, current)
    with qtbot.waitSignal(store.ready, timeout=LONG) as told:
        store.look_again()
    assert told.args[0] is former, "nothing is new"
    save_weights(files.checkpoint, by_hand("lenet5", 2), network="lenet5")
    with qtbot.waitSignal(store.ready, timeout=LONG) as told:
        store.look_again()
    picture = torch.rand(1, 1, 28, 28)
    with torch.inference_mode():
        torch.testing.assert_close(told.args[0].module(picture), by_hand("lenet5", 2)(picture), rtol=0, atol=0)
    live = LiveWeights(run_dir=tmp_path, network=LENET, class_names=tuple("0123456789"),
                       tensors=by_hand("lenet5", 3).state_dict())  # fmt: skip
    with qtbot.waitSignal(store.ready, timeout=LONG):
        store.follow(live)
    store.look_again()
    assert not store.busy, "a run of this window tells by itself"


def test_a_run_that_nobody_looks_at_is_not_loaded(qtbot: QtBot, studio: Studio, store: ModelStore) -> None:
    tensors = by_hand("lenet5", 1).state_dict()
    store.follow(
        LiveWeights(
            run_dir=Path("/r"), network=CatalogueNetwork("lenet5"), class_names=tuple("0123456789"), tensors=tensors
        )
    )
    assert not store.busy


def test_the_last_that_reads_digits_stays_beside_a_large_one(
    qtbot: QtBot, studio: Studio, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_store, "KEPT_BYTES", 0)
    digits = Current(network=LENET, weights=Initial(3))
    studio.choose(digits.network, digits.weights)
    read = answer(qtbot, store, digits)
    large = Current(network=CatalogueNetwork("squeezenet1_1"), weights=Initial(1))
    studio.choose(large.network, large.weights)
    answer(qtbot, store, large)
    assert store.want(digits) is read
    # Another one lets what is neither current nor reads digits go.
    other = Current(network=CatalogueNetwork("shufflenet_v2_x0_5"), weights=Initial(1))
    studio.choose(other.network, other.weights)
    answer(qtbot, store, other)
    assert store.want(digits) is read
    assert store.want(large) is None
    qtbot.waitUntil(lambda: not store.busy, timeout=LONG)


def test_what_attends_hears_of_the_current_numbers_before_anybody_else(
    qtbot: QtBot, studio: Studio, store: ModelStore
) -> None:
    current, other = Current(network=LENET, weights=Initial(3)), Current(network=LENET, weights=Initial(4))
    studio.choose(current.network, current.weights)
    told: list[Any] = []
    threads = []

    def attend(loaded: loading.Loaded, meant: Current) -> tuple[str, Any, Current]:
        threads.append(QThread.currentThread())
        return "attended", loaded, meant

    store.attend(attend)
    store.attended.connect(told.append)
    store.ready.connect(lambda loaded: told.append(("ready", loaded)))
    loaded = answer(qtbot, store, current)
    assert told == [("attended", loaded, current), ("ready", loaded)]
    assert threads[0] is not QThread.currentThread()
    # Of what another room keeps beside the current one it does not hear, nor once nobody attends.
    kept = answer(qtbot, store, other)
    store.attend(None)
    edited = answer(qtbot, store, current.edited(EMPTY.prune(0.5)))
    assert told[2:] == [("ready", kept), ("ready", edited)]


def test_what_attends_and_fails_costs_nobody_the_numbers(qtbot: QtBot, studio: Studio, store: ModelStore) -> None:
    current = Current(network=LENET, weights=Initial(3))
    studio.choose(current.network, current.weights)

    def fail(_loaded: loading.Loaded, _current: Current) -> None:
        raise ZeroDivisionError

    store.attend(fail)
    failures: list[object] = []
    store.failed.connect(lambda *told: failures.append(told))
    loaded = answer(qtbot, store, current)
    assert store.want(current) is loaded
    assert not failures
