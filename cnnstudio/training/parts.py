"""Side by side on the CPU: a minibatch in parts, a test set in batches, each thread with one thread of torch's.

OpenMP's threads spin for each other at every layer. Alone on the machine that is quick; beside one busy program the one
that lost its core stops the other at each of them, and a network trains slower on two cores than on one. Threads that
compute a part of the minibatch each meet once a step, and sleep while they wait.

What is computed does not depend on them: a part's numbers are those of one thread of torch's whoever computes it, and
gradients are added in the order of the parts. One core computes the parts in turn, to the same bits; those of a network
with batch normalisation, which tell each other their statistics at every such layer, by two threads also there.
"""

import itertools
import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Generic, TypeVar

import torch
from torch import nn
from torch.nn.modules.batchnorm import _NormBase
from torch.nn.modules.instancenorm import _InstanceNorm

from cnnstudio import compute
from cnnstudio.training.config import TrainConfig
from cnnstudio.training.randomness import is_foreign
from cnnstudio.training.shared_norm import can_share, shares

T = TypeVar("T")


def split(count: int, parts: int) -> list[slice]:
    """The places 0..count - 1 in so many runs of nearly equal length, the longer ones first; empty ones are left out.

    ``split(5, 2)`` -> 0..2, 3..4; ``split(1, 2)`` -> 0.
    """
    short, longer = divmod(count, parts)
    ends = itertools.accumulate(short + (number < longer) for number in range(parts))
    return [slice(first, last) for first, last in itertools.pairwise((0, *ends)) if first < last]


def of_run(config: TrainConfig, model: nn.Module, device: torch.device) -> int:
    """How many parts the gradients of a run are really computed in: on the CPU those of the configuration, where the
    network allows it; never a matter of how many cores there are."""
    return 1 if device.type != "cpu" or needs_whole_minibatch(model) else config.gradient_parts


def crew(config: TrainConfig, model: nn.Module, device: torch.device) -> "Crew":
    """Threads for the parts of such a run; none where there is one part, or the caller's thread has one core and no
    part waits for another."""
    count = of_run(config, model, device)
    return Crew(count if torch.get_num_threads() > 1 or (count > 1 and shares(model)) else 0)


def needs_whole_minibatch(model: nn.Module) -> bool:
    """Whether the gradients of a minibatch may be other than the sum of its parts' gradients.

    So it is with statistics over the minibatch that its parts cannot share (see ``shared_norm``), and with what a
    forward pass changes for the next one (spectral normalisation). A class of the user's may do anything, and is given
    whole minibatches.
    """
    return is_foreign(model) or any(_looks_beyond_a_picture(layer) for layer in model.modules())


def _looks_beyond_a_picture(layer: nn.Module) -> bool:
    if can_share(layer):
        return False
    if isinstance(layer, _NormBase):
        return not isinstance(layer, _InstanceNorm) or layer.track_running_stats
    if isinstance(layer, torch.nn.utils.parametrizations._SpectralNorm):
        return True
    return bool(layer._forward_pre_hooks or layer._forward_hooks)


class Crew:
    """Computes jobs side by side on threads of its own, each with one thread of torch's; or in turn, without threads.

    ``with Crew(2) as crew: crew.lead(work)`` runs ``work`` on the first of them, which hands jobs round by ``every``.
    The caller's thread only waits: nothing about it changes, nor about the threads of others. What a job raises is
    raised where it was asked for, of several jobs that of the first. Not for two callers at once.
    """

    def __init__(self, threads: int) -> None:
        """``threads``: 2 or more; 0 or 1 = the caller's own thread computes everything in turn."""
        self._ended = False
        self._door = threading.Lock()  # no task is handed round behind the word that it is over
        self._inboxes: list[SimpleQueue[Callable[[], object] | None]] = []
        self._threads: list[threading.Thread] = []
        self._outcome: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
        if threads > 1:
            try:
                for number in range(threads):
                    self._start(number)
            except BaseException:
                self.close()
                raise

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    @property
    def threads(self) -> int:
        """How many there are: 0 = the caller's own computes."""
        return len(self._threads)

    def lead(self, work: Callable[[], T]) -> T:
        """What ``work`` returns, called on the first thread."""
        if not self._threads:
            return work()

        def report() -> None:
            try:
                self._outcome.put((work(), None))
            except BaseException as error:
                self._outcome.put((None, error))

        self._inboxes[0].put(report)
        result: T
        result, error = self._outcome.get()
        try:
            if error is not None:
                raise error
        finally:
            del error  # or it would hold this frame, which holds it
        return result

    def every(self, jobs: Sequence[Callable[[], T]]) -> list[T]:
        """What each job returns, in their order; to be called inside ``lead``.

        Whoever is free takes the next one, so that a thread whose core is busy with something else holds up little.
        As many jobs as there are threads may wait for each other.
        """
        if not self._threads or len(jobs) < 2:
            return [job() for job in jobs]
        task = _Task(jobs)
        with self._door:
            if self._ended:
                raise _EndedError
            for inbox in self._inboxes[1:]:
                inbox.put(task.work)
        task.work()
        return task.results()

    def close(self) -> None:
        """End the threads; waits for the job that each is at."""
        with self._door:
            self._ended = True
            for inbox in self._inboxes:
                inbox.put(None)
        for thread in self._threads:
            thread.join()
        self._inboxes, self._threads = [], []

    def _start(self, number: int) -> None:
        inbox: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        thread = threading.Thread(target=_serve, args=(inbox,), name=f"training-{number}", daemon=True)
        thread.start()
        self._inboxes.append(inbox)
        self._threads.append(thread)


ALONE = Crew(0)
"""The caller's own thread, as it is."""


def _serve(inbox: "SimpleQueue[Callable[[], object] | None]") -> None:
    compute.stay_on_one_core()
    while (work := inbox.get()) is not None:
        work()
        del work  # what it holds is let go of before the next one comes


class _Task(Generic[T]):
    """Jobs that several threads take one after another. Each of them ends here, with a result or an error."""

    def __init__(self, jobs: Sequence[Callable[[], T]]) -> None:
        self._jobs = jobs
        self._numbers = itertools.count()  # each number is given to one thread alone
        self._over: SimpleQueue[None] = SimpleQueue()
        self._results: dict[int, T] = {}
        self._errors: dict[int, BaseException] = {}

    def work(self) -> None:
        """Compute jobs until none is left."""
        for number in self._numbers:
            if number >= len(self._jobs):
                return
            try:
                if not self._errors:
                    self._results[number] = self._jobs[number]()
            except BaseException as error:
                self._errors[number] = error
            self._over.put(None)

    def results(self) -> list[T]:
        """What came of the jobs, once all are over."""
        for _ in self._jobs:
            self._over.get()
        if self._errors:
            raise self._errors[min(self._errors)]
        return [self._results[number] for number in range(len(self._jobs))]


class _EndedError(Exception):
    """The crew was sent home while its first thread still had work to hand round."""
