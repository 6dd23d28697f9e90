"""The one thread bridge: a long generator and a latest-wins request."""
