"""How a picture's numbers are scaled before a network gets them. Torch-free.

A network's weights belong to one scaling: fed with another it computes nonsense. It is kept with the weights.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnstudio.errors import ConfigError

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Scaling:
    """(x - mean) / deviation for pictures x in 0..1, one of each a channel, or one for all channels."""

    mean: tuple[float, ...] = (0.0,)
    deviation: tuple[float, ...] = (1.0,)

    def __post_init__(self) -> None:
        if len(self.mean) != len(self.deviation) or not self.mean:
            raise ConfigError("A scaling has as many means as deviations, at least one.")
        if not all(value > 0 for value in self.deviation):
            raise ConfigError("A scaling divides by deviations greater than 0.")

    def apply(self, pictures: "Tensor") -> "Tensor":
        """Pictures (N, C, H, W) in 0..1, scaled; they themselves where nothing is to be done.

        Raises:
            ConfigError: if they have another number of channels.
        """
        if self == UNIT:
            return pictures
        if len(self.mean) not in (1, pictures.shape[1]):
            raise ConfigError(
                "These weights want pictures of {wanted} channels, and these have {given}.",
                wanted=len(self.mean),
                given=pictures.shape[1],
            )
        mean, deviation = (pictures.new_tensor(values)[:, None, None] for values in (self.mean, self.deviation))
        return (pictures - mean) / deviation


UNIT = Scaling()
"""0..1, as the program itself trains."""
MNIST = Scaling((0.1307,), (0.3081,))
"""Mean and deviation of MNIST's training pictures, as in PyTorch's example."""
IMAGENET = Scaling((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
"""Mean and deviation of ImageNet's pictures, as torchvision's weights want it."""
MINUS_ONE_TO_ONE = Scaling((0.5,), (0.5,))
"""-1..1, as Google's Inception networks want it."""
