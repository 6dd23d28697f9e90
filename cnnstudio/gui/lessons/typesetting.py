"""Formulas as pictures: LaTeX set by ziamath, as SVG, off the window's thread."""

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

INK = "currentColor"
"""What stands in a formula for its colour; the window puts the theme's in its place."""

_lock = Lock()  # ziamath keeps its fonts, and what it knows of them, in places that all threads share


@dataclass(frozen=True, slots=True)
class SetFormula:
    """A formula that was set.

    Attributes:
        svg: its picture, in ``INK``.
        width, height: in pixels, where a letter is ``SIZE`` high.
        depth: how much of the height lies below the line that letters stand on.
    """

    svg: str
    width: float
    height: float
    depth: float


SIZE = 18
"""Pixels of the letters' size."""


@lru_cache(maxsize=512)
def set_formula(latex: str) -> SetFormula:
    """The picture of a formula; about 20 ms for a new one.

    Raises:
        ValueError: if it is beyond what ziamath reads.
    """
    from ziamath.config import config
    from ziamath.zmath import Latex

    with _lock:
        # Qt draws the paths of SVG 1 alone.
        config.svg2 = False
        try:
            formula = Latex(latex, size=SIZE, color=INK)
            svg = formula.svg()
            width, height = formula.getsize()
            depth = -formula.getyofst()
        except Exception as error:  # its parser raises whatever its pieces raise
            raise ValueError(f"The formula {latex} cannot be set.") from error
    return SetFormula(svg, width, height, max(0.0, depth))
