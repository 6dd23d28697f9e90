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
        trainable_on_digits=True,
    )
)
