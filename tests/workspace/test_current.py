import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.errors import ConfigError
from cnnstudio.networks import consent
from cnnstudio.networks.reference import READS_DIGITS, CatalogueNetwork, ExportedNetwork, PythonNetwork, fits
from cnnstudio.weights.edits import EMPTY
from cnnstudio.weights.reference import Initial, RunWeights, Shipped, WeightsFile
from cnnstudio.workspace.current import Current, Workspace
from cnnstudio.workspace.picture import Drawn, FromDataset, Picture

SHA = "0" * 64
networks = st.sampled_from(
    [
        CatalogueNetwork("convnet"),
        CatalogueNetwork.of("vgg16", num_classes=7, dropout=0.25),
        PythonNetwork(Path("/home/me/mine.py"), "Net", SHA),
        ExportedNetwork(Path("/home/me/net.pt2"), SHA),
    ]
)
weights = st.sampled_from(
    [Initial(1), Initial(2**62, "gaussian-0.01"), Shipped("digitnet"), WeightsFile(Path("/w.safetensors"))]
    + [RunWeights(Path("/runs/one"), which) for which in ("final", "best", "latest", 300)]
)
edits = st.builds(
    lambda value, off, share: (
        EMPTY.set("conv1.weight", [3, 70], [value, 1.5]).switch("conv1", off, on=False).prune(share)
    ),
    st.floats(-9, 9, width=32),
    st.integers(0, 7),
    st.floats(0, 1),
) | st.just(EMPTY)
pictures = st.none() | st.builds(
    lambda seed, origin: Picture.of(np.random.default_rng(seed).random((1, 28, 28)), origin),
    st.integers(0, 9),
    st.sampled_from([Drawn(), FromDataset("mnist", "test", 4)]),
)
currents = st.builds(Current, network=networks, weights=weights, picture=pictures, edits=edits)
workspaces = st.builds(
    Workspace,
    current=currents,
    digits=currents,
    room=st.sampled_from(["", "models", "draw"]),
    states=st.dictionaries(st.sampled_from(["models", "draw"]), st.just({"tab": "layers", "zoom": 1.5})),
)


@settings(max_examples=60, deadline=None)
@given(workspaces)
def test_a_workspace_comes_back_through_json_text(workspace: Workspace) -> None:
    assert Workspace.from_json(json.loads(json.dumps(workspace.to_json(), allow_nan=False))) == workspace


def test_what_was_found_out_of_a_network_only_now_counts_when_it_is_left(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("import torch.nn as nn\nnet = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))\n")
    own, googlenet = PythonNetwork.of(file, "net"), Current(network=CatalogueNetwork("googlenet"))
    consent.give(own.path, own.sha256)
    untried = Workspace().changed_to(Current(network=own))
    assert untried.digits == Current()
    assert untried.changed_to(googlenet).digits == Current()
    assert fits(own, READS_DIGITS) is None
    assert untried.changed_to(googlenet).digits == Current(network=own)


def test_another_network_or_other_weights_drop_the_edits_and_keep_the_picture() -> None:
    picture = Picture.of(np.zeros((28, 28)), Drawn())
    current = Current(picture=picture, edits=EMPTY.prune(0.5))
    assert current.about(current.network, current.weights) is current
    for other in (current.about(current.network, Shipped("x")), current.about(CatalogueNetwork("vgg16"), Initial())):
        assert other.edits == EMPTY
        assert other.picture is picture


def test_the_last_one_that_reads_digits_is_remembered() -> None:
    workspace = Workspace()
    lenet = workspace.current.about(CatalogueNetwork("lenet5"), Initial(3))
    workspace = workspace.changed_to(lenet)
    assert workspace.digits == lenet
    picture = Picture.of(np.ones((28, 28)), Drawn())
    for network in (
        CatalogueNetwork("googlenet"),
        CatalogueNetwork("no-such-network"),
        PythonNetwork(Path("/mine.py"), "Net", SHA),
        ExportedNetwork(Path("/net.pt2"), SHA),
    ):
        workspace = workspace.changed_to(lenet.about(network, Initial()).showing(picture))
        assert workspace.current.network == network
        # The same network as before, before the picture of now.
        assert workspace.digits == lenet.showing(picture)


def test_equal_edits_are_equal_currents() -> None:
    one = Current(edits=EMPTY.set("a", [1, 2], [1.0, 2.0]))
    other = Current(edits=EMPTY.set("a", 2, 2.0).set("a", 1, 5.0).set("a", 1, 1.0))
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "other"}, "no workspace"),
        ({"schema": 99}, "later version"),
        ({"schema": "1"}, "damaged"),
        ({"schema": True}, "damaged"),
        ({"schema": 0}, "damaged"),
        ({"more": 1}, "'more'"),
        ({"room": 3}, "room"),
        ({"states": []}, "states"),
        ({"current": {"network": {"kind": "moon"}}}, "network"),
        ({"current": {"weights": {"kind": "initial", "seed": -1}}}, "seed"),
        ({"current": {"edits": {"values": {"a": [[-1, 2]]}}}}, "place"),
        ({"current": {"layers": 3}}, "'layers'"),
        ({"digits": None}, "named values"),
    ],
)
def test_what_is_not_known_is_refused_in_words(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        Workspace.from_json(Workspace().to_json() | change)
    assert said in str(raised.value)


@pytest.mark.parametrize("data", [None, [], "", 3, {}])
def test_what_is_no_workspace_is_refused(data: Any) -> None:
    with pytest.raises(ConfigError):
        Workspace.from_json(data)
