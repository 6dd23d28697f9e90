import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.errors import ConfigError
from cnnstudio.weights import Initial, RunWeights, Shipped, WeightsFile, WeightsRef
from cnnstudio.weights.reference import from_json, to_json

steps = st.integers(0, 2**63 - 1)
references = (
    st.builds(Initial, steps, st.sampled_from(["default", "gaussian-0.01"]))
    | st.builds(Shipped, st.text())
    | st.builds(RunWeights, st.just(Path("/runs/2026 convnet")), st.sampled_from(["final", "best", "latest"]) | steps)
    | st.builds(WeightsFile, st.sampled_from([Path("/a/b.safetensors"), Path("/ä.safetensors")]))
)


@given(references)
def test_a_reference_comes_back_through_json_text(weights: WeightsRef) -> None:
    again = from_json(json.loads(json.dumps(to_json(weights))))
    assert again == weights
    assert type(again) is type(weights)
    assert hash(again) == hash(weights)


def test_what_one_writes_is_plain() -> None:
    assert to_json(Initial(3)) == {"kind": "initial", "seed": 3, "initialisation": "default"}
    assert to_json(RunWeights(Path("/r"), 500)) == {"kind": "run", "folder": "/r", "which": 500}
    assert from_json({"kind": "initial"}) == Initial(1)
    assert from_json({"kind": "run", "folder": "/r"}) == RunWeights(Path("/r"), "final")


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "cloud", "name": "x"},
        {"seed": 1},
        {"kind": "initial", "seed": -1},
        {"kind": "initial", "seed": 2**63},
        {"kind": "initial", "seed": True},
        {"kind": "initial", "seed": 1.0},
        {"kind": "initial", "initialisation": "zeros"},
        {"kind": "initial", "colour": "red"},
        {"kind": "shipped"},
        {"kind": "shipped", "name": None},
        {"kind": "run", "folder": "runs/1", "which": "final"},
        {"kind": "run", "folder": "/r", "which": "worst"},
        {"kind": "run", "folder": "/r", "which": -1},
        {"kind": "run", "folder": "/r", "which": True},
        {"kind": "run", "folder": "/r", "which": 1.5},
        {"kind": "file", "path": "w.safetensors"},
        {"kind": "file", "path": "/w\0.safetensors"},
        "final",
        None,
        [],
    ],
)
def test_what_is_not_known_is_refused(data: object) -> None:
    with pytest.raises(ConfigError) as caught:
        from_json(data)
    assert "\n" not in str(caught.value)


def test_naming_and_editing_cost_no_torch() -> None:
    code = (
        "import sys; from cnnstudio import weights as w; w.EMPTY.set('a', 0, 1.5).to_json(); w.Initial(1);"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
