"""torchvision's classification models, by family and year. Data only: no torch here.

Parameters and input sizes are those of the weights torchvision published first (``IMAGENET1K_V1``, or the linear
probe where that is the only set at the network's own size).
"""

from typing import Any

from cnnstudio.messages import Message
from cnnstudio.networks.catalogue import NetworkSpec, register
from cnnstudio.networks.published import PUBLISHED


def _add(
    family: str,
    year: int,
    titles: dict[str, str],
    *,
    options: dict[str, Any] | None = None,
    size_option: str = "",
) -> None:
    for name, title in titles.items():
        figures = PUBLISHED[name][0]
        register(
            NetworkSpec(
                name=name,
                title=title,
                family=family,
                year=year,
                builder=f"torchvision.models:{name}",
                input_shape=(3, figures.crop_size, figures.crop_size),
                classes=1000,
                options=options or {},
                parameters=figures.parameters,
                size_option=size_option,
            )
        )


_add(
    "AlexNet",
    2012,
    {"alexnet": "AlexNet"},
)
_add(
    "VGG",
    2014,
    {
        "vgg11": "VGG-11",
        "vgg11_bn": Message("VGG-11 with batch norm"),
        "vgg13": "VGG-13",
        "vgg13_bn": Message("VGG-13 with batch norm"),
        "vgg16": "VGG-16",
        "vgg16_bn": Message("VGG-16 with batch norm"),
        "vgg19": "VGG-19",
        "vgg19_bn": Message("VGG-19 with batch norm"),
    },
)
_add(
    "Inception",
    2014,
    {"googlenet": "GoogLeNet"},
    options={"init_weights": False, "aux_logits": False},
)
register(
    NetworkSpec(
        name="googlenet-aux",
        title=Message("GoogLeNet with auxiliary heads"),
        family="Inception",
        year=2014,
        builder="torchvision.models:googlenet",
        input_shape=(3, 224, 224),
        classes=1000,
        options={"init_weights": False, "aux_logits": True},
        parameters=13_004_888,
    )
)
_add(
    "Inception",
    2015,
    {"inception_v3": "Inception v3"},
    options={"init_weights": False, "aux_logits": True},
)
_add(
    "ResNet",
    2015,
    {
        "resnet18": "ResNet-18",
        "resnet34": "ResNet-34",
        "resnet50": "ResNet-50",
        "resnet101": "ResNet-101",
        "resnet152": "ResNet-152",
    },
)
_add(
    "ResNet",
    2016,
    {
        "wide_resnet50_2": "Wide ResNet-50-2",
        "wide_resnet101_2": "Wide ResNet-101-2",
        "resnext50_32x4d": "ResNeXt-50 32x4d",
        "resnext101_32x8d": "ResNeXt-101 32x8d",
        "resnext101_64x4d": "ResNeXt-101 64x4d",
    },
)
_add("SqueezeNet", 2016, {"squeezenet1_0": "SqueezeNet 1.0", "squeezenet1_1": "SqueezeNet 1.1"})
_add(
    "DenseNet",
    2016,
    {
        "densenet121": "DenseNet-121",
        "densenet161": "DenseNet-161",
        "densenet169": "DenseNet-169",
        "densenet201": "DenseNet-201",
    },
)
_add("MobileNet", 2018, {"mobilenet_v2": "MobileNetV2"})
_add(
    "MobileNet",
    2019,
    {"mobilenet_v3_small": "MobileNetV3 small", "mobilenet_v3_large": "MobileNetV3 large"},
)
_add(
    "ShuffleNet",
    2018,
    {
        "shufflenet_v2_x0_5": "ShuffleNetV2 x0.5",
        "shufflenet_v2_x1_0": "ShuffleNetV2 x1.0",
        "shufflenet_v2_x1_5": "ShuffleNetV2 x1.5",
        "shufflenet_v2_x2_0": "ShuffleNetV2 x2.0",
    },
)
_add(
    "MNASNet",
    2018,
    {
        "mnasnet0_5": "MNASNet x0.5",
        "mnasnet0_75": "MNASNet x0.75",
        "mnasnet1_0": "MNASNet x1.0",
        "mnasnet1_3": "MNASNet x1.3",
    },
)
_add("EfficientNet", 2019, {f"efficientnet_b{number}": f"EfficientNet-B{number}" for number in range(8)})
_add(
    "EfficientNet",
    2021,
    {
        "efficientnet_v2_s": "EfficientNetV2-S",
        "efficientnet_v2_m": "EfficientNetV2-M",
        "efficientnet_v2_l": "EfficientNetV2-L",
    },
)
_add(
    "RegNet",
    2020,
    {
        "regnet_x_400mf": "RegNetX-400MF",
        "regnet_x_800mf": "RegNetX-800MF",
        "regnet_x_1_6gf": "RegNetX-1.6GF",
        "regnet_x_3_2gf": "RegNetX-3.2GF",
        "regnet_x_8gf": "RegNetX-8GF",
        "regnet_x_16gf": "RegNetX-16GF",
        "regnet_x_32gf": "RegNetX-32GF",
        "regnet_y_400mf": "RegNetY-400MF",
        "regnet_y_800mf": "RegNetY-800MF",
        "regnet_y_1_6gf": "RegNetY-1.6GF",
        "regnet_y_3_2gf": "RegNetY-3.2GF",
        "regnet_y_8gf": "RegNetY-8GF",
        "regnet_y_16gf": "RegNetY-16GF",
        "regnet_y_32gf": "RegNetY-32GF",
        "regnet_y_128gf": "RegNetY-128GF",
    },
)
_add(
    "Vision Transformer",
    2020,
    {
        "vit_b_16": "ViT-B/16",
        "vit_b_32": "ViT-B/32",
        "vit_l_16": "ViT-L/16",
        "vit_l_32": "ViT-L/32",
        "vit_h_14": "ViT-H/14",
    },
    size_option="image_size",
)
_add("Swin", 2021, {"swin_t": "Swin-T", "swin_s": "Swin-S", "swin_b": "Swin-B"})
_add("Swin", 2021, {"swin_v2_t": "Swin V2-T", "swin_v2_s": "Swin V2-S", "swin_v2_b": "Swin V2-B"})
_add(
    "ConvNeXt",
    2022,
    {
        "convnext_tiny": "ConvNeXt-T",
        "convnext_small": "ConvNeXt-S",
        "convnext_base": "ConvNeXt-B",
        "convnext_large": "ConvNeXt-L",
    },
)
_add("MaxViT", 2022, {"maxvit_t": "MaxViT-T"}, size_option="input_size")
