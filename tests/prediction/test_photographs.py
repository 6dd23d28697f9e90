"""Photographs through networks of colour pictures, beside torchvision's own transform and network."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from cnnstudio import compute
from cnnstudio.datasets.scaling import IMAGENET, UNIT
from cnnstudio.errors import NetworkInputError, PictureError, StorageError
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import CatalogueNetwork
from cnnstudio.prediction import photographs
from cnnstudio.prediction.photographs import Preset, preset, read, recognise
from cnnstudio.weights import elsewhere, fitting, loading
from cnnstudio.weights.metadata import Elsewhere, Metadata
from cnnstudio.weights.reference import Initial, WeightsFile
from tests.weights.networks import own_network

RESNET, VGG = CatalogueNetwork("resnet18"), CatalogueNetwork("vgg16")
COLOURS = (3, 224, 224)


def photograph(folder: Path, size: tuple[int, int] = (400, 300), name: str = "photo.png", seed: int = 0) -> Path:
    """Coarse noise, so that every way of resizing gives other numbers."""
    small = np.random.default_rng(seed).integers(0, 256, (24, 32, 3), dtype=np.uint8)
    file = folder / name
    Image.fromarray(small).resize(size, Image.Resampling.BICUBIC).save(file)
    return file


@pytest.mark.parametrize("size", [(400, 300), (301, 517), (224, 224), (100, 90), (256, 256), (1000, 240)])
@pytest.mark.parametrize("name", ["resnet18", "efficientnet_b0"])
def test_a_photograph_is_prepared_as_torchvision_does(tmp_path: Path, size: tuple[int, int], name: str) -> None:
    models = compute.torchvision("torchvision.models")
    transform = models.get_model_weights(name).IMAGENET1K_V1.transforms()
    file = photograph(tmp_path, size)
    network = CatalogueNetwork(name)
    ours = torch.from_numpy(read(file, preset(network, COLOURS)))
    assert ours.shape == COLOURS
    with Image.open(file) as picture:
        theirs = transform(picture.convert("RGB"))
    assert torch.equal(IMAGENET.apply(ours[None])[0], theirs)


def test_the_top_five_are_torchvisions_own(tmp_path: Path) -> None:
    """The same weights, saved as a ``.pth`` of another program: read, kept, loaded, and asked about a photograph."""
    models = compute.torchvision("torchvision.models")
    torch.manual_seed(5)
    theirs = models.resnet18().eval()
    file = tmp_path / "seeded.pth"
    torch.save(theirs.state_dict(), file)
    found = elsewhere.fit(elsewhere.read(file, agreed=True), RESNET)
    kept = elsewhere.keep(found, IMAGENET, elsewhere.imagenet_names())
    loaded = loading.load(RESNET, WeightsFile(kept))
    published = models.get_model_weights("resnet18").IMAGENET1K_V1
    picture = photograph(tmp_path)
    with torch.inference_mode(), Image.open(picture) as opened:
        expected = theirs(published.transforms()(opened.convert("RGB"))[None])[0].double().softmax(0)
    guesses = recognise(loaded, read(picture, preset(RESNET, COLOURS, loaded.metadata)))
    values, places = expected.topk(5)
    assert [guess.place for guess in guesses] == places.tolist()
    assert [guess.name for guess in guesses] == [published.meta["categories"][place] for place in places.tolist()]
    assert [guess.probability for guess in guesses] == pytest.approx(values.tolist(), abs=1e-9)


def test_weights_are_prepared_for_as_they_were_published() -> None:
    assert preset(VGG, COLOURS) == Preset(256, (224, 224), "bilinear")
    resnet50 = CatalogueNetwork("resnet50")
    second = Metadata(origin=Elsewhere("resnet50-11ad3fa6.pth"))
    assert preset(resnet50, COLOURS).resize == 256
    assert preset(resnet50, COLOURS, second).resize == 232
    assert preset(CatalogueNetwork("efficientnet_b0"), COLOURS).resampling == "bicubic"
    assert preset(CatalogueNetwork("inception_v3"), (3, 299, 299)) == Preset(342, (299, 299), "bilinear")


def test_networks_that_nobody_publishes_have_a_margin(tmp_path: Path) -> None:
    assert preset(own_network(tmp_path), (3, 64, 96)) == Preset(73, (64, 96))
    assert preset(CatalogueNetwork("vgg16"), (3, 112, 112)) == Preset(128, (112, 112))


@pytest.mark.parametrize("mode", ["L", "P", "1", "I;16", "CMYK", "LA", "RGBA"])
def test_every_kind_of_picture_becomes_colours(tmp_path: Path, mode: str) -> None:
    file = tmp_path / f"picture.{'tiff' if mode == 'CMYK' else 'png'}"
    if mode == "I;16":
        Image.fromarray(np.full((60, 60), 65535, np.uint16)).save(file)
    else:
        Image.new("RGB", (60, 60), "white").convert(mode).save(file)
    assert np.array_equal(read(file, Preset(64, (56, 56))), np.ones((3, 56, 56), np.float32))


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    file = tmp_path / "glass.png"
    Image.new("RGBA", (30, 30), (255, 0, 0, 0)).save(file)
    assert float(read(file, Preset(30, (20, 20))).min()) == 1.0


def test_what_is_narrower_than_the_input_has_black_around_it(tmp_path: Path) -> None:
    file = tmp_path / "white.png"
    Image.new("RGB", (10, 10), "white").save(file)
    values = read(file, Preset(10, (10, 14)))
    assert values.shape == (3, 10, 14)
    assert values[0, 0].tolist() == [0, 0, *[1] * 10, 0, 0]


def test_bad_pictures_are_one_sentence(tmp_path: Path) -> None:
    how = Preset(256, (224, 224))
    with pytest.raises(StorageError, match=r"gone\.png"):
        read(tmp_path / "gone.png", how)
    text = tmp_path / "text.png"
    text.write_text("no picture")
    with pytest.raises(PictureError, match=r"text\.png"):
        read(text, how)
    animated = tmp_path / "moving.gif"
    frames = [Image.new("L", (20, 20), shade) for shade in (0, 128)]
    frames[0].save(animated, save_all=True, append_images=frames[1:])
    with pytest.raises(PictureError, match=r"moving\.gif is animated"):
        read(animated, how)
    narrow = tmp_path / "line.png"
    Image.new("RGB", (1, 800_000)).save(narrow)
    with pytest.raises(PictureError, match="long and narrow"):
        read(narrow, how)


def test_what_a_network_cannot_take_or_give_is_one_sentence(tmp_path: Path) -> None:
    network = own_network(tmp_path)
    loaded = loading.load(network, Initial(1))
    with pytest.raises(NetworkInputError, match=r"Twice \(mine\.py\) cannot take 3 × 28 × 28 pictures"):
        recognise(loaded, np.zeros((3, 28, 28), np.float32))
    assert len(recognise(loaded, np.zeros((1, 28, 28), np.float32))) == photographs.SHOWN
    shapes = fitting.shapes(CatalogueNetwork("convnet"))
    broken = loading.of_tensors(
        CatalogueNetwork("convnet"),
        Initial(),
        {name: torch.full(shape, float("inf")) for name, shape in shapes.items()},
        metadata=Metadata(scaling=UNIT),
        stamp=(),
    )
    with pytest.raises(NetworkInputError, match="not finite"):
        recognise(broken, np.ones((1, 28, 28), np.float32))


def test_who_takes_photographs() -> None:
    assert photographs.takes_photographs((3, 224, 224))
    assert not photographs.takes_photographs((1, 28, 28))
    assert not photographs.takes_photographs(None)
    assert photographs.shape_of(CatalogueNetwork("vgg16"), (3, 9, 9)) == COLOURS


def test_every_published_network_says_how_its_photographs_are_prepared() -> None:
    for spec in catalogue.specs():
        if photographs.takes_photographs(spec.input_shape):
            how = preset(CatalogueNetwork(spec.name), spec.input_shape)
            assert how.crop == spec.input_shape[1:]
            assert min(how.crop) <= how.resize <= 2 * max(how.crop)
            assert how.resampling in photographs._FILTERS
