"""The tensors in what a network returns, whatever it puts them into."""

from collections import OrderedDict, namedtuple
from dataclasses import dataclass
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from cnnstudio.analysis.outputs import named_tensors

ONE, TWO = torch.zeros(1), torch.zeros(2)
Pair = namedtuple("Pair", "mask scores")


@dataclass
class Found:
    boxes: Tensor
    more: dict[str, Any]


class Holder:
    def __init__(self) -> None:
        self.logits = ONE
        self.label = "cat"
        self.inner = [TWO]


class Slotted:
    __slots__ = ("first", "missing")

    def __init__(self) -> None:
        self.first = ONE


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (ONE, [""]),
        ((ONE, TWO), ["0", "1"]),
        ([ONE, (TWO, ONE)], ["0", "1.0", "1.1"]),
        (OrderedDict(out=ONE, aux=TWO), ["out", "aux"]),
        (Pair(ONE, TWO), ["mask", "scores"]),
        (Found(ONE, {"scores": [TWO]}), ["boxes", "more.scores.0"]),
        (Holder(), ["logits", "inner.0"]),
        (Slotted(), ["first"]),
        ((ONE, ONE), ["0", "1"]),
        ({"n": 3, "text": "x", "none": None, "net": nn.Linear(1, 1)}, []),
    ],
)
def test_names_lead_to_the_tensors(value: Any, names: list[str]) -> None:
    found = named_tensors(value)
    assert [name for name, _ in found] == names
    for name, tensor in found:
        inner = value
        for part in filter(None, name.split(".")):
            inner = (
                inner[int(part) if part.isdigit() else part]
                if isinstance(inner, (dict, list))
                else (inner[int(part)] if part.isdigit() else getattr(inner, part))
            )
        assert inner is tensor


def test_what_holds_itself_ends() -> None:
    loop: list[Any] = [ONE]
    loop.append(loop)
    assert [name for name, _ in named_tensors(loop)] == ["0"]
