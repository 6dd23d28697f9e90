"""The tutorial's six figures, each one click away, with what to notice.

They are figures of Zhang, Lipton, Li and Smola, "Dive into Deep Learning", chapter 7: cross-correlation, padding,
stride, several input channels, 1x1 convolution, pooling.
"""

from dataclasses import dataclass

from cnnstudio.convolution.geometry import Geometry, Operation
from cnnstudio.convolution.state import Part, PlaygroundState
from cnnstudio.messages import Message


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        number: its place in the tutorial, from 1.
        title: what it shows, in two or three words.
        sentence: what to notice.
        state: the playground set up as the figure.
    """

    number: int
    title: Message
    sentence: Message
    state: PlaygroundState


def figures() -> tuple[Figure, ...]:
    """All six, in the tutorial's order; the first state is also how the playground starts."""
    start = PlaygroundState()
    padded = Geometry(padding=(1, 1, 1, 1))
    one_by_one = start.with_geometry(Geometry(in_channels=3, out_channels=2, kernel_size=(1, 1)))
    weights = ((1.0, 1.0, 1.0), (-1.0, 0.0, 2.0))
    return (
        Figure(
            1,
            Message("Cross-correlation"),
            Message(
                "The window slides over the input; at each stop the overlapping cells are multiplied and summed: "
                "0·0 + 1·1 + 3·2 + 4·3 = 19. Four stops fit, so 3 × 3 shrinks to 2 × 2."
            ),
            start,
        ),
        Figure(
            2,
            Message("Padding"),
            Message(
                "A border of zeros lets the window start outside: the output grows to 4 × 4, and every input cell is "
                "now seen by as many windows as the middle one."
            ),
            start.with_geometry(padded),
        ),
        Figure(
            3,
            Message("Stride"),
            Message(
                "Steps of 3 down and 2 across skip stops: the same padded input gives only 2 × 2. The hatched column "
                "is left out: no window starts late enough to reach it."
            ),
            start.with_geometry(Geometry(padding=(1, 1, 1, 1), stride=(3, 2))),
        ),
        Figure(
            4,
            Message("Two input channels"),
            Message(
                "Each channel meets its own slice of the kernel; the two results are added: 19 + 37 = 56. Channels go "
                "in apart and come out as one."
            ),
            start.with_geometry(Geometry(in_channels=2)),
        ),
        Figure(
            5,
            Message("1 × 1 convolution"),
            Message(
                "Every output pixel mixes the three channels of the one pixel below it: the same linear layer at every "
                "place, with 3·2 weights and no look at the neighbours."
            ),
            one_by_one.with_cells(
                Part.KERNEL, {(o, i, 0, 0): weight for o, row in enumerate(weights) for i, weight in enumerate(row)}
            ),
        ),
        Figure(
            6,
            Message("Max-pooling"),
            Message(
                "No weights: each window gives its largest value. Move a bright cell by one and the output often stays "
                "the same."
            ),
            start.with_operation(Operation.MAX_POOL),
        ),
    )
