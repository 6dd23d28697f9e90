"""Random states of the Draw room, for round trips."""

from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from cnnstudio.datasets.origin import Drawn, FromDataset, FromFile
from cnnstudio.prediction.attribution import Method
from cnnstudio.prediction.drawing import GRID, PRESSURES, Picture, Stroke
from cnnstudio.prediction.preprocessing import Stages
from cnnstudio.prediction.room_state import PEN_RANGE, DrawState, OpenedMap, Question

ORIGINS = (Drawn(), FromDataset("mnist", "test", 17), FromFile(Path("/home/me/four.png")))

_places = st.floats(-50, 560, allow_nan=False)
_points = st.tuples(_places, _places, st.floats(0, 1))
_on_the_grid = st.tuples(
    st.integers(-400, 4500).map(lambda n: n / GRID),
    st.integers(-400, 4500).map(lambda n: n / GRID),
    st.integers(0, PRESSURES).map(lambda n: n / PRESSURES),
)
_lines = st.lists(_points, min_size=1, max_size=12) | st.lists(_on_the_grid, min_size=1, max_size=40)
_strokes = st.builds(Stroke, _lines.map(tuple), st.floats(1, 128), st.booleans())
_some = st.none() | st.integers(0, 9)


@st.composite
def _pictures(draw: st.DrawFn) -> Picture:
    """A data set's picture in bytes or in full float32, or a photograph's ink."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    kind = draw(st.sampled_from(["bytes", "float", "photograph"]))
    shape = (28, 28) if kind != "photograph" else (draw(st.integers(1, 700)), draw(st.integers(1, 700)))
    ink = random.random(shape, dtype=np.float32) * (random.random(shape) < 0.2)
    if kind == "bytes":
        ink = np.rint(ink * 255) / 255
    return Picture.of(ink.astype(np.float32), prepared=kind != "photograph", origin=draw(st.sampled_from(ORIGINS)))


@st.composite
def draw_states(draw: st.DrawFn) -> DrawState:
    """Any state that the room can be in."""
    marks = tuple(draw(st.lists(_strokes, max_size=4)))
    if draw(st.booleans()):
        marks = (draw(_pictures()), *marks)
    flags = st.booleans()
    return DrawState(
        marks=marks,
        pen=draw(st.integers(*PEN_RANGE)),
        eraser=draw(flags),
        stages=Stages(**{name: draw(flags) for name in ("crop", "pen", "scale", "centre", "normalise")}),
        tab=draw(st.sampled_from(["inside", "why", "handwriting"])),
        question=Question(draw(_some), draw(_some), draw(st.sampled_from(Method))),
        map=draw(
            st.none()
            | st.builds(
                OpenedMap,
                st.sampled_from(["features.4", "features.0", "no.such.layer"]),
                st.integers(0, 40),
                st.integers(0, 30),
                st.integers(0, 30),
            )
        ),
        calibrated=draw(flags),
        untrained=draw(flags),
    )
