import threading
import time
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cnnstudio.errors import DatasetError
from cnnstudio.gui.workers import generator_worker, threads
from cnnstudio.gui.workers.generator_worker import AtOnce, GeneratorJob
from tests.gui.patience import at_rest


class Counter:
    """A generator's owner that records what happens to it and where."""

    def __init__(self, end: int | None = None, pause_s: float = 0.002, error: BaseException | None = None) -> None:
        self.end = end
        self.pause_s = pause_s
        self.error = error
        self.factor = 1
        self.closed_on: int | None = None
        self.ran_on: int | None = None
        self.yielded = 0

    def run(self) -> Iterator[int]:
        self.ran_on = threading.get_ident()
        try:
            while self.end is None or self.yielded < self.end:
                time.sleep(self.pause_s)
                self.yielded += 1
                yield self.yielded * self.factor
            if self.error is not None:
                raise self.error
        finally:
            self.closed_on = threading.get_ident()


class Listener(QObject):
    def __init__(self, job: GeneratorJob) -> None:
        super().__init__()
        self.batches: list[list[int]] = []
        self.ends: list[object] = []
        self.states: list[str] = []
        job.batch.connect(self.batches.append)
        job.finished.connect(self.ends.append)
        job.failed.connect(self.ends.append)
        job.stateChanged.connect(self.states.append)

    @property
    def events(self) -> list[int]:
        return [event for batch in self.batches for event in batch]


@pytest.fixture
def job(qapp: QObject) -> Iterator[GeneratorJob]:
    job = GeneratorJob(name="test job")
    yield job
    assert job.shut_down(5_000)
    job.deleteLater()


@pytest.fixture
def heard(job: GeneratorJob) -> Listener:
    return Listener(job)


