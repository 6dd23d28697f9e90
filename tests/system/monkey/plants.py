"""Ten faults hidden in handlers of all rooms: the monkey must find each of them.

A plant raises when its method is called for the third time, once; what finds it is what finds any exception.
"""
