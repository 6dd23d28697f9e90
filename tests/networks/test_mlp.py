import torch

from cnnstudio.networks import catalogue


def test_it_is_blind_to_the_order_of_pixels_up_to_its_first_weights() -> None:
    network = catalogue.build("mlp")
    pictures, order = torch.rand(2, 1, 28, 28), torch.randperm(784)
    logits = network(pictures)
    with torch.no_grad():
        network.layers[0].weight.copy_(network.layers[0].weight[:, order])
    shuffled = pictures.flatten(1)[:, order].view(2, 1, 28, 28)
    assert torch.allclose(network(shuffled), logits, atol=1e-5)


def test_it_has_109386_parameters() -> None:
    assert sum(parameter.numel() for parameter in catalogue.build("mlp").parameters()) == 109_386
