"""From ink to a 28x28 tensor to probabilities, activations and explanations."""
