"""The data sets: MNIST family, built-in digits, integrity, whole set as tensors, epoch order."""
