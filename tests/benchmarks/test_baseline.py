import torch
from PIL import Image
from torchvision.transforms import ToTensor

from tests.benchmarks.baseline import Tutorial, plain_sets
from tests.benchmarks.made_up import digits


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


def test_the_tutorial_trains_on_them() -> None:
    tutorial = Tutorial(*plain_sets(digits(20, 10)), torch.device("cpu"))
    before = [weights.detach().clone() for weights in tutorial.model.parameters()]
    seconds, accuracy = next(tutorial.epochs(1, log=False))
    assert seconds > 0
    assert 0 <= accuracy <= 1
    assert not all(map(torch.equal, before, tutorial.model.parameters()))
