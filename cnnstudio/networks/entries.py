"""The entries of the catalogue, grouped by family. Data only: no torch here."""

from cnnstudio.messages import Message
from cnnstudio.networks.catalogue import DIGITS, NetworkSpec, register

register(
    NetworkSpec(
        name="convnet",
        title="ConvNet",
        family=DIGITS,
        year=2022,
        builder="cnnstudio.networks.convnet:ConvNet",
        input_shape=(1, 28, 28),
        classes=10,
        parameters=9_098,
        trainable_on_digits=True,
    )
)
register(
    NetworkSpec(
        name="compact",
        title="Compact ConvNet",
        family=DIGITS,
        year=2026,
        builder="cnnstudio.networks.convnet:CompactConvNet",
        input_shape=(1, 28, 28),
        classes=10,
        parameters=29_434,
        trainable_on_digits=True,
    )
)
register(
    NetworkSpec(
        name="lenet5",
        title="LeNet-5 (PyTorch)",
        family=DIGITS,
        year=1998,
        builder="cnnstudio.networks.lenet:LeNet5",
        input_shape=(1, 28, 28),
        classes=10,
        parameters=61_706,
        trainable_on_digits=True,
    )
)
register(
    NetworkSpec(
        name="lenet5-1998",
        title="LeNet-5 (1998)",
        family=DIGITS,
        year=1998,
        builder="cnnstudio.networks.lenet:LeNet5Paper",
        input_shape=(1, 28, 28),
        classes=10,
        parameters=60_000,
        trainable_on_digits=True,
        most_sgd_rate=0.1,
        classes_option="",
    )
)
register(
    NetworkSpec(
        name="digitnet",
        title="DigitNet",
        family=DIGITS,
        year=2026,
        builder="cnnstudio.networks.digitnet:DigitNet",
        input_shape=(1, 28, 28),
        classes=10,
        parameters=75_450,
        trainable_on_digits=True,
    )
)
register(
    NetworkSpec(
        name="mlp",
        title=Message("Fully connected"),
        family=DIGITS,
        year=1986,
        builder="cnnstudio.networks.mlp:MLP",
        input_shape=(1, 28, 28),
        classes=10,
        parameters=109_386,
        trainable_on_digits=True,
    )
)
