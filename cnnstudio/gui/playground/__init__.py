"""The Playground room, over convolution."""
