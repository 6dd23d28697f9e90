import pytest

from cnnstudio.networks.choosing import advise, choices, frontier


def test_every_classifier_is_a_choice_and_one_set_is_the_best() -> None:
    found = choices()
    assert len({choice.spec.name for choice in found}) == 80
    assert sum(choice.best for choice in found) == 80
    assert all(choice.figures.top1 is not None for choice in found)


def test_nothing_beats_the_frontier() -> None:
    found = choices()
    line = frontier(found)
    assert [c.figures.gmacs for c in line] == sorted(c.figures.gmacs for c in line)
    for choice in line:
        assert not any(c.top1 > choice.top1 and c.figures.gmacs <= choice.figures.gmacs for c in found)


@pytest.mark.parametrize(
    ("limits", "name"),
    [
        ({"max_gmacs": 0.1}, "mobilenet_v3_small"),
        ({"min_top1": 88.5}, "vit_h_14"),
        ({}, "vit_h_14"),
        ({"max_params": 2_000_000}, "shufflenet_v2_x0_5"),
    ],
)
def test_advice(limits: dict[str, float], name: str) -> None:
    choice = advise(**limits)  # type: ignore[arg-type]
    assert choice is not None
    assert choice.spec.name == name


def test_no_advice_where_there_is_none() -> None:
    assert advise(max_gmacs=0.01) is None
