"""What a network is made of: shapes, parameters, MACs, memory, receptive field, graph."""
