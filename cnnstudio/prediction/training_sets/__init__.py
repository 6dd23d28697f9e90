"""What the shipped networks learn from: MNIST, drawn digits of many habits, and things that are no digits."""
