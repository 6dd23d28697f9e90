"""The verdict on a network of timm's, and one of them where timm is installed."""

import pytest

from tests.system import timm_networks
from tests.system.timm_networks import verdict

TRUE = {"parameters": 10, "macs": 200}


@pytest.mark.parametrize(
    ("told", "kind", "why"),
    [
        ({**TRUE, "file": [10, 200], "exported": [10, 200]}, "equal", ""),
        ({**TRUE, "file": [10, 201], "exported": [10, 200]}, "differ", "file: 10 parameters, 201 MACs"),
        ({**TRUE, "file": [10, 200], "exported": [9, 200]}, "differ", "exported: 9 parameters, 200 MACs"),
        ({**TRUE, "file": [10, 200], "exported": "ValueError: no"}, "not read", "exported not read: ValueError: no"),
        ({**TRUE, "file": [1, 1], "exported": "ValueError"}, "differ", "file: 1 parameters, 1 MACs; exported not read"),
        ({"failed": "took longer than 240 s"}, "not built", "took longer than 240 s"),
    ],
)
def test_whatever_is_not_the_same_is_told(told: timm_networks.Json, kind: str, why: str) -> None:
    found, text = verdict(told)
    assert found == kind
    assert text.startswith(why)


def test_a_network_is_tried_as_a_file_and_exported() -> None:
    pytest.importorskip("timm")
    told = timm_networks.attempt("resnet18")
    # As torchvision publishes them for the same architecture.
    assert (told["parameters"], told["macs"]) == (11_689_512, 1_814_073_344)
    assert verdict(told) == ("equal", "")


def test_a_network_that_cannot_be_built_is_told() -> None:
    pytest.importorskip("timm")
    kind, why = verdict(timm_networks.attempt("no_such_network"))
    assert kind == "not built"
    assert "no_such_network" in why
