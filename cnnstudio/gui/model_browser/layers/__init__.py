"""The Layers tab: the network as a table."""
