"""An axis of a plot whose numbers are written as the language of the window does."""

from collections.abc import Sequence

import pyqtgraph as pg

from cnnstudio.gui import language


class NumberAxis(pg.AxisItem):
    """pyqtgraph's axis writes as C does, a logarithmic one, too."""

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [language.local(text) for text in super().tickStrings(values, scale, spacing)]