def test_every_event_arrives_in_order_in_few_batches(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    counter = Counter(end=100)
    job.start(counter.run)
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert heard.events == list(range(1, 101))
    assert len(heard.batches) < 20
    assert heard.ends == ["completed"]
    assert heard.states == ["running", "idle"]


def test_the_generator_lives_and_is_closed_on_a_thread_of_its_own(
    qtbot: QtBot, job: GeneratorJob, heard: Listener
) -> None:
    counter = Counter()
    job.start(counter.run)
    qtbot.waitUntil(lambda: bool(heard.batches))
    job.stop()
    assert job.state == "stopping"
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert heard.ends == ["stopped"]
    assert counter.ran_on == counter.closed_on
    assert counter.ran_on != threading.get_ident()
    assert heard.events == list(range(1, counter.yielded + 1))


@pytest.mark.parametrize("paused", [False, True])
def test_what_is_yielded_at_once_is_told_before_the_generator_goes_on(
    qtbot: QtBot, job: GeneratorJob, heard: Listener, paused: bool
) -> None:
    go_on = threading.Event()

    def generator() -> Iterator[int | AtOnce]:
        yield 1
        yield AtOnce(2)
        assert go_on.wait(30)
        yield 3
        yield AtOnce(4)
        yield 5

    job.start(generator, paused=paused)
    for _ in range(2 if paused else 0):
        job.step()
    qtbot.waitUntil(lambda: heard.events == [1, 2])
    job.resume()
    go_on.set()
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert heard.events == [1, 2, 3, 4, 5]
    assert heard.ends == ["completed"]


def test_pause_holds_and_resume_goes_on(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    counter = Counter()
    job.start(counter.run)
    qtbot.waitUntil(lambda: bool(heard.batches))
    job.pause()
    assert job.state == "paused"
    at_rest(qtbot, job)
    held = counter.yielded
    qtbot.wait(150)
    assert counter.yielded == held
    assert heard.events == list(range(1, held + 1)), "what was done before the pause is shown during it"
    job.resume()
    qtbot.waitUntil(lambda: counter.yielded > held)


def test_step_takes_exactly_one_event_and_pauses(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    counter = Counter()
    job.start(counter.run, paused=True)
    qtbot.wait(80)
    assert counter.yielded == 0
    for number in (1, 2, 3):
        job.step()
        qtbot.waitUntil(lambda number=number: heard.events == list(range(1, number + 1)))
    assert job.state == "paused"
    qtbot.wait(80)
    assert counter.yielded == 3


def test_step_to_the_end_completes(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    job.start(Counter(end=1).run, paused=True)
    job.step()
    job.step()
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert heard.events == [1]
    assert heard.ends == ["completed"]


def test_stop_while_paused(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    counter = Counter()
    job.start(counter.run)
    qtbot.waitUntil(lambda: bool(heard.batches))
    job.pause()
    job.stop()
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert heard.ends == ["stopped"]
    assert counter.closed_on is not None


@pytest.mark.parametrize(
    "error",
    [
        DatasetError("The data set is damaged. Get it again."),
        RuntimeError("mat1 and mat2"),
        SystemExit(3),
        KeyError("x"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_the_generator_raises_travels(
    qtbot: QtBot, job: GeneratorJob, heard: Listener, error: BaseException
) -> None:
    job.start(Counter(end=3, error=error).run)
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert heard.events == [1, 2, 3], "what came before the failure is not lost"
    assert heard.ends == [error]
    assert job.state == "idle"
    job.start(Counter(end=1).run)
    qtbot.waitUntil(lambda: len(heard.ends) == 2)
    assert heard.ends[1] == "completed"


def test_an_error_in_the_factory_travels(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    error = RuntimeError("no such device")

    def factory() -> Iterator[int]:
        raise error

    job.start(factory)
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert heard.ends == [error]


def test_an_error_while_closing_travels(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    error = OSError("disk full")

    def run() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            raise error

    job.start(run)
    qtbot.waitUntil(lambda: bool(heard.batches))
    job.stop()
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert heard.ends == [error]


def test_a_failure_does_not_keep_the_locals_alive(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    import weakref

    class Tensor:
        pass

    gone: list[weakref.ref[Tensor]] = []

    def run() -> Iterator[int]:
        big = Tensor()
        gone.append(weakref.ref(big))
        yield 1
        raise RuntimeError("CUDA out of memory")

    job.start(run)
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert gone[0]() is None


def test_commands_run_between_slices_on_the_workers_thread(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    counter = Counter()
    ran_on: list[int] = []
    job.start(counter.run)
    job.call(lambda: (setattr(counter, "factor", -1), ran_on.append(threading.get_ident())))
    qtbot.waitUntil(lambda: any(event < 0 for event in heard.events))
    assert ran_on == [counter.ran_on]


def test_a_command_before_a_step_takes_effect_in_that_step(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    counter = Counter()
    job.start(counter.run, paused=True)
    job.call(lambda: setattr(counter, "factor", 10))
    job.step()
    qtbot.waitUntil(lambda: heard.events == [10])


def test_a_failing_command_is_told_and_the_job_goes_on(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    errors: list[BaseException] = []
    job.callFailed.connect(errors.append)
    job.start(Counter().run)
    job.call(lambda: 1 / 0)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ZeroDivisionError)
    seen = len(heard.batches)
    qtbot.waitUntil(lambda: len(heard.batches) > seen)


def test_start_twice_is_refused_and_harms_nothing(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    first, second = Counter(), Counter()
    job.start(first.run)
    with pytest.raises(RuntimeError, match="still running"):
        job.start(second.run)
    qtbot.waitUntil(lambda: bool(heard.events))
    assert second.yielded == 0


def test_start_again_from_the_finished_slot(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    job.finished.connect(lambda _reason: job.start(Counter(end=1).run) if len(heard.ends) < 3 else None)
    job.start(Counter(end=1).run)
    qtbot.waitUntil(lambda: len(heard.ends) == 3)
    assert heard.events == [1, 1, 1]


def test_fifty_quick_starts_and_stops(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    counters = []
    for round_ in range(50):
        counter = Counter(pause_s=0.0)
        counters.append(counter)
        job.start(counter.run)
        if round_ % 3 == 0:
            job.pause()
        if round_ % 5 == 0:
            job.step()
        if round_ % 2:
            qtbot.wait(1)
        job.stop()
        with qtbot.waitSignal(job.finished):
            pass
    assert heard.ends == ["stopped"] * 50
    assert all(counter.closed_on == counter.ran_on for counter in counters)
    assert threads.stragglers() == []


def test_shut_down_while_running_closes_the_generator(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    counter = Counter()
    job.start(counter.run)
    qtbot.waitUntil(lambda: bool(heard.batches))
    seen = len(heard.batches)
    assert job.shut_down(5_000)
    assert counter.closed_on == counter.ran_on
    assert job.state == "idle"
    qtbot.wait(50)
    assert len(heard.batches) == seen, "nothing arrives after the shutdown"
    assert heard.ends == []


@pytest.mark.parametrize("before", ["start", "pause", "stop", "end"])
def test_shut_down_in_every_state(qtbot: QtBot, job: GeneratorJob, heard: Listener, before: str) -> None:
    job.start(Counter(end=1 if before == "end" else None).run)
    if before == "pause":
        job.pause()
    elif before == "stop":
        job.stop()
    elif before == "end":
        time.sleep(0.1)  # it has ended, but this thread has not heard of it yet
    assert job.shut_down(60_000)
    job.start(Counter(end=2).run)
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert heard.ends == ["completed"]
    assert heard.events == [1, 2]


def test_a_generator_that_hangs_is_given_up_after_the_time_and_ends_by_itself(qtbot: QtBot, job: GeneratorJob) -> None:
    hangs, release, over = threading.Event(), threading.Event(), threading.Event()

    def run() -> Iterator[int]:
        hangs.set()
        release.wait(600)
        over.set()
        yield 1

    job.start(run)
    assert hangs.wait(60)
    assert not job.shut_down(100)
    assert not over.is_set(), "it was not waited for"
    assert threads.stragglers() == ["test job"]
    release.set()
    qtbot.waitUntil(lambda: threads.stragglers() == [])


def test_the_window_that_owns_a_job_may_be_destroyed(qtbot: QtBot, qapp: QObject) -> None:
    counter = Counter()
    owner = QObject()
    job = GeneratorJob(owner, name="orphan")
    job.start(counter.run)
    qtbot.waitUntil(lambda: counter.yielded > 0)
    job.pause()
    owner.deleteLater()
    qtbot.waitUntil(lambda: counter.closed_on is not None)
    qtbot.waitUntil(lambda: threads.stragglers() == [])


def test_a_slow_window_is_not_flooded(qtbot: QtBot, job: GeneratorJob, heard: Listener) -> None:
    counter = Counter(pause_s=0.001)
    job.start(counter.run)
    time.sleep(0.6)  # the window is busy while about twelve slices are done
    qtbot.waitUntil(lambda: len(heard.batches) >= 3)
    job.stop()
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert heard.events == list(range(1, counter.yielded + 1))
    assert len(heard.batches) <= 8
    assert max(len(batch) for batch in heard.batches[2:]) > 2 * len(heard.batches[0])


@pytest.mark.parametrize("paused", [False, True])
def test_a_job_that_goes_right_after_its_stop_leaves_no_worker_that_is_gone(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, paused: bool
) -> None:
    """Found by the monkey: the worker ended its thread, and went with it, before it was told that its job had gone."""
    post = generator_worker._post
    last: list[str] = []

    def late(worker: generator_worker._Worker, slot: str) -> None:
        time.sleep(0.2)  # all that was posted before is done by now
        assert shiboken6.isValid(worker)
        post(worker, slot)
        last.append(slot)

    job = GeneratorJob(name="short")
    job.start(lambda: iter(range(10**9)), paused=paused)
    qtbot.wait(20)
    job.stop()
    monkeypatch.setattr(generator_worker, "_post", late)
    shiboken6.delete(job)
    assert len(last) == 1
    qtbot.waitUntil(lambda: "short" not in threads.stragglers())
