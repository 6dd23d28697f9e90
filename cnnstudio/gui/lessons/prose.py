"""The sentences of a lesson: paragraphs, lists and formulas, as high as they are."""

import html
import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QResizeEvent, QTextDocument, QWheelEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QTextEdit, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.lessons.sheet import Sheet
from cnnstudio.gui.lessons.typesetting import INK, SIZE, SetFormula
from cnnstudio.lessons.pieces import Bold, Code, Computed, Formula, InlineFormula, Paragraph, Span

_SCHEME = "formula:"
_IMAGE = '<img src="{name}" width="{width}" height="{height}" style="vertical-align: middle" alt="{latex}">'
_NAMED = {r"\times": "×", r"\cdot": "·", r"\,": " "}
_SPACED = {"+": "+", "-": "−", "=": "=", "<": "<", ">": ">", "×": "×", "·": "·"}


class Prose(QTextBrowser):
    """Paragraphs and formulas of a sheet, one below the other; it does not scroll by itself."""

    def __init__(
        self, shown: Sheet, blocks: Sequence[Paragraph | Formula], scale: float = 1.0, parent: QWidget | None = None
    ) -> None:
        """``scale``: of the text, against the window's own."""
        super().__init__(parent, objectName="learn-prose", openLinks=False, frameShape=QFrame.Shape.NoFrame)
        self.setFont(theme.font(scale))
        self._sheet = shown
        self._blocks = blocks
        self._formulas: list[SetFormula] = []
        self._marked = ""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self._show()
        theme.manager().changed.connect(self._show)

    def words(self) -> str:
        """The text, as it can be copied."""
        return self.toPlainText()

    def top_of(self, line: int) -> float:
        """Pixels above the paragraph or formula that begins in this line of the lesson's file."""
        lines = [block.line for block in self._blocks]
        at = self.document().findBlockByNumber(lines.index(line) if line in lines else 0)
        return self.document().documentLayout().blockBoundingRect(at).top()

    def mark(self, words: str) -> None:
        """Mark each of these words wherever it stands; "" marks nothing."""
        self._marked = words
        found = []
        colour = QColor(theme.tokens().accent)
        colour.setAlpha(60)
        for word in words.split():
            cursor = self.document().find(word)
            while not cursor.isNull():
                selection = QTextEdit.ExtraSelection()
                selection.cursor = cursor
                selection.format.setBackground(colour)
                found.append(selection)
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(found)

    @Slot()
    def _show(self) -> None:
        self._formulas.clear()
        self.setHtml("".join(map(self._block, self._blocks)))
        self.mark(self._marked)
        self._fit()

    def _block(self, block: Paragraph | Formula) -> str:
        if isinstance(block, Formula):
            return f'<p align="center" style="margin: 10px 0 16px 0">{self._picture(block.latex)}</p>'
        inner = text_of(block.spans, self._sheet, self._picture)
        if block.item:
            inner = f"•&nbsp;&nbsp;{inner}"
        indent = "margin-left: 12px; " if block.item else ""
        return f'<p style="{indent}margin-top: 0; margin-bottom: 12px; line-height: 145%">{inner}</p>'

    def _picture(self, latex: str) -> str:
        simple = simple_formula(latex)
        if simple:
            return simple
        made = self._sheet.formulas.get(latex)
        if made is None:
            return f"<code>{html.escape(latex)}</code>"
        self._formulas.append(made)
        size = self._size(made)
        name = f"{_SCHEME}{len(self._formulas) - 1}"
        return _IMAGE.format(name=name, width=size.width(), height=size.height(), latex=html.escape(latex))

    def _size(self, made: SetFormula) -> QSize:
        scale = self.fontMetrics().height() / SIZE
        return QSize(math.ceil(made.width * scale), math.ceil(made.height * scale))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        address = QUrl(name).toString()
        if kind != QTextDocument.ResourceType.ImageResource.value or not address.startswith(_SCHEME):
            return None  # nothing is fetched
        made = self._formulas[int(address.removeprefix(_SCHEME))]
        size, ratio = self._size(made), self.devicePixelRatioF()
        image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        svg = made.svg.replace(INK, theme.tokens().text.name())
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(image.rect()))
        painter.end()
        image.setDevicePixelRatio(ratio)
        return image

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the lesson scrolls as a whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(math.ceil(self.document().size().height()) + 2)


def text_of(spans: Sequence[Span], shown: Sheet, picture: Callable[[str], str]) -> str:
    """Spans as Qt's HTML; ``picture`` makes that of a formula."""
    parts = []
    for span in spans:
        match span:
            case Bold(text=text):
                parts.append(f"<b>{html.escape(text)}</b>")
            case Code(text=text):
                parts.append(theme.in_mono(text))
            case InlineFormula(latex=latex):
                parts.append(picture(latex))
            case Computed(expression=expression):
                parts.append(html.escape(shown.numbers[expression.text]))
            case _:
                parts.append(html.escape(span.text))
    return "".join(parts)


def words_of(spans: Sequence[Span], shown: Sheet) -> str:
    """Spans as plain words, as a narrator reads them."""
    parts = []
    for span in spans:
        match span:
            case InlineFormula(latex=latex):
                parts.append(latex)
            case Computed(expression=expression):
                parts.append(shown.numbers[expression.text])
            case _:
                parts.append(span.text)
    return "".join(parts)


def simple_formula(latex: str) -> str:
    """A formula of letters, numbers, signs and indices as words of the line; "" where it needs a picture."""
    plain = latex.strip()
    for name, sign in _NAMED.items():
        plain = plain.replace(name, sign)
    try:
        return f'<span style="white-space: nowrap">{_line_of(plain)}</span>'
    except _NeedsPictureError:
        return ""


class _NeedsPictureError(Exception):
    """A formula that no line of text can show."""


def _line_of(plain: str, *, inner: bool = False) -> str:
    parts, at = [], 0
    while at < len(plain):
        sign = plain[at]
        at += 1
        if sign.isascii() and sign.isalpha():
            parts.append(f"<i>{sign}</i>")
        elif sign in "_^" and not inner and at < len(plain):
            closing = plain.find("}", at)
            script = plain[at + 1 : closing] if plain[at] == "{" and closing > 0 else plain[at]
            at = closing + 1 if plain[at] == "{" and closing > 0 else at + 1
            tag = "sub" if sign == "_" else "sup"
            parts.append(f"<{tag}>{_line_of(script, inner=True)}</{tag}>")
        elif sign in _SPACED:
            space = "" if inner else "\u2009"
            parts.append(f"{space}{html.escape(_SPACED[sign])}{space}")
        elif sign == " " or sign.isdigit() or sign in ",.()/:'!":
            parts.append("" if sign == " " and not inner else sign)
        else:
            raise _NeedsPictureError
    return "".join(parts)
