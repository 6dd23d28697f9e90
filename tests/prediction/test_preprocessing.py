import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnstudio.prediction.preprocessing import AS_IT_CAME, BOX, INPUT_SIDE, Stage, Stages, pen_width, preprocess


def disc(side: int, x: float, y: float, radius: float) -> np.ndarray:
    rows, columns = np.mgrid[0:side, 0:side]
    return (np.hypot(columns - x, rows - y) <= radius).astype(np.float32)


def bar(side: int = 200, width: int = 12) -> np.ndarray:
    ink = np.zeros((side, side), np.float32)
    ink[40:160, 90 : 90 + width] = 1
    ink[40 : 40 + width, 60:90] = 1
    return ink


def test_empty_ink_is_empty():
    seen = preprocess(np.zeros((512, 512), np.uint8))
    assert seen.empty
    assert seen.network_input.shape == (INPUT_SIDE, INPUT_SIDE)
    assert seen.box == (0, 0, 0, 0)


@pytest.mark.parametrize("shape", [(3,), (0, 5), (2, 3, 4)])
def test_refuses_what_is_no_picture(shape):
    with pytest.raises(ValueError, match="must be"):
        preprocess(np.zeros(shape, np.float32))


def test_fits_the_box_and_centres_the_mass():
    seen = preprocess(bar())
    rows, columns = np.nonzero(seen.network_input)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == BOX
    total = seen.network_input.sum()
    centre = (
        seen.network_input.sum(1) @ np.arange(INPUT_SIDE) / total,
        seen.network_input.sum(0) @ np.arange(INPUT_SIDE) / total,
    )
    # MNIST centres by whole pixels.
    assert np.abs(np.array(centre) - 14).max() <= 0.5
    assert seen.network_input.max() == 1


@settings(deadline=None, max_examples=40)
@given(x=st.integers(0, 300), y=st.integers(0, 300), scale=st.integers(1, 3))
def test_place_and_size_do_not_matter(x, y, scale):
    small = bar()
    paper = np.zeros((900, 900), np.float32)
    grown = np.kron(small, np.ones((scale, scale), np.float32))
    side = grown.shape[0]
    paper[y : y + side, x : x + side] = grown[: 900 - y, : 900 - x]
    assert np.allclose(preprocess(paper).network_input, preprocess(small).network_input, atol=0.02)


def test_bytes_and_floats_agree():
    ink = bar()
    assert np.array_equal(preprocess((ink * 255).astype(np.uint8)).network_input, preprocess(ink).network_input)


def test_gives_mnist_back(mnist_dir: Path):
    raw = gzip.decompress((mnist_dir / "t10k-images-idx3-ubyte.gz").read_bytes())
    digits = np.frombuffer(raw, np.uint8, offset=16).reshape(-1, 28, 28)[:1000]
    changes = np.array([np.abs(preprocess(digit).network_input - digit / 255).mean() for digit in digits])
    # A normalised digit stays as it is, but for the few pens thinner than the thinnest one in a hundred.
    assert np.quantile(changes, 0.95) < 0.001
    assert changes.mean() < 0.002


def test_rendered_mnist_comes_back_from_any_canvas(mnist_dir: Path):
    raw = gzip.decompress((mnist_dir / "t10k-images-idx3-ubyte.gz").read_bytes())
    digits = np.frombuffer(raw, np.uint8, offset=16).reshape(-1, 28, 28)[:200]
    changes = []
    for number, digit in enumerate(digits):
        canvas = np.zeros((512, 512), np.uint8)
        canvas[number : number + 280, 10:290] = np.kron(digit, np.ones((10, 10), np.uint8))
        changes.append(np.abs(preprocess(canvas).network_input - digit / 255).mean())
    assert np.mean(changes) < 0.002
    assert max(changes) < 0.06


def test_a_hair_line_becomes_as_thick_as_the_thinnest_pen():
    hair = preprocess(bar(width=1))
    assert hair.thickened
    assert hair.pen_width < 1.3
    assert pen_width(hair.network_input) == pytest.approx(1.6, abs=0.35)
    assert not preprocess(bar()).thickened
    assert not preprocess(bar(width=1), Stages(pen=False)).thickened


def test_pen_width_is_exact_for_wide_strokes():
    ink = np.zeros((100, 400), np.float32)
    ink[40:50] = 1
    assert pen_width(ink) == pytest.approx(10 * 400 / 410, rel=0.02)
    assert pen_width(np.zeros((5, 5), np.float32)) == 0


def test_every_stage_can_be_switched_off_and_shows():
    ink = np.zeros((512, 512), np.float32)
    ink[300:420, 60:72] = 0.5
    ink[300:312, 40:72] = 0.5
    whole = preprocess(ink)
    for stage in ("crop", "scale", "centre", "normalise"):
        off = preprocess(ink, replace(Stages(), **{stage: False}))
        assert not np.allclose(off.network_input, whole.network_input), stage
    shrunk = preprocess(ink, Stages(crop=False, pen=False, scale=False, centre=False))
    assert shrunk.placed == (0, 0, INPUT_SIDE, INPUT_SIDE)
    assert Stages(pen=False).changed()
    assert not Stages().changed()


def test_keeps_the_picture_of_every_stage():
    seen = preprocess(bar())
    assert list(seen.pictures) == list(Stage)
    assert seen.pictures[Stage.CROP].shape == (120, 42)
    assert seen.pictures[Stage.SCALE].shape == (20, 7)
    assert np.array_equal(seen.pictures[Stage.NORMALISE], seen.network_input)
    assert seen.box == (60, 40, 42, 120)


def test_ink_at_the_edge_and_single_dots():
    for ink in (disc(64, 0, 0, 5), disc(64, 63, 63, 1), np.ones((1, 1), np.float32), np.ones((3, 700), np.float32)):
        assert preprocess(ink).network_input.shape == (INPUT_SIDE, INPUT_SIDE)
        assert np.isfinite(preprocess(ink).network_input).all()


def test_a_network_input_comes_out_as_it_came() -> None:
    picture = np.random.default_rng(1).random((INPUT_SIDE, INPUT_SIDE), np.float32)
    picture[:5] = 0
    seen = preprocess(picture, AS_IT_CAME)
    assert np.array_equal(seen.network_input, picture)
    assert all(np.array_equal(stage, picture) for stage in seen.pictures.values())
