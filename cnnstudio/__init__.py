"""CNN Studio: convolutional networks to be touched, on real PyTorch."""

__version__ = "0.1.0"
