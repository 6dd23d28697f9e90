"""A few of the random networks; all of them by ``python -m tests.system.random_networks``."""

import warnings

import pytest

from cnnstudio.analysis import maps
from cnnstudio.convolution import reach
from tests.system import random_networks


@pytest.mark.parametrize("first", range(0, 36, 12))
def test_figures_are_pytorchs(first: int) -> None:
    found = {seed: random_networks.differences(seed) for seed in range(first, first + 12)}
    assert not {seed: wrong for seed, wrong in found.items() if wrong}


def test_the_seeds_tried_here_have_every_kind_of_part() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        networks = [random_networks.built(seed)[0] for seed in range(36)]
    kinds = {stage.kind.replace(" ", "_") for network in networks for stage in network.stages}
    assert kinds == set(random_networks.KINDS.replace("in place", "in_place").split())
    assert len({network.returned for network in networks}) == 5


def test_a_difference_is_printed_and_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(random_networks.FlopCounterMode, "get_total_flops", lambda _counter: -2)
    assert random_networks.main(["--first", "3", "--seeds", "1"]) == 1
    assert "seed 3: MACs: " in capsys.readouterr().out


def test_a_receptive_field_that_is_too_small_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    told, slid = maps.slid, reach.slid

    def too_small(kernel: int) -> int:
        return max(1, kernel - 1)

    monkeypatch.setattr(
        maps, "slid", lambda *args: told(*args[:2], args[2]._replace(kernel=too_small(args[2].kernel)), *args[3:])
    )
    monkeypatch.setattr(reach, "slid", lambda *args, **how: slid(*args, **{**how, "kernel": too_small(how["kernel"])}))
    assert "field of" in " ".join(random_networks.differences(0))
