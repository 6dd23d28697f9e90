import argparse
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cnnstudio import datasets
from tests.benchmarks import training
from tests.benchmarks.baseline import plain_sets
from tests.benchmarks.load import Watch
from tests.benchmarks.made_up import digits
from tests.benchmarks.readings import Figure
from tests.benchmarks.session import Session


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Few pictures, of which nothing can be learnt; what began and ended beside them."""
    data = digits(256, 30)
    monkeypatch.setattr(datasets, "load", lambda _: data)
    monkeypatch.setattr(training, "torchvision_sets", lambda *_: plain_sets(data))
    monkeypatch.setattr(training, "seconds_to", lambda accuracy, _: accuracy)
    told: list[str] = []

    @contextmanager
    def beside_one() -> Iterator[None]:
        told.append("begun")
        yield
        told.append("ended")

    monkeypatch.setattr(training, "beside_one", beside_one)
    return told


def taken(*parts: str) -> dict[str, Figure]:
    session = Session(Watch(allows=True), once=True)
    training.measure(session, argparse.Namespace(device="cpu", part=list(parts), seeds=2))
    assert session.refused == []
    return {reading.figure.what: reading.figure for reading in session.readings}


def goals(found: dict[str, Figure]) -> list[str]:
    return [f"{figure.goal.better} {figure.goal.bound:g}" for figure in found.values() if figure.goal is not None]


@pytest.mark.usefixtures("busy")
def test_alone_both_sides_are_read_in_turn() -> None:
    found = taken("alone")
    assert goals(found) == ["larger 4", "larger 40", "smaller 3"]
    assert found["tutorial recipe, an epoch"].sides == ("tutorial's way", "engine")


def test_beside_a_busy_process_the_engine_is_set_against_itself_and_the_tutorial(busy: list[str]) -> None:
    found = taken("beside")
    assert busy == ["begun", "ended"] * 2
    assert goals(found) == ["smaller 1.7"]
    assert [figure.sides for figure in found.values()] == [("beside it", "alone"), ("tutorial's way", "engine")]


@pytest.mark.usefixtures("busy")
def test_accuracies_are_noted_seed_by_seed() -> None:
    found = taken("accuracy")
    assert goals(found) == ["larger 97.5", "larger 99"]
    assert not any(figure.timed for figure in found.values())


def test_beside_load_is_short_for_that_part(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[argparse.Namespace] = []
    monkeypatch.setattr(training, "measure", lambda _, options: chosen.append(options))
    for arguments in (["--beside-load"], []):
        assert training.main(arguments) == 1, "nothing was read"
    assert [options.part for options in chosen] == [["beside"], None]
