"""The Train room, over training and datasets."""
