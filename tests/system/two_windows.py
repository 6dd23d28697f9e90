"""Two windows of one user at once: both keep digits, train and change settings, and nothing of either is lost.

``python -m tests.system two_windows [--tries 20] [--digits 6] [--seed 1]``. The windows are real, each in a process of
its own. In every try they begin together on a fresh home, and do the same things at the same time: draw and keep
digits, relabel and remove one, train on a folder, change settings that the other does not, leave a drawing on the
sheet, an edit and a run that waits, close. Compared is what lies in the home then with what each of them says it did.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from tests import kept_home

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("one", "other")
DIGITS = 6
_OPTIONS = 8
_PATIENCE_S = 240.0


# --- a window


def child(name: str) -> int:
    """Do what each line of input says; tell in a line of JSON what was done."""
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    from tests.system.driven import Watch

    QApplication.setQuitOnLastWindowClosed(False)
    watch = Watch()
    print(json.dumps({"ready": name}), flush=True)
    for line in sys.stdin:
        task = json.loads(line)
        try:
            done: dict[str, Any] = _work(name, Path(task["home"]), Random(f"{task['seed']} {name}"), task["digits"])
        except Exception:
            import traceback

            done = {"troubles": [traceback.format_exc()[-4000:]]}
        done["troubles"] = done.get("troubles", []) + watch.take()
        print(json.dumps(done), flush=True)
    del application
    return 0


def _work(name: str, home: Path, random: Random, digits: int) -> dict[str, Any]:
    from cnnstudio.gui import settings
    from tests.system.driven import Driven, TroubleError

    driven = Driven(home)
    driven.open_room("draw")
    # "Go" comes when both windows stand.
    print(json.dumps({"stands": name}), flush=True)
    sys.stdin.readline()

    page = driven.window.page("draw")
    made: dict[str, int] = {}
    for number in range(digits):
        label = random.randrange(10)
        made[driven.keep_digit(label, shift=0.01 * random.randrange(-10, 10))] = label
        settings.put(settings.Option(f"{name}/option-{number % _OPTIONS}", 0), number)
        if number % 2:
            settings.save()
    if len(made) != digits:
        raise TroubleError(f"{digits} digits were kept under {len(made)} names")
    # One of this window's digits gets another label, one is thrown away, and brought back: it comes last.
    numbers = {sample.name: sample.number for sample in page.handwriting.samples}
    first, second, *_ = made
    page.handwriting_panel._relabel((numbers[first],), (made[first] + 1) % 10)
    page.handwriting_panel._remove((numbers[second],))
    page.handwriting_panel._put_back()
    made[first] = (made[first] + 1) % 10

    network = "convnet" if name == NAMES[0] else "mlp"
    driven.set_up_training(home / "own" / "exported digits", network=network, epochs=3)
    runs = driven.run_to_the_end()
    mine = [run for run in runs if run.network == network and run.epochs == 3]
    if name == NAMES[0]:
        driven.window._set_theme("light")
    else:
        # Wide enough for the inspector to be beside the controls: a drawer's fold is not remembered.
        driven.window.resize(1600, 900)
        driven.open_room("playground")
        driven.window._show_inspector(False)
    left = _leave_work(driven, name)
    driven.close()
    return {
        "left": left,
        "labels": sorted(made.values()),
        "runs": [run.path.name for run in mine if run.state == "finished"],
        "states": [f"{run.path.name}: {run.state} {run.message}" for run in mine],
        "options": min(digits, _OPTIONS),
        "sentences": driven.sentences,
    }


def _leave_work(driven: Any, name: str) -> dict[str, Any]:
    """Leave a drawing on the sheet, an edit and a run that waits; as they stand in a workspace."""
    from dataclasses import replace

    from cnnstudio import records
    from cnnstudio.training.room_state import WaitingRun
    from cnnstudio.weights.edits import EMPTY
    from tests.gui.digit_canvas.pen_strokes import SEVEN, draw_on

    number = 1 + NAMES.index(name)
    driven.open_room("draw")
    page = driven.window.page("draw")
    page.pad.clear()
    draw_on(page.pad, [[(x + 0.02 * number, y) for x, y in line] for line in SEVEN])
    driven.settle()
    driven.studio.edit(EMPTY.prune(0.1 * number), "pruning")
    document = driven.studio.documents.get("train")
    state = document.state()
    document.open_state(replace(state, waiting=(WaitingRun(config=replace(state.config, seed=100 + number)),)))
    left: dict[str, Any] = _parts(records.to_json(driven.studio.workspace))
    if not all(left.values()):
        raise AssertionError(f"nothing was left to be lost: {left}")
    return left


def _parts(workspace: dict[str, Any]) -> dict[str, Any]:
    """Of a workspace as JSON, what a window leaves."""
    states = workspace["states"]
    return {
        "marks": states.get("draw", {}).get("marks"),
        "edits": workspace["current"]["edits"],
        "waiting": states.get("train", {}).get("waiting"),
    }


# --- the parent


def attempt(windows: Sequence["Window"], home: Path, seed: int, digits: int = DIGITS) -> list[str]:
    """One try on a fresh home; returns what went wrong or was lost."""
    from cnnstudio.prediction.handwriting import Handwriting

    kept_home.unpack(home)
    before = sorted(sample.label for sample in Handwriting(home / "data" / "handwriting").samples)
    old_runs = {path.name for path in (home / "runs").iterdir()}
    for window in windows:
        window.tell(home=str(home), seed=seed, digits=digits)
    for window in windows:
        window.hear("stands")
    for window in windows:
        window.tell(go=True)
    done = [window.hear("troubles") for window in windows]
    problems = [
        f"{window.name}: {trouble}" for window, one in zip(windows, done, strict=True) for trouble in one["troubles"]
    ]
    if problems:
        return problems
    hand = Handwriting(home / "data" / "handwriting")
    labels = sorted(sample.label for sample in hand.samples)
    wanted = sorted([*before, *(label for one in done for label in one["labels"])])
    if labels != wanted:
        problems.append(f"digits: {len(labels)} of {len(wanted)} are there, with the labels {labels}")
    numbers = [int(sample.name[:4]) for sample in hand.samples]
    if len(set(numbers)) != len(numbers) or hand.set_aside:
        problems.append(f"numbers: {sorted(numbers)}; set aside: {hand.set_aside}")
    problems += _check_runs(home, done, old_runs)
    problems += _check_settings(home, done)
    problems += _check_work(home, done)
    problems += [
        f"{window.name} said: {text}" for window, one in zip(windows, done, strict=True) for text in one["sentences"]
    ]
    return problems


def _check_runs(home: Path, done: Sequence[dict[str, Any]], old: set[str]) -> list[str]:
    from cnnstudio.training.runs import RunFolder

    problems = []
    new = {path.name for path in (home / "runs").iterdir() if path.is_dir() and not path.name.startswith(".")} - old
    told = [name for one in done for name in one["runs"]]
    if len(told) != len(done) or new != set(told):
        states = [state for one in done for state in one["states"]]
        problems.append(f"runs: told were {told}, there are {sorted(new)}: {states}")
    for name in new:
        folder = RunFolder(home / "runs" / name)
        steps = folder.steps()["step"].tolist()
        if steps != sorted(set(steps)) or len(folder.epochs()) != 3 or not folder.final_weights.is_file():
            problems.append(f"the run {name} has the steps {steps}")
    return problems


def _check_settings(home: Path, done: Sequence[dict[str, Any]]) -> list[str]:
    from cnnstudio.gui import settings

    os.environ["CNNSTUDIO_HOME"] = str(home)
    settings._open.clear()
    lost = [
        f"{name}/option-{number}"
        for name, one in zip(NAMES, done, strict=True)
        for number in range(one["options"])
        if settings.get(settings.Option(f"{name}/option-{number}", -1)) < 0
    ]
    if settings.get(settings.THEME) != "light":
        lost.append("the theme that one window chose")
    if settings.get(settings.Option("play/inspector", True)):
        lost.append("the fold that the other window chose")
    if settings.get(settings.Option("models/order", "")) != "year":
        lost.append("what was there before")
    return [f"settings lost: {', '.join(lost)}"] if lost else []


def _check_work(home: Path, done: Sequence[dict[str, Any]]) -> list[str]:
    """Every window's sheet, edits and waiting runs are brought back by a window that starts."""
    from cnnstudio.workspace import restart

    kept = [_parts(json.loads(file.read_text(encoding="utf-8"))) for file in restart.kept_files(home / "data")]
    return [
        f"the work of {name} is lost: it left {json.dumps(one['left'])[:200]}; kept are {len(kept)} workspaces"
        for name, one in zip(NAMES, done, strict=True)
        if one["left"] and one["left"] not in kept
    ]


