"""The entries of the catalogue, grouped by family. Data only: no torch here."""

from cnnstudio.networks.catalogue import NetworkSpec, register

register(
    NetworkSpec(
        name="convnet",
        title="ConvNet",
        family="Digits",
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
        family="Digits",
        year=2026,
        builder="cnnstudio.networks.convnet:CompactConvNet",
        input_shape=(1, 28, 28),
        classes=10,
        parameters=29_434,
        trainable_on_digits=True,
        note="This program's own: three convolutions with batch normalisation, shaped for the fast recipe.",
    )
)
register(
    NetworkSpec(
        name="lenet5",
        title="LeNet-5 (PyTorch)",
        family="Digits",
        year=1998,
        builder="cnnstudio.networks.lenet:LeNet5",
        input_shape=(1, 28, 28),
        classes=10,
        parameters=61_706,
        trainable_on_digits=True,
        note="PyTorch's tutorial version: 28 × 28 pictures are padded to 32 × 32 inside, ReLU and max-pooling instead "
        "of the paper's scaled tanh and trainable subsampling, every C3 map sees every S2 map, and a linear output.",
    )
)
register(
    NetworkSpec(
        name="lenet5-1998",
        title="LeNet-5 (1998)",
        family="Digits",
        year=1998,
        builder="cnnstudio.networks.lenet:LeNet5Paper",
        input_shape=(1, 28, 28),
        classes=10,
        parameters=60_000,
        trainable_on_digits=True,
        most_sgd_rate=0.1,
        note="The paper's network; 28 × 28 pictures are padded to 32 × 32 inside, the fixed 7 × 12 digit codes of the "
        "output are drawn after its figure 3, and their distances are negated and halved to serve as logits.",
        classes_option="",
    )
)
register(
    NetworkSpec(
        name="digitnet",
        title="DigitNet",
        family="Digits",
        year=2026,
        builder="cnnstudio.networks.digitnet:DigitNet",
        input_shape=(1, 28, 28),
        classes=10,
        parameters=75_450,
        trainable_on_digits=True,
        note="This program's own: a small network in the manner of VGG, made for the Draw room.",
    )
)
register(
    NetworkSpec(
        name="mlp",
        title="Fully connected",
        family="Digits",
        year=1986,
        builder="cnnstudio.networks.mlp:MLP",
        input_shape=(1, 28, 28),
        classes=10,
        parameters=109_386,
        trainable_on_digits=True,
        note="A baseline without convolutions.",
    )
)
