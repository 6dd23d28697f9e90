import torch
from torch import Tensor, nn

from cnnstudio.analysis.network import analyse_module
from cnnstudio.analysis.ways import Ways


class Forked(nn.Module):
    """Two ways from one convolution to a sum, then on."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.left, self.right, self.end = (nn.Conv2d(4, 4, 1) for _ in range(4))

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        return self.end(torch.add(self.left(x).relu(), self.right(x)))


def _asked() -> tuple[Ways, dict[str, int]]:
    ways = Ways(analyse_module(Forked(), (4, 6, 6)))
    return ways, {node.path if ways.layer(node) else node.label: node.id for node in ways.nodes}


def test_what_leads_where() -> None:
    ways, at = _asked()
    assert ways.leads(at["stem"], at["end"])
    assert ways.leads(at["left"], at["add"])
    assert not ways.leads(at["left"], at["right"])
    assert not ways.leads(at["end"], at["stem"])
    assert not ways.leads(at["stem"], at["stem"])


def test_what_lies_between() -> None:
    ways, at = _asked()
    between = [node.id for node in ways.between(at["stem"], at["add"])]
    assert between == [at["left"], at["relu"], at["right"], at["add"]]
    assert ways.work_between(at["stem"], at["add"]) == 2
    assert ways.work_between(at["left"], at["relu"]) == 0


def test_every_way_leads_through_the_gates() -> None:
    ways, at = _asked()
    assert next(node.id for node in ways.gates([at["left"], at["right"]])) == at["stem"]
    assert [node.id for node in ways.gates([at["end"]])][:3] == [at["end"], at["add"], at["stem"]]


def test_straight_before_passes_activations_and_stops_where_ways_meet() -> None:
    ways, at = _asked()
    chain = Ways(
        analyse_module(nn.Sequential(nn.Conv2d(4, 4, 1), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 2, 1)), (4, 6, 6))
    )
    last = next(node for node in chain.nodes if node.path == "3")
    before = chain.straight_before(last)
    assert before is not None
    assert before.path == "0"
    joined = ways.straight_before(ways.nodes[at["end"]])
    assert joined is None or joined.id == at["add"]
