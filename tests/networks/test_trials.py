"""What the window finds out of a class: in another process, once, and only as long as somebody wants it."""

import os
import threading
from pathlib import Path

import pytest

from cnnstudio import side_process
from cnnstudio.errors import NetworkInputError
from cnnstudio.networks import consent, reference
from cnnstudio.networks.reference import NUMBERS, READS_DIGITS, PythonNetwork, fits, is_known, usual_input
from cnnstudio.networks.trials import TRAINS_ON_DIGITS, check_ends, find_out, stop
from tests.networks import own_file
from tests.patience import wait_for


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file, which may run."""
    file = own_file.write(tmp_path)
    consent.give(file, consent.fingerprint(file))
    return file


def network(file: Path, name: str, **arguments: int) -> PythonNetwork:
    return PythonNetwork(file, name, consent.fingerprint(file), tuple(arguments.items()))


@pytest.mark.parametrize(
    ("name", "takes", "sentence"),
    [
        ("Ten", (1, 28, 28), ""),
        ("Told", (1, 28, 28), ""),
        ("Seven", (1, 28, 28), "gives (2, 7) for an input of (2, 1, 28, 28), and the data set has 10 classes"),
        ("Asks", None, "needs outputs to be built"),
        ("Gone", None, "ended its own process"),
        ("colour", (3, 224, 224), "cannot take 1 × 28 × 28"),
        ("flat", (3, 20, 20), "cannot take 1 × 28 × 28"),
        ("fixed", (2, 32, 32), "cannot take 1 × 28 × 28"),
    ],
)
def test_it_is_known_then_what_it_takes_and_whether_it_trains(
    file: Path, name: str, takes: tuple[int, int, int] | None, sentence: str
) -> None:
    found = network(file, name)
    assert find_out(found)
    assert is_known(found, TRAINS_ON_DIGITS)
    assert usual_input(found) == takes
    why_not = fits(found, TRAINS_ON_DIGITS)
    assert (why_not is None) == (not sentence)
    assert sentence in str(why_not)
    # The same as what is found in this process.
    if name != "Gone":
        reference._probed.clear()
        assert str(fits(found, TRAINS_ON_DIGITS)) == str(why_not)


def test_nothing_of_it_runs_in_this_process(file: Path) -> None:
    for name in ("Ten", "colour"):
        assert find_out(network(file, name))
    places = file.with_suffix(".ran").read_text().split()
    assert len(places) == 1, "like an import: once"
    assert int(places[0]) != os.getpid()


def test_an_argument_is_handed_on_and_kept(file: Path) -> None:
    ten, four = network(file, "Asks", outputs=10), network(file, "Asks", outputs=4)
    assert ten != four
    assert not reference.same_but_for_changes(ten, four)
    assert (ten.title, network(file, "Ten").title) == ("Asks(outputs=10) (mine.py)", "Ten (mine.py)")
    assert reference.from_json(reference.to_json(ten)) == ten
    assert "arguments" not in reference.to_json(network(file, "Ten"))
    for found in (ten, four):
        assert find_out(found)
    assert fits(ten, TRAINS_ON_DIGITS) is None
    assert "(2, 4)" in str(fits(four, TRAINS_ON_DIGITS))
    assert fits(four, READS_DIGITS) is None
    assert reference.build(ten).head.out_features == 10


def test_what_is_stopped_says_so_until_it_is_tried_again(file: Path) -> None:
    slow = network(file, "Slow")
    thread = threading.Thread(target=find_out, args=(slow,))
    thread.start()
    wait_for(lambda: any(asked.process is not None for asked in side_process._calls))
    side_process.stop(slow)
    thread.join()
    assert "Slow in mine.py was not tried to its end" in str(fits(slow, NUMBERS))
    assert reference.was_stopped(slow)
    reference.try_again(slow)
    assert not is_known(slow, NUMBERS)


def test_what_is_stopped_before_it_begins_does_not_begin(file: Path) -> None:
    for name in ("Slow", "Ten"):
        found = network(file, name)
        stop(found)
        assert find_out(found)
        assert f"{name} in mine.py was not tried to its end" in str(fits(found, READS_DIGITS))
    assert not file.with_suffix(".ran").exists()
    reference.try_again(found)
    assert find_out(found)
    assert fits(found, READS_DIGITS) is None
    stop(found)
    assert fits(found, READS_DIGITS) is None, "what was found out stays"


def test_only_what_came_to_an_end_runs_in_this_process(file: Path) -> None:
    check_ends(network(file, "Ten"))
    check_ends(network(file, "Asks"))  # it cannot be built, which is told where it is built
    for _ in range(2):
        with pytest.raises(NetworkInputError, match="ended its own process"):
            check_ends(network(file, "Gone"))


def test_what_is_not_wanted_any_more_when_its_turn_comes_does_not_begin(file: Path) -> None:
    ten = network(file, "Ten")
    assert not find_out(ten, wanted=lambda: False)
    with pytest.raises(side_process.SupersededError, match="was not tried"):
        check_ends(ten, wanted=lambda: False)
    assert not is_known(ten, NUMBERS)
    assert not file.with_suffix(".ran").exists()


def test_what_nobody_wants_any_more_stays_unknown(file: Path) -> None:
    slow = network(file, "Slow")
    known: list[bool] = []
    threads = [threading.Thread(target=lambda: known.append(find_out(slow))) for _ in range(2)]
    for thread in threads:
        thread.start()
    wait_for(lambda: len(side_process._calls) == 2)
    side_process.stop_others(network(file, "Ten"))
    for thread in threads:
        thread.join()
    assert known == [False, False]
    assert not is_known(slow, NUMBERS)
