import time
from collections.abc import Iterator, Sequence

import pytest

from tests.benchmarks import load
from tests.benchmarks.busy import beside_one
from tests.benchmarks.load import BOUND_CORES, Count, OtherLoadError, Program, Watch, between

FIREFOX, CC1 = Program(7, 1.0, "firefox"), Program(8, 2.0, "cc1plus")


def counted(at: float, everything: float, own: float, **others: float) -> Count:
    numbers = {"firefox": FIREFOX, "cc1plus": CC1}
    return Count(at, everything, own, {numbers[name]: spent for name, spent in others.items()})


def test_what_others_took_is_all_less_ones_own() -> None:
    found = between(counted(0, 100, 10, firefox=3), counted(10, 118, 20, firefox=7, cc1plus=3.5))
    assert found.cores == pytest.approx(0.8)
    assert found.names == ("firefox 7", "cc1plus 8")
    assert str(found) == "0.80 of a core (firefox 7, cc1plus 8)"
    assert found.is_too_much


def test_a_program_that_takes_another_name_is_the_same_and_one_with_its_number_another() -> None:
    before = Count(0, 0, 0, {Program(9, 1.0, "kworker/writeback"): 500.0, FIREFOX: 3.0})
    after = Count(10, 10, 0, {Program(9, 1.0, "kworker/events"): 500.0, Program(7, 9.0, "sort"): 9.0})
    assert between(before, after).names == ("sort 7",)


def test_ones_own_work_on_all_cores_is_no_load() -> None:
    found = between(counted(0, 0, 0), counted(10, 20.3, 20))
    assert not found.is_too_much
    # Counted by ticks, the whole may even be less than the part.
    assert between(counted(0, 0, 0), counted(10, 19.8, 20)).cores == 0


@pytest.mark.parametrize(("cores", "too_much"), [(BOUND_CORES * 0.9, False), (BOUND_CORES * 1.2, True), (2.0, True)])
def test_the_bound(cores: float, too_much: bool) -> None:
    assert between(counted(0, 0, 0), counted(10, 10 * cores, 0)).is_too_much is too_much


def test_what_cannot_be_seen_counts_and_is_said() -> None:
    found = between(counted(0, 0, 0), counted(1, 1.5, 0))
    assert found.is_too_much
    assert str(found) == "1.5 cores (none that can be seen)"


def watch_of(counts: Sequence[Count], **options: bool) -> Watch:
    rest: Iterator[Count] = iter(counts)
    return Watch(count=lambda: next(rest), sleep=lambda _: None, patience_s=1.5, **options)


def test_it_waits_until_the_machine_is_quiet() -> None:
    watch = watch_of(
        [
            *(counted(0.0, 0.0, 0), counted(0.5, 0.5, 0)),  # busy
            *(counted(0.5, 0.5, 0), counted(1.0, 0.51, 0)),  # quiet
            *(counted(1.0, 0.51, 0), counted(3.0, 2.51, 2.0)),  # the reading
        ]
    )
    watch.begin()
    assert watch.end().cores == pytest.approx(0)


def test_on_a_machine_that_stays_busy_a_sentence_names_the_load() -> None:
    watch = watch_of([counted(0.5 * tick, 0.5 * tick, 0, firefox=0.5 * tick) for tick in range(20)])
    with pytest.raises(OtherLoadError, match=r"1\.0 cores \(firefox 7\)\. Close them"):
        watch.begin()


def test_each_time_that_it_stays_busy_it_waits_half_as_long_until_it_is_quiet() -> None:
    spent = [0.0]
    looks: list[int] = []
    others = [1.0]

    def count() -> Count:
        spent[0] += 0.5
        looks.append(1)
        return counted(spent[0], others[0] * spent[0], 0, firefox=spent[0])

    watch = Watch(count=count, sleep=lambda _: None, patience_s=8.0)
    found = []
    for busy in (1.0, 1.0, 1.0, 0.0, 1.0):
        others[0] = busy
        looks.clear()
        try:
            watch.begin()
        except OtherLoadError:
            found.append(len(looks))
    assert found == [34, 18, 10, 34]


def test_where_load_is_allowed_nothing_is_waited_for_but_it_is_told() -> None:
    watch = watch_of([counted(0, 0, 0), counted(2, 2, 0, firefox=2)], allows=True)
    watch.begin()
    assert str(watch.end()) == "1.0 cores (firefox 7)"


def test_the_machine_is_really_counted() -> None:
    before = load.count()
    end = time.process_time() + 0.3
    while time.process_time() < end:
        pass
    after = load.count()
    assert after.own - before.own >= 0.28
    assert after.all - before.all >= 0.2
    assert after.at - before.at >= 0.3


def test_a_busy_process_that_is_started_here_counts_as_own_also_when_it_has_ended() -> None:
    before = load.count()
    with beside_one() as process:
        while load.count().own - before.own < 0.2:
            time.sleep(0.02)
        assert process.pid not in {program.number for program in load.count().others}
        assert process.poll() is None
        running = load.count()
    assert process.poll() is not None
    assert load.count().own >= running.own