class Window:
    """A window's process."""

    def __init__(self, name: str, place: Path) -> None:
        self.name = name
        self._output = (place / f"{name}.txt").open("w+b")
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "OMP_NUM_THREADS": "1",
            "PYTHONFAULTHANDLER": "1",
            "CNNSTUDIO_HOME": str(place / "none"),
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", "")))),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.system.two_windows", "--child", name],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._output,
            text=True,
        )

    def tell(self, **task: Any) -> None:
        """Send a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()

    def hear(self, what: str) -> dict[str, Any]:
        """The next line that has ``what``, or troubles; a process that has ended or hangs is one."""
        assert self._process.stdout is not None
        alarm = threading.Timer(_PATIENCE_S, self._process.kill)
        alarm.start()
        try:
            for line in self._process.stdout:
                told: dict[str, Any] = json.loads(line) if line.startswith("{") else {}
                if what in told or "troubles" in told:
                    return told
        finally:
            alarm.cancel()
        self._output.seek(0)
        said = self._output.read().decode(errors="replace")[-4000:]
        return {"troubles": [f"the process ended or hung ({self._process.wait()}): {said}"]}

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._output):
            with suppress(BrokenPipeError):
                stream.close()


def run(tries: int, seed: int = 1, digits: int = DIGITS, report: Callable[[str], None] = print) -> list[str]:
    """Several tries; returns what was lost in them."""
    former = os.environ.get("CNNSTUDIO_HOME")
    lost: list[str] = []
    with tempfile.TemporaryDirectory(prefix="cnnstudio-windows-") as temporary:
        windows = [Window(name, Path(temporary)) for name in NAMES]
        try:
            for number in range(tries):
                began = time.monotonic()
                home = Path(temporary) / f"home-{number}"
                home.mkdir()
                problems = attempt(windows, home, seed + number, digits)
                outcome = "; ".join(problems)[:300] or "nothing lost"
                report(f"{time.monotonic() - began:6.1f} s  try {number + 1}: {outcome}")
                lost += [f"try {number + 1}: {problem}" for problem in problems]
                if any("the process ended" in problem for problem in problems):
                    break
                shutil.rmtree(home)
        finally:
            for window in windows:
                window.end()
            if former is None:
                os.environ.pop("CNNSTUDIO_HOME", None)
            else:
                os.environ["CNNSTUDIO_HOME"] = former
    return lost


def main(argv: Sequence[str]) -> int:
    """Run it as the module's docstring says; 0 if nothing was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.system two_windows", description=__doc__)
    parser.add_argument("--tries", type=int, default=20)
    parser.add_argument("--digits", type=int, default=DIGITS, help="that each window keeps in a try")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", choices=NAMES, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.child:
        return child(options.child)
    began = time.monotonic()
    lost = run(options.tries, options.seed, options.digits, report=lambda line: print(line, flush=True))
    for problem in lost:
        print(f"\n{problem}", flush=True)
    print(f"{options.tries} tries, {len(lost)} problems, {time.monotonic() - began:.0f} s")
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
