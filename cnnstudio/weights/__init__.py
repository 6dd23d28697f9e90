"""Weights: where they come from, how they are edited, the files they are kept in. Importing this costs no torch.

``reference`` names weights, ``edits`` says what was changed in them, ``format`` reads and writes their files,
``library`` lists them, ``loading`` makes a network with them, ``shell`` gives a network one may touch.
"""

from cnnstudio.weights.edits import EMPTY, Edits, Kernel
from cnnstudio.weights.reference import Initial, RunWeights, Shipped, WeightsFile, WeightsRef

__all__ = ["EMPTY", "Edits", "Initial", "Kernel", "RunWeights", "Shipped", "WeightsFile", "WeightsRef"]
