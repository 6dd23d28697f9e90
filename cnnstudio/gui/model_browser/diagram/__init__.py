"""The Diagram tab: the network as boxes and links."""
