import numpy as np
import pytest
import torch

from cnnstudio.prediction.calibration import Softmax

LOGITS = np.array([-0.68, 3.9, 2.5, 0.0, -7.25], np.float32)


@pytest.mark.parametrize("temperature", [0.617, 1.0, 2.5])
def test_probabilities_are_pytorchs_softmax_of_the_divided_logits(temperature: float) -> None:
    wanted = torch.softmax(torch.from_numpy(LOGITS).double() / temperature, 0).numpy()
    np.testing.assert_allclose(Softmax(LOGITS, temperature).probabilities, wanted, rtol=1e-6)


def test_every_step_leads_to_the_next() -> None:
    steps = Softmax(LOGITS, 0.617)
    np.testing.assert_allclose(steps.scaled * 0.617, LOGITS, rtol=1e-6)
    np.testing.assert_allclose(np.log(steps.powers), steps.scaled - steps.scaled[1], rtol=1e-9)
    np.testing.assert_allclose(steps.powers / steps.total, steps.probabilities, rtol=1e-6)
    assert steps.powers[1] == 1


def test_large_logits_do_not_overflow_and_infinite_ones_are_no_probabilities() -> None:
    large = Softmax(np.array([5000.0, 4999.0, -5000.0], np.float32), 0.1)
    np.testing.assert_allclose(large.probabilities, torch.softmax(torch.tensor([50000.0, 49990.0, -50000.0]), 0))
    assert np.isnan(Softmax(np.array([np.inf, 1.0], np.float32), 1.0).probabilities).any()
