import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.training import metrics


class ByFirstPixels(nn.Module):
    """Answers with the first three pixels of a picture as logits."""

    def forward(self, pictures: Tensor) -> Tensor:
        return pictures.flatten(1)[:, :3]


def pictures_with(logits: Tensor) -> Tensor:
    pictures = torch.zeros(len(logits), 1, 28, 28)
    pictures[:, 0, 0, :3] = logits
    return pictures


def test_accuracy_loss_and_confusion_agree_with_torch_over_many_batches() -> None:
    logits, labels = torch.randn(1203, 3), torch.randint(0, 3, (1203,))
    result = metrics.evaluate(ByFirstPixels(), pictures_with(logits), labels)
    assert result.accuracy == (logits.argmax(1) == labels).sum().item() / 1203
    assert result.loss == pytest.approx(functional.cross_entropy(logits, labels).item(), rel=1e-5)
    confusion = result.confusion(3)
    for true in range(3):
        for predicted in range(3):
            assert confusion[true, predicted] == ((labels == true) & (logits.argmax(1) == predicted)).sum()
    assert np.allclose(result.confidences, logits.softmax(1).amax(1).numpy(), atol=1e-6)


def test_the_worst_mistakes_come_first() -> None:
    # Right, wrong by much, wrong by little, right, wrong by most.
    logits = torch.tensor([[5.0, 0, 0], [4.0, 0, 0], [1.0, 0, 0], [0, 0, 3.0], [0, 9.0, 0]])
    labels = torch.tensor([0, 1, 2, 2, 0])
    pictures = torch.arange(5, dtype=torch.uint8).repeat_interleave(784).view(5, 28, 28)
    mistakes = metrics.evaluate(ByFirstPixels(), pictures_with(logits), labels).mistakes(pictures, most=2)
    assert mistakes.indices.tolist() == [4, 1]
    assert mistakes.labels.tolist() == [0, 1]
    assert mistakes.predictions.tolist() == [1, 0]
    assert mistakes.pictures[:, 0, 0].tolist() == [4, 1]
    assert mistakes.confidences[0] > mistakes.confidences[1]


def test_no_mistakes_are_an_empty_gallery() -> None:
    logits = torch.tensor([[5.0, 0, 0]])
    result = metrics.evaluate(ByFirstPixels(), pictures_with(logits), torch.tensor([0]))
    assert len(result.mistakes(torch.zeros(1, 28, 28, dtype=torch.uint8)).indices) == 0


def test_evaluation_leaves_no_trace_but_the_mode() -> None:
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 3), nn.BatchNorm1d(3)).train()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    metrics.evaluate(model, torch.rand(10, 1, 28, 28), torch.zeros(10, dtype=torch.int64))
    assert not model.training
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())
    assert torch.is_grad_enabled()
