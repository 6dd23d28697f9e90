"""What networks there are: the catalogue and one architecture family a file."""
