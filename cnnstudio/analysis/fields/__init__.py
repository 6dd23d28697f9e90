"""What each function that networks are made of reads of its arguments, by kind of function."""
