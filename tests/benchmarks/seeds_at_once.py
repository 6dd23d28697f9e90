"""Several seeds of one network trained by one step each: by ``torch.func.vmap``, or one after another."""

import copy
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional


class AtOnce:
    """Networks of one form that learn from the same minibatches by plain SGD, all in one vectorised step."""

    def __init__(self, models: Sequence[nn.Module]) -> None:
        """``models`` stay as they are; their weights are copied."""
        self.weights, self.buffers = torch.func.stack_module_state(list(models))
        form = copy.deepcopy(models[0]).to("meta")

        def loss(weights: dict[str, Tensor], buffers: dict[str, Tensor], pictures: Tensor, labels: Tensor) -> Tensor:
            logits = torch.func.functional_call(form, (weights, buffers), (pictures,))
            return functional.cross_entropy(logits, labels)

        self._gradients = torch.func.vmap(torch.func.grad_and_value(loss), in_dims=(0, 0, None, None))

    def step(self, pictures: Tensor, labels: Tensor, rate: float) -> Tensor:
        """One step of each on a minibatch ``(N, 1, 28, 28)``; returns their losses ``(seeds,)``."""
        gradients, losses = self._gradients(self.weights, self.buffers, pictures, labels)
        with torch.no_grad():
            for name, weights in self.weights.items():
                weights.sub_(gradients[name], alpha=rate)
        return losses


class OneAfterAnother:
    """The same, each network by a step of its own."""

    def __init__(self, models: Sequence[nn.Module]) -> None:
        """``models`` are trained themselves."""
        self.models = list(models)

    def step(self, pictures: Tensor, labels: Tensor, rate: float) -> Tensor:
        """As ``AtOnce.step``."""
        losses = []
        for model in self.models:
            loss = functional.cross_entropy(model(pictures), labels)
            gradients = torch.autograd.grad(loss, list(model.parameters()))
            with torch.no_grad():
                for weights, gradient in zip(model.parameters(), gradients, strict=True):
                    weights.sub_(gradient, alpha=rate)
            losses.append(loss.detach())
        return torch.stack(losses)
