from pathlib import Path

import pytest
import torch
from PIL import Image
from torchvision.transforms import ToTensor

from cnnstudio import datasets
from tests.benchmarks.baseline import Tutorial, plain_sets, torchvision_sets
from tests.benchmarks.made_up import digits
from tests.screenshots import MNIST


def test_a_picture_becomes_what_torchvision_makes_of_it() -> None:
    data = digits(20, 10)
    train, test = plain_sets(data)
    assert (len(train), len(test)) == (20, 10)  # type: ignore[arg-type]
    for index in (0, 7, 19):
        picture, label = train[index]
        wanted = ToTensor()(Image.fromarray(data.train_images[index].numpy()))
        assert torch.equal(picture, wanted)
        assert label == index % 10
    assert torch.equal(test[0][0], data.test_images[:1] / 255)


@pytest.mark.skipif(not MNIST.is_dir(), reason="MNIST is not there")
def test_mnist_is_the_same_by_torchvision_and_without_it(tmp_path: Path) -> None:
    theirs, ours = torchvision_sets(MNIST, tmp_path), plain_sets(datasets.load(MNIST))
    for reads, same in zip(theirs, ours, strict=True):
        assert len(reads) == len(same)  # type: ignore[arg-type]
        for index in (0, 1, len(reads) - 1):  # type: ignore[arg-type]
            assert torch.equal(reads[index][0], same[index][0])
            assert reads[index][1] == same[index][1]


def test_the_tutorial_trains_on_them() -> None:
    tutorial = Tutorial(*plain_sets(digits(20, 10)), torch.device("cpu"))
    before = [weights.detach().clone() for weights in tutorial.model.parameters()]
    seconds, accuracy = next(tutorial.epochs(1, log=False))
    assert seconds > 0
    assert 0 <= accuracy <= 1
    assert not all(map(torch.equal, before, tutorial.model.parameters()))
