"""How a window operation works: geometry, operation, kernels, step-through, receptive field.

Start with `state.PlaygroundState` (all a page of the playground can show), `operation.compute` (what PyTorch gives)
and `geometry.Geometry` (which cell reads which).
"""
