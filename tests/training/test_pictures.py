import torch

from cnnstudio.training.pictures import as_input


def test_stored_pictures_become_floats_up_to_one_in_any_portion() -> None:
    stored = torch.arange(256, dtype=torch.uint8).repeat(49).view(16, 1, 28, 28)
    whole = as_input(stored)
    assert (whole.dtype, float(whole.min()), float(whole.max())) == (torch.float32, 0.0, 1.0)
    assert torch.equal(whole, stored / 255)
    assert torch.equal(torch.cat([as_input(some) for some in stored.split(3)]), whole)
    assert int(stored.max()) == 255, "the stored ones stay"


def test_floats_stay_as_they_are() -> None:
    given = torch.rand(2, 1, 28, 28)
    assert as_input(given) is given
