"""How a window operation works: geometry, operation, kernels, step-through, receptive field."""
