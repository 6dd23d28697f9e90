"""The inspector's tabs: the selected layer's details, the network's card and its ideas."""
