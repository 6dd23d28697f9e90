"""The tutorial's six figures, each one click away, with what to notice.

They are figures of Zhang, Lipton, Li and Smola, "Dive into Deep Learning", chapter 7: cross-correlation, padding,
stride, several input channels, 1x1 convolution, pooling. Their texts are ``resources/translations/CODE/figures.toml``.
"""

from dataclasses import dataclass

from cnnstudio import prose
from cnnstudio.convolution.geometry import Geometry, Operation
from cnnstudio.convolution.state import Part, PlaygroundState
from cnnstudio.translations import ENGLISH


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        number: its place in the tutorial, from 1.
        key: its table in the file of texts.
        state: the playground set up as the figure.
    """

    number: int
    key: str
    state: PlaygroundState

    def title(self, code: str = ENGLISH) -> str:
        """What it shows, in two or three words of a language.

        Raises:
            StorageError: if the program's installation lacks its texts.
        """
        return self._text("title", code)

    def sentence(self, code: str = ENGLISH) -> str:
        """What to notice.

        Raises:
            StorageError: as ``title``.
        """
        return self._text("sentence", code)

    def _text(self, what: str, code: str) -> str:
        text = prose.entry("figures", self.key, code)[what]
        assert isinstance(text, str)
        return text


def figures() -> tuple[Figure, ...]:
    """All six, in the tutorial's order; the first state is also how the playground starts."""
    start = PlaygroundState()
    padding = (1, 1, 1, 1)
    one_by_one = start.with_geometry(Geometry(in_channels=3, out_channels=2, kernel_size=(1, 1)))
    weights = ((1.0, 1.0, 1.0), (-1.0, 0.0, 2.0))
    return (
        Figure(1, "cross-correlation", start),
        Figure(2, "padding", start.with_geometry(Geometry(padding=padding))),
        Figure(3, "stride", start.with_geometry(Geometry(padding=padding, stride=(3, 2)))),
        Figure(4, "channels", start.with_geometry(Geometry(in_channels=2))),
        Figure(
            5,
            "one-by-one",
            one_by_one.with_cells(
                Part.KERNEL, {(o, i, 0, 0): weight for o, row in enumerate(weights) for i, weight in enumerate(row)}
            ),
        ),
        Figure(6, "max-pooling", start.with_operation(Operation.MAX_POOL)),
    )
