import math

import torchvision

from cnnstudio.networks.published import PUBLISHED


def test_figures_are_those_torchvision_ships() -> None:
    shipped = {}
    for name in torchvision.models.list_models(module=torchvision.models):
        for weights in torchvision.models.get_model_weights(name):
            accuracy = weights.meta["_metrics"]["ImageNet-1K"]
            top1, top5 = accuracy["acc@1"], accuracy["acc@5"]
            shipped[name, weights.name] = (
                weights.transforms.keywords["crop_size"],
                weights.meta["num_params"],
                weights.meta["_ops"],
                None if math.isnan(top1) else top1,
                None if math.isnan(top5) else top5,
            )
    ours = {
        (name, f.weights): (f.crop_size, f.parameters, f.gmacs, f.top1, f.top5)
        for name, sets in PUBLISHED.items()
        for f in sets
    }
    assert ours == shipped
