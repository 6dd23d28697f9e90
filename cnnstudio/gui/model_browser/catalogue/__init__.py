"""The list of networks, one's own network, and the size of the input."""
