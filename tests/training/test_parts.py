import contextlib
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations

from cnnstudio.networks import catalogue
from cnnstudio.training import parts
from cnnstudio.training.parts import Crew
from cnnstudio.training.recipes import recipe
from tests.training.drawing_networks import DrawsInForward, with_dropout


@pytest.fixture
def crew() -> Iterator[Crew]:
    with Crew(2) as two:
        yield two
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("training-")]


def slices(count: int, number: int) -> list[list[int]]:
    return [list(range(count))[place] for place in parts.split(count, number)]


def test_a_minibatch_falls_into_parts_of_nearly_equal_length() -> None:
    assert slices(6, 2) == [[0, 1, 2], [3, 4, 5]]
    assert slices(5, 2) == [[0, 1, 2], [3, 4]]
    assert slices(7, 3) == [[0, 1, 2], [3, 4], [5, 6]]
    assert slices(1, 2) == [[0]]
    assert slices(4, 1) == [[0, 1, 2, 3]]


def test_who_needs_the_whole_minibatch() -> None:
    for name in ("convnet", "lenet5", "lenet5-1998", "mlp", "compact", "digitnet", "mini-vgg", "mini-inception"):
        assert not parts.needs_whole_minibatch(catalogue.build(name)), name
    for free in (with_dropout(), nn.LayerNorm(3), nn.GroupNorm(1, 3), nn.InstanceNorm2d(3), nn.BatchNorm1d(3)):
        assert not parts.needs_whole_minibatch(free), free
    tracking = nn.InstanceNorm2d(3, track_running_stats=True)
    spectral = nn.Sequential(parametrizations.spectral_norm(nn.Linear(3, 3)))
    hooked = nn.Linear(3, 3)
    hooked.register_forward_hook(lambda *_: None)
    counting, unkept = nn.BatchNorm2d(3, momentum=None), nn.BatchNorm2d(3, track_running_stats=False)
    for bound in (counting, unkept, nn.SyncBatchNorm(3), tracking, spectral, hooked, DrawsInForward()):
        assert parts.needs_whole_minibatch(bound), bound


def test_threads_are_for_the_parts_of_a_run_on_two_cores() -> None:
    config, cpu, convnet = recipe("tutorial"), torch.device("cpu"), catalogue.build("convnet")
    assert parts.of_run(config, convnet, cpu) == 2
    assert parts.of_run(config, catalogue.build("compact"), cpu) == 2
    assert parts.of_run(config, DrawsInForward(), cpu) == 1
    assert parts.of_run(config, convnet, torch.device("cuda")) == 1
    assert parts.of_run(config.changed(gradient_parts=1), convnet, cpu) == 1
    found = []
    for threads in (1, 2):
        torch.set_num_threads(threads)
        networks = (convnet, DrawsInForward(), catalogue.build("compact"))
        with contextlib.ExitStack() as open_:
            crews = [open_.enter_context(parts.crew(config, network, cpu)) for network in networks]
            found.append([crew.threads for crew in crews])
    torch.set_num_threads(1)
    # With batch normalisation parts wait for each other, so that they need two threads even on one core.
    assert found == [[0, 0, 2], [2, 0, 2]]
    with parts.crew(config.changed(gradient_parts=1), catalogue.build("compact"), cpu) as none:
        assert none.threads == 0


def test_each_thread_has_one_of_torchs_and_nobody_else_loses_any(crew: Crew) -> None:
    gate = threading.Barrier(2)

    def job() -> tuple[str, int]:
        gate.wait(10)
        return threading.current_thread().name, torch.get_num_threads()

    def check(two: Crew) -> None:
        assert sorted(two.lead(lambda: two.every([job, job]))) == [("training-0", 1), ("training-1", 1)]

    check(crew)  # its threads have begun: they put back the number that they found, which is about to be another
    torch.set_num_threads(2)
    with Crew(2) as late:
        for two in (crew, late):
            check(two)
    seen = []
    other = threading.Thread(target=lambda: seen.append(torch.get_num_threads()))
    other.start()
    other.join()
    assert (seen, torch.get_num_threads()) == ([2], 2)


def test_results_come_in_the_order_of_the_jobs_whoever_computed_them(crew: Crew) -> None:
    def job(number: int) -> int:
        time.sleep(0.002 * (number % 3))
        return number

    jobs = [lambda number=number: job(number) for number in range(20)]
    for chosen in (crew, parts.ALONE):
        assert chosen.lead(lambda chosen=chosen: chosen.every(jobs)) == list(range(20))


def test_who_is_free_takes_the_next_job(crew: Crew) -> None:
    finish, done = threading.Event(), []

    def slow() -> None:
        assert finish.wait(10)

    def quick(number: int) -> None:
        done.append(number)
        if len(done) == 5:
            finish.set()

    crew.lead(lambda: crew.every([slow, *(lambda number=number: quick(number) for number in range(5))]))
    assert done == list(range(5))


@pytest.mark.parametrize("threads", [0, 2])
def test_the_first_jobs_error_is_raised_and_the_crew_goes_on(threads: int) -> None:
    def fails(error: BaseException) -> None:
        raise error

    errors = [ValueError("first"), KeyError("second")]
    with Crew(threads) as some:
        for _ in range(10):
            with pytest.raises(ValueError, match="first") as caught:
                some.lead(lambda: some.every([lambda error=error: fails(error) for error in errors]))
            assert caught.value is errors[0]
        with pytest.raises(KeyError):
            some.lead(lambda: fails(KeyError("in the lead")))
        assert some.lead(lambda: some.every([lambda: 1, lambda: 2])) == [1, 2]


def test_closing_waits_for_the_job_at_hand_and_takes_no_other() -> None:
    begun, go_on, rounds, ended = threading.Event(), threading.Event(), [], []
    crew = Crew(2)

    def step() -> None:
        begun.set()
        assert go_on.wait(10)

    def work() -> None:
        for number in range(5):
            crew.every([step, lambda: None])
            rounds.append(number)

    def lead() -> None:
        with pytest.raises(parts._EndedError):
            crew.lead(work)
        ended.append(True)

    leader = threading.Thread(target=lead)
    leader.start()
    assert begun.wait(10)
    threading.Timer(0.05, go_on.set).start()
    crew.close()
    leader.join()
    assert (rounds, ended) == ([0], [True])
    assert crew.threads == 0
    crew.close()


def test_a_job_that_was_handed_round_is_begun_although_the_crew_is_sent_home() -> None:
    # Two parts may wait for each other: both are computed, or none.
    for _ in range(200):
        crew, begun = Crew(2), threading.Event()
        gate, met = threading.Barrier(2), []

        def part(gate: threading.Barrier = gate, met: list[int] = met) -> None:
            met.append(gate.wait(10))

        def work(crew: Crew = crew, begun: threading.Event = begun, part: Callable[[], None] = part) -> None:
            with contextlib.suppress(parts._EndedError):
                while True:
                    begun.set()
                    crew.every([part, part])

        leader = threading.Thread(target=crew.lead, args=(work,))
        leader.start()
        begun.wait(10)
        crew.close()
        leader.join(10)
        assert not leader.is_alive()
        assert met.count(0) == met.count(1)
