"""Random playground geometries and states for hypothesis, every one of them valid."""

import torch
from hypothesis import strategies as st

from cnnstudio.convolution.geometry import Geometry, Operation, PaddingMode
from cnnstudio.convolution.inputs import InputPreset
from cnnstudio.convolution.kernels import KernelPreset
from cnnstudio.convolution.numbers import Numbers
from cnnstudio.convolution.state import PlaygroundState


@st.composite
def geometries(draw: st.DrawFn, operation: Operation | None = None) -> Geometry:
    def small(low: int, high: int) -> int:
        return draw(st.integers(low, high))

    groups = draw(st.sampled_from([1, 1, 1, 2, 3]))
    kind = operation or draw(st.sampled_from(list(Operation)))
    return Geometry(
        operation=kind,
        input_size=(small(1, 12), small(1, 12)),
        in_channels=groups * small(1, 2),
        out_channels=groups * small(1, 2),
        kernel_size=(small(1, 5), small(1, 5)),
        stride=(small(1, 4), small(1, 4)),
        padding=(small(0, 3), small(0, 3), small(0, 3), small(0, 3)),
        padding_mode=draw(st.sampled_from(list(PaddingMode))),
        dilation=(small(1, 3), small(1, 3)),
        groups=groups,
    ).repaired()


@st.composite
def states(draw: st.DrawFn, operation: Operation | None = None) -> PlaygroundState:
    geometry = draw(geometries(operation))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 1 << 20)))
    return PlaygroundState(
        geometry=geometry,
        input=Numbers(torch.randn(geometry.in_channels, *geometry.input_size, generator=generator)),
        kernel=Numbers(torch.randn(geometry.shape_of_kernel(), generator=generator)),
        bias=Numbers(torch.randn(geometry.out_channels, generator=generator)),
        use_bias=draw(st.booleans()),
        input_preset=InputPreset.CUSTOM,
        kernel_presets=(KernelPreset.CUSTOM,) * geometry.out_channels,
    )
