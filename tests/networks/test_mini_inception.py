import torch

from cnnstudio.networks.mini_inception import InceptionModule


def test_branches_are_joined_along_the_channels() -> None:
    module = InceptionModule(8, 4, (4, 6), (2, 3), 5).eval()
    x = torch.rand(1, 8, 14, 14)
    joined = module(x)
    assert joined.shape == (1, 4 + 6 + 3 + 5, 14, 14)
    assert torch.equal(joined[:, :4], module.branch1(x))
    assert torch.equal(joined[:, 4:10], module.branch2(x))


def test_the_five_by_five_branch_is_five_by_five() -> None:
    module = InceptionModule(8, 4, (4, 6), (2, 3), 5)
    kernels = [m.kernel_size for m in module.branch3.modules() if isinstance(m, torch.nn.Conv2d)]
    assert kernels == [(1, 1), (5, 5)]
