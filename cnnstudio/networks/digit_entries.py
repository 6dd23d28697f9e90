"""Small networks of the classics' ideas that train on 28x28 digits in minutes. Data only: no torch here."""

from typing import Any

from cnnstudio.messages import Message
from cnnstudio.networks.catalogue import DIGITS, NetworkSpec, register


def _add(name: str, title: str, family: str, year: int, builder: str, parameters: int, **options: Any) -> None:
    register(
        NetworkSpec(
            name=name,
            title=title,
            family=family,
            year=year,
            builder=f"cnnstudio.networks.{builder}",
            input_shape=(1, 28, 28),
            classes=10,
            options=options,
            trainable_on_digits=True,
            parameters=parameters,
            channels_option="in_channels",
        )
    )


_add(
    "mini-vgg",
    "Mini VGG",
    DIGITS,
    2014,
    "mini_vgg:MiniVGG",
    147_162,
)
_add(
    "mini-inception",
    "Mini Inception",
    DIGITS,
    2014,
    "mini_inception:MiniInception",
    54_514,
)
for _depth, _parameters in ((8, 75_002), (20, 269_434), (56, 852_730)):
    for _residual in (False, True):
        _add(
            f"{'resnet' if _residual else 'plain'}-{_depth}",
            f"{'ResNet' if _residual else 'Plain'}-{_depth}",
            Message("Degradation pair"),
            2015,
            "plain_resnet:PlainOrResNet",
            _parameters,
            depth=_depth,
            residual=_residual,
        )
