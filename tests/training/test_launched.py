import pytest

from cnnstudio.training import launched

TORCHRUN = {
    "MASTER_ADDR": "localhost",
    "MASTER_PORT": "29500",
    "RANK": "3",
    "WORLD_SIZE": "4",
    "LOCAL_RANK": "1",
    "LOCAL_WORLD_SIZE": "2",
}


def test_torchrun_tells_the_place() -> None:
    place = launched.place(TORCHRUN)
    assert place == launched.Place(rank=3, world=4, local_rank=1, local_world=2)
    assert not place.leads
    first = launched.place({**TORCHRUN, "RANK": "0", "LOCAL_RANK": "0"})
    assert first is not None
    assert first.leads


def test_one_process_trains_alone() -> None:
    assert launched.place({}) is None
    assert launched.place({**TORCHRUN, "RANK": "0", "WORLD_SIZE": "1"}) is None


@pytest.mark.parametrize("missing", sorted(TORCHRUN))
def test_what_another_program_left_in_the_environment_is_no_place(missing: str) -> None:
    assert launched.place({name: value for name, value in TORCHRUN.items() if name != missing}) is None


@pytest.mark.parametrize("change", [{"RANK": "4"}, {"RANK": "x"}, {"RANK": "-1"}, {"LOCAL_RANK": "2"}])
def test_impossible_places_are_none(change: dict[str, str]) -> None:
    assert launched.place({**TORCHRUN, **change}) is None
