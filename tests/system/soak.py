"""Half an hour of training, drawing and playing in the real window: ``python -m tests.system soak [--minutes 30]``.

By hand, not in the test run. A run trains on the built-in digits all the time, while digits are drawn, kept and
cleared, the playground plays, and the rooms are visited one after another. Printed is how the memory grew, as megabytes
an hour (the median slope after the first fifth of the time, in which caches fill); the goal is ``GOAL_MB`` at most. It
fails on what the monkey fails on, too.
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

GOAL_MB = 300.0
_SAMPLE_S = 15.0
_EPOCHS = 100_000  # it never ends by itself


class _Soak(child.Run):
    """Drives the window by a script instead of chance, for a time instead of a number of events."""

    def __init__(self, plan: Plan, seconds: float) -> None:
        self._seconds = seconds
        self._start = self._sampled = time.monotonic()
        self._script = self._write_script(Random(plan.seed))
        super().__init__(plan)

    def event(self, number: int) -> Json | None:
        now = time.monotonic()
        if now - self._start > self._seconds:
            return None
        if now - self._sampled > _SAMPLE_S:
            self._sampled = now
            self.watch.pause()
            self.growth.take(round(now - self._start), self.studio.store.kept_bytes)
            print(f"{self.growth.samples[-1]}", flush=True)
        return {"n": number, **next(self._script)}

    def problem(self) -> str:
        grown = self.mb_an_hour()
        return f"memory_mb {grown:+.0f} an hour, goal {GOAL_MB:.0f}" if grown > GOAL_MB else ""

    def more_results(self) -> Json:
        return {"mb_an_hour": self.mb_an_hour()}

    def mb_an_hour(self) -> float:
        """Growth of the memory, without the first fifth of the time."""
        late = [sample for sample in self.growth.samples if sample.event > self._seconds / 5]
        if len(late) < 4:
            return 0.0
        return 3600 * self.growth.slope("memory_mb", late)

    def _write_script(self, random: Random) -> Iterator[Json]:
        for round_number in count():
            yield {"do": "room", "room": "train"}
            if not self.window.page("train").controller.busy:
                self._start_training()
            yield {"do": "wait", "ms": 800}
            yield {"do": "room", "room": "draw"}
            for _ in range(3):
                yield {"do": "stroke", "to": [[random.uniform(0.2, 0.8), random.uniform(0.2, 0.8)] for _ in range(8)]}
                yield {"do": "wait", "ms": 200}
            if round_number % 10 == 0:
                self.window.page("draw").keep(random.randrange(10))
            yield {"do": "shortcut", "keys": "Ctrl+Backspace"}
            yield {"do": "room", "room": "playground"}
            yield {"do": "key", "key": 0x20, "modifiers": 0, "times": 1}
            yield {"do": "wait", "ms": 1000}
            yield {"do": "key", "key": 0x20, "modifiers": 0, "times": 1}
            yield {"do": "room", "room": "models"}
            yield {"do": "wait", "ms": 300}

    def _start_training(self) -> None:
        from cnnstudio.training.recipes import recipe

        page = self.window.page("train")
        page.open_state(recipe("fast").changed(dataset="builtin", network="compact", epochs=_EPOCHS, device="cpu"))
        page.room_actions()[0].trigger()


def main(argv: Sequence[str]) -> int:
    """Soak; status 1 if something failed or the memory grew beyond the goal."""
    parser = argparse.ArgumentParser(prog="python -m tests.system soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--screen", choices=("offscreen", "x11"), default="offscreen")
    options = parser.parse_args(list(argv))
    with tempfile.TemporaryDirectory(prefix="cnnstudio-soak-") as folder:
        place = Path(folder)
        with command.screen(options.screen, place) as environment:
            samples = command.make_samples(place)
            plan = Plan(seed="soak", events=0, place=place, samples=samples, go_on=True, few_digits=False)
            sys.stdout.flush()
            pid = os.fork()
            if pid == 0:
                status = 4
                try:
                    child.enter(place, environment)
                    status = _Soak(plan, options.minutes * 60).go()
                finally:
                    os._exit(status)
            status = os.waitpid(pid, 0)[1]
        output = (place / child.OUTPUT).read_text(encoding="utf-8", errors="replace")
        print(output)
        if not (place / child.RESULT).exists():
            print(f"The window died: wait status {status}.")
            return 1
        result = json.loads((place / child.RESULT).read_text(encoding="utf-8"))
    memory = [sample["memory_mb"] for sample in result["samples"]]
    if memory:
        print(f"memory: {memory[0]:.0f} MB after {_SAMPLE_S:.0f} s, {max(memory):.0f} MB at most, {memory[-1]:.0f} MB")
    print(f"grown: {result['mb_an_hour']:+.0f} MB an hour (goal: {GOAL_MB:.0f} at most); {result['events']} events")
    for failure in result["failures"]:
        print(f"--- {failure['kind']} at event {failure['event']}: {failure['where']}")
    return int(status != 0)
