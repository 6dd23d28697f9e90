"""Connected pieces of marks."""

import numpy as np
from numpy.typing import NDArray


def number_pieces(marks: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Number the 8-connected pieces from 1, joining runs of one row with those of the row above."""
    labels = np.zeros(marks.shape, np.intp)
    parents = [0]

    def root(label: int) -> int:
        while parents[label] != label:
            parents[label] = parents[parents[label]]
            label = parents[label]
        return label

    changes = np.diff(np.pad(marks.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    for row in range(marks.shape[0]):
        starts, ends = np.flatnonzero(changes[row] == 1), np.flatnonzero(changes[row] == -1)
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            above = labels[row - 1, max(start - 1, 0) : end + 1] if row else labels[0, :0]
            touched = {root(int(label)) for label in np.unique(above) if label}
            if touched:
                label = min(touched)
                for other in touched:
                    parents[other] = label
            else:
                label = len(parents)
                parents.append(label)
            labels[row, start:end] = label
    roots = np.array([root(label) for label in range(len(parents))])
    _, numbered = np.unique(roots, return_inverse=True)
    return numbered.reshape(-1)[labels]
