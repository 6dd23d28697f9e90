"""What torchvision publishes about its weights: accuracy, cost, size. Data only: no torch here.

Copied from ``torchvision.models.get_model_weights(name)`` (torchvision 0.29, BSD-3-Clause); a test compares the two.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """One set of weights.

    Attributes:
        weights: torchvision's name of the set; the choice between sets is a choice of training recipe.
        crop_size: side of the square input, in pixels.
        parameters: number of parameters.
        gmacs: billions of multiply-accumulates for one picture (torchvision's ``_ops``).
        top1: ImageNet-1K validation accuracy in per cent, or None where the weights are no classifier.
        top5: the same, with five guesses.
    """

    weights: str
    crop_size: int
    parameters: int
    gmacs: float
    top1: float | None
    top5: float | None


PUBLISHED: dict[str, tuple[Published, ...]] = {
    "alexnet": (Published("IMAGENET1K_V1", 224, 61_100_840, 0.714, 56.522, 79.066),),
    "convnext_base": (Published("IMAGENET1K_V1", 224, 88_591_464, 15.355, 84.062, 96.87),),
    "convnext_large": (Published("IMAGENET1K_V1", 224, 197_767_336, 34.361, 84.414, 96.976),),
    "convnext_small": (Published("IMAGENET1K_V1", 224, 50_223_688, 8.684, 83.616, 96.65),),
    "convnext_tiny": (Published("IMAGENET1K_V1", 224, 28_589_128, 4.456, 82.52, 96.146),),
    "densenet121": (Published("IMAGENET1K_V1", 224, 7_978_856, 2.834, 74.434, 91.972),),
    "densenet161": (Published("IMAGENET1K_V1", 224, 28_681_000, 7.728, 77.138, 93.56),),
    "densenet169": (Published("IMAGENET1K_V1", 224, 14_149_480, 3.36, 75.6, 92.806),),
    "densenet201": (Published("IMAGENET1K_V1", 224, 20_013_928, 4.291, 76.896, 93.37),),
    "efficientnet_b0": (Published("IMAGENET1K_V1", 224, 5_288_548, 0.386, 77.692, 93.532),),
    "efficientnet_b1": (
        Published("IMAGENET1K_V1", 240, 7_794_184, 0.687, 78.642, 94.186),
        Published("IMAGENET1K_V2", 240, 7_794_184, 0.687, 79.838, 94.934),
    ),
    "efficientnet_b2": (Published("IMAGENET1K_V1", 288, 9_109_994, 1.088, 80.608, 95.31),),
    "efficientnet_b3": (Published("IMAGENET1K_V1", 300, 12_233_232, 1.827, 82.008, 96.054),),
    "efficientnet_b4": (Published("IMAGENET1K_V1", 380, 19_341_616, 4.394, 83.384, 96.594),),
    "efficientnet_b5": (Published("IMAGENET1K_V1", 456, 30_389_784, 10.266, 83.444, 96.628),),
    "efficientnet_b6": (Published("IMAGENET1K_V1", 528, 43_040_704, 19.068, 84.008, 96.916),),
    "efficientnet_b7": (Published("IMAGENET1K_V1", 600, 66_347_960, 37.746, 84.122, 96.908),),
    "efficientnet_v2_l": (Published("IMAGENET1K_V1", 480, 118_515_272, 56.08, 85.808, 97.788),),
    "efficientnet_v2_m": (Published("IMAGENET1K_V1", 480, 54_139_356, 24.582, 85.112, 97.156),),
    "efficientnet_v2_s": (Published("IMAGENET1K_V1", 384, 21_458_488, 8.366, 84.228, 96.878),),
    "googlenet": (Published("IMAGENET1K_V1", 224, 6_624_904, 1.498, 69.778, 89.53),),
    "inception_v3": (Published("IMAGENET1K_V1", 299, 27_161_264, 5.713, 77.294, 93.45),),
    "maxvit_t": (Published("IMAGENET1K_V1", 224, 30_919_624, 5.558, 83.7, 96.722),),
    "mnasnet0_5": (Published("IMAGENET1K_V1", 224, 2_218_512, 0.104, 67.734, 87.49),),
    "mnasnet0_75": (Published("IMAGENET1K_V1", 224, 3_170_208, 0.215, 71.18, 90.496),),
    "mnasnet1_0": (Published("IMAGENET1K_V1", 224, 4_383_312, 0.314, 73.456, 91.51),),
    "mnasnet1_3": (Published("IMAGENET1K_V1", 224, 6_282_256, 0.526, 76.506, 93.522),),
    "mobilenet_v2": (
        Published("IMAGENET1K_V1", 224, 3_504_872, 0.301, 71.878, 90.286),
        Published("IMAGENET1K_V2", 224, 3_504_872, 0.301, 72.154, 90.822),
    ),
    "mobilenet_v3_large": (
        Published("IMAGENET1K_V1", 224, 5_483_032, 0.217, 74.042, 91.34),
        Published("IMAGENET1K_V2", 224, 5_483_032, 0.217, 75.274, 92.566),
    ),
    "mobilenet_v3_small": (Published("IMAGENET1K_V1", 224, 2_542_856, 0.057, 67.668, 87.402),),
    "regnet_x_16gf": (
        Published("IMAGENET1K_V1", 224, 54_278_536, 15.941, 80.058, 94.944),
        Published("IMAGENET1K_V2", 224, 54_278_536, 15.941, 82.716, 96.196),
    ),
    "regnet_x_1_6gf": (
        Published("IMAGENET1K_V1", 224, 9_190_136, 1.603, 77.04, 93.44),
        Published("IMAGENET1K_V2", 224, 9_190_136, 1.603, 79.668, 94.922),
    ),
    "regnet_x_32gf": (
        Published("IMAGENET1K_V1", 224, 107_811_560, 31.736, 80.622, 95.248),
        Published("IMAGENET1K_V2", 224, 107_811_560, 31.736, 83.014, 96.288),
    ),
    "regnet_x_3_2gf": (
        Published("IMAGENET1K_V1", 224, 15_296_552, 3.177, 78.364, 93.992),
        Published("IMAGENET1K_V2", 224, 15_296_552, 3.177, 81.196, 95.43),
    ),
    "regnet_x_400mf": (
        Published("IMAGENET1K_V1", 224, 5_495_976, 0.414, 72.834, 90.95),
        Published("IMAGENET1K_V2", 224, 5_495_976, 0.414, 74.864, 92.322),
    ),
    "regnet_x_800mf": (
        Published("IMAGENET1K_V1", 224, 7_259_656, 0.8, 75.212, 92.348),
        Published("IMAGENET1K_V2", 224, 7_259_656, 0.8, 77.522, 93.826),
    ),
    "regnet_x_8gf": (
        Published("IMAGENET1K_V1", 224, 39_572_648, 7.995, 79.344, 94.686),
        Published("IMAGENET1K_V2", 224, 39_572_648, 7.995, 81.682, 95.678),
    ),
    "regnet_y_128gf": (
        Published("IMAGENET1K_SWAG_LINEAR_V1", 224, 644_812_894, 127.518, 86.068, 97.844),
        Published("IMAGENET1K_SWAG_E2E_V1", 384, 644_812_894, 374.57, 88.228, 98.682),
    ),
    "regnet_y_16gf": (
        Published("IMAGENET1K_V1", 224, 83_590_140, 15.912, 80.424, 95.24),
        Published("IMAGENET1K_V2", 224, 83_590_140, 15.912, 82.886, 96.328),
        Published("IMAGENET1K_SWAG_LINEAR_V1", 224, 83_590_140, 15.912, 83.976, 97.244),
        Published("IMAGENET1K_SWAG_E2E_V1", 384, 83_590_140, 46.735, 86.012, 98.054),
    ),
    "regnet_y_1_6gf": (
        Published("IMAGENET1K_V1", 224, 11_202_430, 1.612, 77.95, 93.966),
        Published("IMAGENET1K_V2", 224, 11_202_430, 1.612, 80.876, 95.444),
    ),
    "regnet_y_32gf": (
        Published("IMAGENET1K_V1", 224, 145_046_770, 32.28, 80.878, 95.34),
        Published("IMAGENET1K_V2", 224, 145_046_770, 32.28, 83.368, 96.498),
        Published("IMAGENET1K_SWAG_LINEAR_V1", 224, 145_046_770, 32.28, 84.622, 97.48),
        Published("IMAGENET1K_SWAG_E2E_V1", 384, 145_046_770, 94.826, 86.838, 98.362),
    ),
    "regnet_y_3_2gf": (
        Published("IMAGENET1K_V1", 224, 19_436_338, 3.176, 78.948, 94.576),
        Published("IMAGENET1K_V2", 224, 19_436_338, 3.176, 81.982, 95.972),
    ),
    "regnet_y_400mf": (
        Published("IMAGENET1K_V1", 224, 4_344_144, 0.402, 74.046, 91.716),
        Published("IMAGENET1K_V2", 224, 4_344_144, 0.402, 75.804, 92.742),
    ),
    "regnet_y_800mf": (
        Published("IMAGENET1K_V1", 224, 6_432_512, 0.834, 76.42, 93.136),
        Published("IMAGENET1K_V2", 224, 6_432_512, 0.834, 78.828, 94.502),
    ),
    "regnet_y_8gf": (
        Published("IMAGENET1K_V1", 224, 39_381_472, 8.473, 80.032, 95.048),
        Published("IMAGENET1K_V2", 224, 39_381_472, 8.473, 82.828, 96.33),
    ),
    "resnet101": (
        Published("IMAGENET1K_V1", 224, 44_549_160, 7.801, 77.374, 93.546),
        Published("IMAGENET1K_V2", 224, 44_549_160, 7.801, 81.886, 95.78),
    ),
    "resnet152": (
        Published("IMAGENET1K_V1", 224, 60_192_808, 11.514, 78.312, 94.046),
        Published("IMAGENET1K_V2", 224, 60_192_808, 11.514, 82.284, 96.002),
    ),
    "resnet18": (Published("IMAGENET1K_V1", 224, 11_689_512, 1.814, 69.758, 89.078),),
    "resnet34": (Published("IMAGENET1K_V1", 224, 21_797_672, 3.664, 73.314, 91.42),),
    "resnet50": (
        Published("IMAGENET1K_V1", 224, 25_557_032, 4.089, 76.13, 92.862),
        Published("IMAGENET1K_V2", 224, 25_557_032, 4.089, 80.858, 95.434),
    ),
    "resnext101_32x8d": (
        Published("IMAGENET1K_V1", 224, 88_791_336, 16.414, 79.312, 94.526),
        Published("IMAGENET1K_V2", 224, 88_791_336, 16.414, 82.834, 96.228),
    ),
    "resnext101_64x4d": (Published("IMAGENET1K_V1", 224, 83_455_272, 15.46, 83.246, 96.454),),
    "resnext50_32x4d": (
        Published("IMAGENET1K_V1", 224, 25_028_904, 4.23, 77.618, 93.698),
        Published("IMAGENET1K_V2", 224, 25_028_904, 4.23, 81.198, 95.34),
    ),
    "shufflenet_v2_x0_5": (Published("IMAGENET1K_V1", 224, 1_366_792, 0.04, 60.552, 81.746),),
    "shufflenet_v2_x1_0": (Published("IMAGENET1K_V1", 224, 2_278_604, 0.145, 69.362, 88.316),),
    "shufflenet_v2_x1_5": (Published("IMAGENET1K_V1", 224, 3_503_624, 0.296, 72.996, 91.086),),
    "shufflenet_v2_x2_0": (Published("IMAGENET1K_V1", 224, 7_393_996, 0.583, 76.23, 93.006),),
    "squeezenet1_0": (Published("IMAGENET1K_V1", 224, 1_248_424, 0.819, 58.092, 80.42),),
    "squeezenet1_1": (Published("IMAGENET1K_V1", 224, 1_235_496, 0.349, 58.178, 80.624),),
    "swin_b": (Published("IMAGENET1K_V1", 224, 87_768_224, 15.431, 83.582, 96.64),),
    "swin_s": (Published("IMAGENET1K_V1", 224, 49_606_258, 8.741, 83.196, 96.36),),
    "swin_t": (Published("IMAGENET1K_V1", 224, 28_288_354, 4.491, 81.474, 95.776),),
    "swin_v2_b": (Published("IMAGENET1K_V1", 256, 87_930_848, 20.325, 84.112, 96.864),),
    "swin_v2_s": (Published("IMAGENET1K_V1", 256, 49_737_442, 11.546, 83.712, 96.816),),
    "swin_v2_t": (Published("IMAGENET1K_V1", 256, 28_351_570, 5.94, 82.072, 96.132),),
    "vgg11": (Published("IMAGENET1K_V1", 224, 132_863_336, 7.609, 69.02, 88.628),),
    "vgg11_bn": (Published("IMAGENET1K_V1", 224, 132_868_840, 7.609, 70.37, 89.81),),
    "vgg13": (Published("IMAGENET1K_V1", 224, 133_047_848, 11.308, 69.928, 89.246),),
    "vgg13_bn": (Published("IMAGENET1K_V1", 224, 133_053_736, 11.308, 71.586, 90.374),),
    "vgg16": (
        Published("IMAGENET1K_V1", 224, 138_357_544, 15.47, 71.592, 90.382),
        Published("IMAGENET1K_FEATURES", 224, 138_357_544, 15.47, None, None),
    ),
    "vgg16_bn": (Published("IMAGENET1K_V1", 224, 138_365_992, 15.47, 73.36, 91.516),),
    "vgg19": (Published("IMAGENET1K_V1", 224, 143_667_240, 19.632, 72.376, 90.876),),
    "vgg19_bn": (Published("IMAGENET1K_V1", 224, 143_678_248, 19.632, 74.218, 91.842),),
    "vit_b_16": (
        Published("IMAGENET1K_V1", 224, 86_567_656, 17.564, 81.072, 95.318),
        Published("IMAGENET1K_SWAG_LINEAR_V1", 224, 86_567_656, 17.564, 81.886, 96.18),
        Published("IMAGENET1K_SWAG_E2E_V1", 384, 86_859_496, 55.484, 85.304, 97.65),
    ),
    "vit_b_32": (Published("IMAGENET1K_V1", 224, 88_224_232, 4.409, 75.912, 92.466),),
    "vit_h_14": (
        Published("IMAGENET1K_SWAG_LINEAR_V1", 224, 632_045_800, 167.295, 85.708, 97.73),
        Published("IMAGENET1K_SWAG_E2E_V1", 518, 633_470_440, 1016.717, 88.552, 98.694),
    ),
    "vit_l_16": (
        Published("IMAGENET1K_V1", 224, 304_326_632, 61.555, 79.662, 94.638),
        Published("IMAGENET1K_SWAG_LINEAR_V1", 224, 304_326_632, 61.555, 85.146, 97.422),
        Published("IMAGENET1K_SWAG_E2E_V1", 512, 305_174_504, 361.986, 88.064, 98.512),
    ),
    "vit_l_32": (Published("IMAGENET1K_V1", 224, 306_535_400, 15.378, 76.972, 93.07),),
    "wide_resnet101_2": (
        Published("IMAGENET1K_V1", 224, 126_886_696, 22.753, 78.848, 94.284),
        Published("IMAGENET1K_V2", 224, 126_886_696, 22.753, 82.51, 96.02),
    ),
    "wide_resnet50_2": (
        Published("IMAGENET1K_V1", 224, 68_883_240, 11.398, 78.468, 94.086),
        Published("IMAGENET1K_V2", 224, 68_883_240, 11.398, 81.602, 95.758),
    ),
}
