"""The motion of a block that opens or closes: what stays slides to its new place, what is new fades in."""

from collections.abc import Mapping

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QVariantAnimation, Slot
from PySide6.QtWidgets import QGraphicsItem

from cnnstudio.gui import theme


class Unfold(QVariantAnimation):
    """Moves items from where they were; jumps to the end when it is interrupted, or where motion is not wanted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent, startValue=0.0, endValue=1.0)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._moving: list[tuple[QGraphicsItem, QPointF, QPointF]] = []
        self._appearing: list[QGraphicsItem] = []
        self.valueChanged.connect(self._place)

    def run(
        self, items: Mapping[str, QGraphicsItem], starts: Mapping[str, QPointF], others: list[QGraphicsItem]
    ) -> None:
        """Slide those of ``items`` that have a start from there to where they are; the rest and ``others`` appear."""
        self.finish()
        duration = theme.motion_ms()
        if duration == 0:
            return
        self._moving = [(item, starts[key], item.pos()) for key, item in items.items() if key in starts]
        self._appearing = [*(item for key, item in items.items() if key not in starts), *others]
        self.setDuration(duration)
        self.start()
        self._place(0.0)

    def finish(self) -> None:
        """Put everything where it belongs, at once."""
        if self.state() != QVariantAnimation.State.Stopped:
            self.stop()
            self._place(1.0)
        self.forget()

    def forget(self) -> None:
        """The items are about to be deleted."""
        self.stop()
        self._moving, self._appearing = [], []

    @Slot(object)
    def _place(self, share: float) -> None:
        for item, start, end in self._moving:
            item.setPos(start + (end - start) * share)
        for item in self._appearing:
            item.setOpacity(share)
