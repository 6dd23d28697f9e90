"""Photographs for networks of colour pictures: prepared as torchvision prepares them, and what is seen in them."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnnstudio import compute, picture_files
from cnnstudio.errors import NetworkInputError, PictureError
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork, NetworkRef, Shape, input_shape
from cnnstudio.prediction.calibration import UNCALIBRATED, Softmax
from cnnstudio.sizes import size
from cnnstudio.weights.metadata import Elsewhere, Metadata

if TYPE_CHECKING:
    from cnnstudio.weights.loading import Loaded

MOST_PIXELS = 50_000_000
SHOWN = 5
"""As many guesses are shown as ImageNet's competition counted."""

# Where nobody says how: the short side somewhat longer than what is cut out of it, as for most of torchvision's.
_MARGIN = 256 / 224
_FILTERS = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}


@dataclass(frozen=True, slots=True)
class Preset:
    """How a photograph becomes a network's input: scaled until its short side fits, then the middle is cut out.

    Attributes:
        resize: length of the short side, in pixels.
        crop: (rows, columns) of what is cut out.
        resampling: Pillow's name of the filter, in small letters.
    """

    resize: int
    crop: tuple[int, int]
    resampling: str = "bilinear"


@dataclass(frozen=True, slots=True)
class Guess:
    """One class.

    Attributes:
        place: of the output, from 0.
        name: of the class; its number where the names are not known.
        probability: 0..1.
    """

    place: int
    name: str
    probability: float


def takes_photographs(shape: Shape | None) -> bool:
    """Whether pictures of this shape (C, H, W) are in colour."""
    return shape is not None and shape[0] == 3


def preset(network: NetworkRef, shape: Shape, metadata: Metadata | None = None) -> Preset:
    """How a photograph is prepared for a network that takes (3, H, W).

    Of torchvision's networks it is what torchvision publishes for these very weights, known by the name of the file
    they came from, or else for its first set; of others the short side is 256/224 of the input's.

    Args:
        metadata: of the weights.
    """
    rows, columns = shape[1:]
    own = Preset(round(_MARGIN * min(rows, columns)), (rows, columns))
    if not isinstance(network, CatalogueNetwork):
        return own
    module, _, name = catalogue.get(network.name).builder.partition(":")
    if module != "torchvision.models":
        return own
    published = list(compute.torchvision("torchvision.models").get_model_weights(name))
    file = metadata.origin.file if metadata is not None and isinstance(metadata.origin, Elsewhere) else ""
    chosen = next((one for one in published if file and one.url.endswith(f"/{file}")), published[0]).transforms()
    if tuple(chosen.crop_size) not in ((rows,), (rows, columns)):
        return own
    return Preset(chosen.resize_size[0], (rows, columns), chosen.interpolation.value)


def read(file: Path, prepared: Preset) -> NDArray[np.float32]:
    """A photograph as (3, H, W) in 0..1, prepared: to the bit what torchvision's transform makes of it unscaled.

    Transparent parts are white.

    Raises:
        StorageError: the file cannot be read.
        PictureError: it is no picture, animated, damaged, or too large.
    """
    return picture_files.read_picture(
        file,
        file.name,
        lambda picture: _prepared(_colours(picture), prepared),
        check=lambda picture, _: _check(picture, file.name),
        most_pixels=MOST_PIXELS,
    )


def recognise(
    loaded: "Loaded", picture: NDArray[np.float32], count: int = SHOWN, *, calibrated: bool = True
) -> tuple[Guess, ...]:
    """The most probable classes of one picture (C, H, W) in 0..1, the most probable first.

    Args:
        calibrated: divide the logits by the weights' temperature.

    Raises:
        NetworkInputError: if the network cannot take the picture, or does not give one number a class.
    """
    import torch

    compute.stay_on_one_core()
    try:
        with torch.inference_mode():
            output: Any = loaded.module(loaded.scaling.apply(torch.from_numpy(picture.copy())[None]))
    except Exception as error:  # the network may be a class of the user's
        raise NetworkInputError(
            "{network} cannot take {size} pictures: {error}",
            network=loaded.network.title,
            size=size(picture.shape),
            error=error,
        ) from error
    if not isinstance(output, torch.Tensor) or output.dim() != 2 or output.shape[0] != 1:
        raise NetworkInputError(
            "{network} does not give one number a class. Choose another network.", network=loaded.network.title
        )
    temperature = loaded.temperature if calibrated else UNCALIBRATED
    probabilities = torch.from_numpy(Softmax(output[0].float().numpy(), temperature).probabilities)
    if not bool(torch.isfinite(probabilities).all()):
        raise NetworkInputError(
            "{network} gives numbers that are not finite for this picture. Choose other weights, or another scaling "
            "for them.",
            network=loaded.network.title,
        )
    names, best = loaded.class_names, torch.topk(probabilities, min(count, len(probabilities)))
    return tuple(
        Guess(place, names[place] if place < len(names) else str(place), probability)
        for probability, place in zip(best.values.tolist(), best.indices.tolist(), strict=True)
    )


def shape_of(network: NetworkRef, chosen: Shape) -> Shape:
    """(C, H, W) of the pictures that a network takes; ``chosen`` where only its own code knows."""
    return input_shape(network) or chosen


def _check(picture: Image.Image, name: str) -> None:
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise PictureError("{name} is animated or has several pages. Save the one you mean as a PNG file.", name=name)


def _colours(picture: Image.Image) -> Image.Image:
    if picture.mode in picture_files.WIDE_MODES:
        return Image.fromarray(np.round(picture_files.shares(picture) * 255).astype(np.uint8)).convert("RGB")
    if picture.has_transparency_data:
        page = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(page, picture.convert("RGBA")).convert("RGB")
    return picture.convert("RGB")


def _prepared(picture: Image.Image, how: Preset) -> NDArray[np.float32]:
    short, long = sorted(picture.size)
    longer = int(how.resize * long / short)
    if longer > MOST_PIXELS // how.resize:
        raise PictureError("The picture is far too long and narrow. Cut out the part that you mean.")
    size = (how.resize, longer) if picture.width <= picture.height else (longer, how.resize)
    if picture.size != size:
        picture = picture.resize(size, _FILTERS[how.resampling])
    rows, columns = how.crop
    # Where it is narrower than what is cut out there is black around it.
    across, down = max(columns - picture.width, 0), max(rows - picture.height, 0)
    if across or down:
        page = Image.new("RGB", (picture.width + across, picture.height + down))
        page.paste(picture, (across // 2, down // 2))
        picture = page
    top, left = round((picture.height - rows) / 2.0), round((picture.width - columns) / 2.0)
    cut = np.asarray(picture.crop((left, top, left + columns, top + rows)), dtype=np.float32)
    return np.ascontiguousarray(cut.transpose(2, 0, 1)) / np.float32(255)
