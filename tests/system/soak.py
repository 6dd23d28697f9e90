"""Half an hour of training, drawing and playing in the real window: ``python -m tests.system soak [--minutes 30]``.

By hand, not in the test run. A run trains on the built-in digits all the time, while digits are drawn, kept and
cleared, the playground plays, and the rooms are visited one after another. Printed is how the memory grew, as megabytes
an hour (the median slope after the first fifth of the time, in which caches fill); the goal is ``GOAL_MB`` at most. It
fails on what the monkey fails on, too; and where it has shown nothing: no event, no step trained, no digit kept, no
playing, too few samples of the memory. ``--rounds 1`` goes once through its script, whatever the memory does.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from random import Random

from tests.system.monkey import child, command
from tests.system.monkey.child import Json, Plan
from tests.system.monkey.watch import Growth, Sample

GOAL_MB = 300.0
LEAST_SAMPLES = 4
"""After the first fifth of the time; fewer tell nothing of how the memory grows."""

_SAMPLE_S = 15.0
_TRAINED_S = 120.0
_EPOCHS = 100_000  # it never ends by itself


class _Soak(child.Run):
    """Drives the window by a script instead of chance, for a time or a number of rounds instead of a number of events.

    Args:
        plan: of the child.
        seconds: how long, from the first event: the window's start is no part of it.
        rounds: ends it earlier; then nothing is asked of the memory.
    """

    def __init__(self, plan: Plan, seconds: float, rounds: int | None = None) -> None:
        self._seconds = seconds
        self._rounds = rounds
        self._start: float | None = None
        self._sampled = 0.0
        self._played = 0
        self._script = self._write_script(Random(plan.seed))
        super().__init__(plan)

    def event(self, number: int) -> Json | None:
        now = time.monotonic()
        if self._start is None:
            self._start = self._sampled = now
        if now - self._start > self._seconds:
            return None
        if now - self._sampled > _SAMPLE_S:
            self._sampled = now
            self.watch.pause()
            self.growth.take(round(now - self._start), self.studio.store.kept_bytes)
            print(f"{self.growth.samples[-1]}", flush=True)
        event = next(self._script, None)
        return event and {"n": number, **event}

    def problem(self) -> str:
        idle = [f"{what} 0" for what, count in self._done().items() if not count]
        grown = [] if self._rounds is not None else [grown_too_much(self.growth.samples, self._seconds)]
        return ", ".join(filter(None, [*idle, *grown]))

    def more_results(self) -> Json:
        return {"mb_an_hour": mb_an_hour(self.growth.samples, self._seconds), "done": self._done()}

    def _done(self) -> dict[str, int]:
        """What came of the events, as the disk says it where it can."""
        from cnnstudio.prediction.handwriting import Handwriting

        return {
            "events": self.number,
            "steps_trained": self._steps_trained(),
            "digits_kept": len(Handwriting()),
            "times_played": self._played,
        }

    def _steps_trained(self) -> int:
        from cnnstudio.training.runs import RunFolder, list_runs

        return sum(len(RunFolder(run.path).steps()) for run in list_runs())

    def _write_script(self, random: Random) -> Iterator[Json]:
        for round_number in count() if self._rounds is None else range(self._rounds):
            yield {"do": "room", "room": "train"}
            if not self.window.page("train").controller.busy:
                self._start_training()
            yield {"do": "wait", "ms": 800}
            yield {"do": "room", "room": "draw"}
            for _ in range(3):
                yield {"do": "stroke", "to": [[random.uniform(0.2, 0.8), random.uniform(0.2, 0.8)] for _ in range(8)]}
                yield {"do": "wait", "ms": 200}
            if round_number % 10 == 0:
                self.window.page("draw").handwriting_panel.keep(random.randrange(10))
            yield {"do": "shortcut", "keys": "Ctrl+Backspace"}
            yield {"do": "room", "room": "playground"}
            yield {"do": "key", "key": 0x20, "modifiers": 0, "times": 1}
            yield {"do": "wait", "ms": 50}
            self._played += self.window.page("playground").timeline.playing
            yield {"do": "wait", "ms": 1000}
            yield {"do": "key", "key": 0x20, "modifiers": 0, "times": 1}
            yield {"do": "room", "room": "models"}
            yield {"do": "wait", "ms": 300}
        yield from self._until_trained()

    def _until_trained(self) -> Iterator[Json]:
        """Wait until the first steps are on the disk: a starved machine begins a run later than a round ends."""
        end = time.monotonic() + _TRAINED_S
        while not self._steps_trained() and time.monotonic() < end:
            yield {"do": "wait", "ms": 200}

    def _start_training(self) -> None:
        from cnnstudio.training.recipes import recipe

        page = self.window.page("train")
        page.open_state(recipe("fast").changed(dataset="builtin", network="compact", epochs=_EPOCHS, device="cpu"))
        page.room_actions()[0].trigger()


def _late(samples: Sequence[Sample], seconds: float) -> list[Sample]:
    """Those after the first fifth of the time, in which caches fill."""
    return [sample for sample in samples if sample.event > seconds / 5]


def mb_an_hour(samples: Sequence[Sample], seconds: float) -> float | None:
    """Growth of the memory without the first fifth of the time; None where too few samples tell it.

    Args:
        samples: whose ``event`` is the second in which it was taken.
        seconds: how long it was to go on.
    """
    late = _late(samples, seconds)
    return 3600 * Growth().slope("memory_mb", late) if len(late) >= LEAST_SAMPLES else None


def grown_too_much(samples: Sequence[Sample], seconds: float) -> str:
    """What is wrong with how the memory grew, or ""."""
    grown = mb_an_hour(samples, seconds)
    if grown is None:
        return f"samples {len(_late(samples, seconds))} where {LEAST_SAMPLES} are needed: go on for longer"
    return f"memory_mb {grown:+.0f} an hour where {GOAL_MB:.0f} is the goal" if grown > GOAL_MB else ""


def main(argv: Sequence[str]) -> int:
    """Soak; status 1 if something failed, nothing was shown, or the memory grew beyond the goal."""
    parser = argparse.ArgumentParser(prog="python -m tests.system soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--rounds", type=int, help="so many times through the script; nothing is asked of the memory")
    parser.add_argument("--screen", choices=("offscreen", "x11"), default="offscreen")
    options = parser.parse_args(list(argv))
    few_digits = options.rounds is not None
    with tempfile.TemporaryDirectory(prefix="cnnstudio-soak-") as folder:
        place = Path(folder)
        with command.screen(options.screen, place) as environment:
            samples = command.make_samples(place)
            plan = Plan(seed="soak", events=0, place=place, samples=samples, go_on=True, few_digits=few_digits)
            sys.stdout.flush()
            pid = os.fork()
            if pid == 0:
                status = 4
                try:
                    child.enter(place, environment)
                    status = _Soak(plan, options.minutes * 60, options.rounds).go()
                finally:
                    os._exit(status)
            status, stuck = command.wait(pid, place)
        output = (place / child.OUTPUT).read_text(encoding="utf-8", errors="replace")
        print(output)
        if not (place / child.RESULT).exists():
            print("The window stood still." if stuck else f"The window died: wait status {status}.")
            return 1
        result = json.loads((place / child.RESULT).read_text(encoding="utf-8"))
    memory = [sample["memory_mb"] for sample in result["samples"]]
    if memory:
        print(f"memory: {memory[0]:.0f} MB after {_SAMPLE_S:.0f} s, {max(memory):.0f} MB at most, {memory[-1]:.0f} MB")
    grown = result["mb_an_hour"]
    print(f"grown: {'unknown' if grown is None else f'{grown:+.0f} MB an hour'} (goal: {GOAL_MB:.0f} at most)")
    print(json.dumps(result["done"]))
    for failure in result["failures"]:
        print(f"--- {failure['kind']} at event {failure['event']}: {failure['where']}")
    return int(status != 0)
