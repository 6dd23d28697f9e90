"""ONNX's Resize in every way: sizes and pixels of the reference implementation."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from cnnstudio.errors import WeightsError
from cnnstudio.networks import onnx_resize
from tests.networks import onnx_models
from tests.networks.onnx_models import Case, of_case, some, whole

SHAPE = (1, 2, 6, 8)
SCALES = np.array([1, 1, 1.5, 2], "float32")
SHRUNK = np.array([1, 1, 0.5, 0.625], "float32")


def resize(scales: np.ndarray, **settings: Any) -> Case:
    return "Resize", ["", scales], settings


CASES: list[Case] = [
    resize(SCALES, mode="linear", coordinate_transformation_mode="asymmetric"),
    resize(SHRUNK, mode="linear", coordinate_transformation_mode="asymmetric"),
    resize(SCALES, mode="cubic", coordinate_transformation_mode="asymmetric"),
    resize(SCALES, mode="cubic", coordinate_transformation_mode="half_pixel", cubic_coeff_a=-0.5),
    resize(SCALES, mode="cubic", exclude_outside=1),
    resize(SHRUNK, mode="linear", coordinate_transformation_mode="half_pixel_symmetric"),
    resize(SHRUNK, mode="linear", antialias=1),
    resize(SHRUNK, mode="cubic", antialias=1, exclude_outside=1),
    resize(SHRUNK, mode="nearest", coordinate_transformation_mode="half_pixel_symmetric"),
    resize(np.array([1.5, 2], "float32"), mode="linear", axes=[2, 3]),
    resize(np.array([2], "float32"), mode="linear", axes=[3], coordinate_transformation_mode="align_corners"),
    resize(np.array([2, 1.5], "float32"), mode="nearest", axes=[3, 2]),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_sizes_and_pixels_are_those_of_the_reference(tmp_path: Path, case: Case) -> None:
    made = of_case(case, opset=19, shape=SHAPE)
    onnx_models.assert_sizes(made, tmp_path, SHAPE)
    assert not onnx_models.wrong_fields(made, tmp_path, SHAPE)


@pytest.mark.parametrize("policy", ["stretch", "not_larger", "not_smaller"])
@pytest.mark.parametrize("sizes", [(9, 9), (3, 4), (12, 4)])
def test_sizes_keep_the_proportions_where_they_should(tmp_path: Path, policy: str, sizes: tuple[int, int]) -> None:
    settings = {"mode": "linear", "axes": [2, 3], "keep_aspect_ratio_policy": policy}
    made = of_case(("Resize", ["", "", whole(*sizes)], settings), opset=19, shape=SHAPE)
    onnx_models.assert_sizes(made, tmp_path, SHAPE)


def test_another_batch_than_the_files_stays_what_it_is(tmp_path: Path) -> None:
    """Sizes that were written for one picture."""
    made = of_case(("Resize", ["", "", whole(1, 2, 12, 16)], {"mode": "linear"}), shape=SHAPE)
    file = onnx_models.saved(made, tmp_path)
    assert onnx_models.analyse_exported(file, batch=3).output_shape == (3, 2, 12, 16)


@pytest.mark.parametrize("factor", [2.0, 3.0, 0.5])
def test_the_first_resize_takes_whole_pixels(tmp_path: Path, factor: float) -> None:
    """Operator set 10 has no word for it; enlarged, a pixel is the one to the left, shrunk, the one to the right."""
    made = of_case(
        ("Resize", [np.array([1, 1, factor, factor], "float32")], {"mode": "nearest"}), opset=10, shape=SHAPE
    )
    rounding = "floor" if factor > 1 else "ceil"
    settings = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": rounding}
    today = of_case(("Resize", ["", np.array([1, 1, factor, factor], "float32")], settings), opset=11, shape=SHAPE)
    assert onnx_models.read_sizes(made, tmp_path, SHAPE) == [one.shape for one in onnx_models.expected(today, SHAPE)]
    old = onnx_models.analysed(made, tmp_path).graph.nodes[-1].receptive_field
    assert not onnx_models.wrong_fields(today, tmp_path, SHAPE)
    assert old == onnx_models.analysed(today, tmp_path).graph.nodes[-1].receptive_field


@pytest.mark.parametrize("sizes", [(4, 5), (8, 10), (7, 3)])
def test_the_middle_is_cut_out_or_padded_round(tmp_path: Path, sizes: tuple[int, int]) -> None:
    made = of_case(("CenterCropPad", [whole(*sizes)], {"axes": [2, 3]}), opset=18, shape=SHAPE)
    onnx_models.assert_sizes(made, tmp_path, SHAPE)
    assert not onnx_models.wrong_fields(made, tmp_path, SHAPE)


def test_a_picture_sampled_at_computed_places_may_read_all_of_it(tmp_path: Path) -> None:
    made = onnx_models.model(
        [
            onnx_models.node("AffineGrid", ["t", "size"], ["g"]),
            onnx_models.node("GridSample", ["x", "g"], ["y"], mode="linear"),
        ],
        {"t": some(1, 2, 3), "size": whole(1, 2, 5, 7)},
        opset=20,
        shape=SHAPE,
    )
    onnx_models.assert_sizes(made, tmp_path, SHAPE)
    field = onnx_models.analysed(made, tmp_path).graph.nodes[-1].receptive_field
    assert field is not None
    assert field.at_most
    assert field.covers(6, 8)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"mode": "nearest", "coordinate_transformation_mode": "tf_crop_and_resize"}, "Resize is used in a way"),
        ({"mode": "lanczos"}, "Resize is used in a way"),
    ],
)
def test_what_is_not_known_is_told(settings: dict[str, Any], says: str) -> None:
    values = [torch.empty(1, 2, 6, 8, device="meta"), None, torch.tensor([1.0, 1.0, 2.0, 2.0])]
    with pytest.raises(WeightsError, match=says):
        onnx_resize.resized(values, settings)


def test_a_picture_of_endless_size_is_told_before_it_is_gone_through() -> None:
    values = [torch.empty(1, 2, 6, 8, device="meta"), None, torch.tensor([1.0, 1.0, 1e9, 2.0])]
    with pytest.raises(WeightsError, match="more positions of a tensor than any network has"):
        onnx_resize.resized(values, {})
