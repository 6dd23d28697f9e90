"""The Playground's speed: ``python -m tests.benchmarks.playground``.

- From a change of the state to the finished repaint of the whole room, at 32x32 with 3x3 kernels, 3 channels in and 2
  out. Goal: under 16 ms.
- Hovering and playing at the same size. Goal: under 16 ms a frame, which is 60 frames a second.
- A 3x3 kernel on a 2000x2000 picture: from the change to the picture on the screen, and the longest time in which the
  window did not answer meanwhile. Goal: 150 ms, without freezing.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Callable, Sequence

from tests.benchmarks import session
from tests.benchmarks.readings import Figure, at_most
from tests.benchmarks.session import Round, Rule, Session
from tests.benchmarks.window import home, opened

GOAL_MS = 16.0
PICTURE_GOAL_MS = 150.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Read how long changes, hovering and playing take."""
    return session.run("playground", __doc__, measure, arguments)


def measure(taken: Session, chosen: argparse.Namespace) -> None:
    """Read how long changes, hovering and playing take."""
    with home(), opened("playground") as window:
        import torch
        from PySide6.QtWidgets import QApplication

        from cnnstudio.convolution.kernels import KernelPreset
        from cnnstudio.convolution.links import Block, Cell
        from cnnstudio.convolution.numbers import Numbers
        from cnnstudio.convolution.state import Part

        page = window.page("playground")
        model = page.model
        page.open_state(
            model.state.with_parameters(
                input_height=32, input_width=32, in_channels=3, out_channels=2, kernel_height=3, kernel_width=3
            )
        )
        QApplication.processEvents()

        def weight(run: int) -> None:
            model.change("weight", lambda state: state.with_cells(Part.KERNEL, {(0, 0, 0, 0): float(run)}))

        def padding(run: int) -> None:
            model.change("padding", lambda state: state.with_parameters(padding_top=(run + 1) % 3))

        tasks: list[tuple[str, Callable[[int], object]]] = [
            ("a weight changed", weight),
            ("the padding changed", padding),
            ("hover over the output", lambda run: model.point(Cell(Block.OUTPUT, 0, run % 30, run * 7 % 30))),
            ("hover over the input", lambda run: model.point(Cell(Block.INPUT, 0, run % 30, run * 7 % 30))),
            ("one step of playing", lambda run: model.pin_index(run * 13 % 900, reveal=True)),
        ]
        for name, task in tasks:
            numbers = itertools.count()

            def repaint(task: Callable[[int], object] = task, numbers: "itertools.count[int]" = numbers) -> Round:
                run = next(numbers)
                QApplication.processEvents()
                begun = time.perf_counter()
                task(run)
                QApplication.processEvents()
                return {"repaint": 1000 * (time.perf_counter() - begun)}

            what = "Playground, 32x32 input, 3x3x3x2 kernels, to repaint"
            taken.measure(
                {"repaint": Figure(what=what, of=name, unit="ms", goal=at_most(GOAL_MS))}, repaint, rule=Rule(60, 200)
            )

        picture = Numbers(torch.rand(1, 2000, 2000))
        model.change("picture", lambda state: state.with_parameters(in_channels=1, out_channels=1).with_input(picture))
        stalls: list[float] = []

        def answer() -> None:
            before = time.perf_counter()
            QApplication.processEvents()
            stalls.append(1000 * (time.perf_counter() - before))

        def wait() -> None:
            while model.busy:
                answer()
                time.sleep(0.001)
            answer()

        wait()
        kernels = itertools.cycle([KernelPreset.SOBEL_X, KernelPreset.LAPLACIAN])

        def convolve() -> Round:
            stalls.clear()
            kernel = next(kernels)
            begun = time.perf_counter()
            model.change("kernel", lambda state: state.with_kernel_preset(kernel))
            wait()
            return {"shown": 1000 * (time.perf_counter() - begun), "silent": max(stalls)}

        what = "Playground: 3x3 kernel on a 2000x2000 picture"
        taken.measure(
            {
                "shown": Figure(what=what, unit="ms", goal=at_most(PICTURE_GOAL_MS)),
                "silent": Figure(what=f"{what}, longest without an answer meanwhile", unit="ms"),
            },
            convolve,
            rule=Rule(12, 30),
        )


if __name__ == "__main__":
    sys.exit(main())
