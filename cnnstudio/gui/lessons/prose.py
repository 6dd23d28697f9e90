"""The sentences of a lesson: paragraphs, lists and formulas, as high as they are."""

import html
import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, QUrl, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QTextEdit, QWidget

from cnnstudio.gui import theme
from cnnstudio.gui.lessons.sheet import Sheet
from cnnstudio.gui.widgets import typesetting
from cnnstudio.gui.widgets.spoken_formula import spoken
from cnnstudio.gui.widgets.typesetting import SIZE, SetFormula
from cnnstudio.lessons.pieces import Bold, Code, Computed, Formula, InlineFormula, Paragraph, Span

_SCHEME = "formula:"
_IMAGE = '<img src="{name}" width="{width}" height="{height}" style="vertical-align: middle" alt="{latex}">'
_NARROWEST = 60
_SCRIPTS = {
    QTextCharFormat.VerticalAlignment.AlignSubScript: "_",
    QTextCharFormat.VerticalAlignment.AlignSuperScript: "^",
}
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
        self._formulas: list[tuple[str, SetFormula]] = []
        self._marked = ""
        self._room = 0  # pixels of the widest line
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
        self.setAccessibleName(" ".join(map(self._spoken, self._blocks)))
        self._fit()

    def _block(self, block: Paragraph | Formula) -> str:
        return block_html(block, self._sheet, self._picture)

    def _spoken(self, block: Paragraph | Formula) -> str:
        return spoken(block.latex) if isinstance(block, Formula) else words_of(block.spans, self._sheet)

    def _picture(self, latex: str) -> str:
        simple = simple_formula(latex)
        if simple:
            return simple
        made = self._sheet.formulas.get(latex)
        if made is None:
            return f"<code>{html.escape(latex)}</code>"
        self._formulas.append((latex, made))
        size = self._size(made)
        name = f"{_SCHEME}{len(self._formulas) - 1}"
        return _IMAGE.format(name=name, width=size.width(), height=size.height(), latex=html.escape(latex))

    def _size(self, made: SetFormula) -> QSize:
        """A formula that is wider than the text is set smaller."""
        scale = self.fontMetrics().height() / SIZE
        if self._room > _NARROWEST:
            scale = min(scale, self._room / made.width)
        return QSize(math.ceil(made.width * scale), math.ceil(made.height * scale))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        address = QUrl(name).toString()
        if kind != QTextDocument.ResourceType.ImageResource.value or not address.startswith(_SCHEME):
            return None  # nothing is fetched
        made = self._formulas[int(address.removeprefix(_SCHEME))][1]
        return typesetting.picture(made, self._size(made), self.devicePixelRatioF())

    # --- copying

    def formula_at(self, point: QPoint) -> str:
        """The LaTeX of the formula under a point of this widget; "" where there is none."""
        cursor = self.cursorForPosition(point)
        for _ in range(2):  # the cursor stands before or behind it
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
            found = self._latex_of(cursor.charFormat())
            area = self.cursorRect(cursor)
            if found and abs(area.center().y() - point.y()) < max(area.height(), 40):
                return found
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
        return ""

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied: the words, and formulas between dollar signs."""
        data = QMimeData()
        data.setText(self.copied(self.textCursor()))
        return data

    def copied(self, cursor: QTextCursor) -> str:
        """What a selection is as text: indices with their sign, formulas as LaTeX."""
        parts: list[str] = []
        block = self.document().findBlock(cursor.selectionStart())
        while block.isValid() and block.position() <= cursor.selectionEnd():
            if parts:
                parts.append("\n\n")
            pieces = block.begin()
            while not pieces.atEnd():
                piece = pieces.fragment()
                begin = max(cursor.selectionStart() - piece.position(), 0)
                text = piece.text()[begin : max(cursor.selectionEnd() - piece.position(), 0)]
                parts.append(self._as_text(text, piece.charFormat()) if text else "")
                pieces += 1
            block = block.next()
        return "".join(parts)

    def _as_text(self, text: str, style: QTextCharFormat) -> str:
        latex = self._latex_of(style)
        if latex:
            return f"${latex}$"
        sign = _SCRIPTS.get(style.verticalAlignment(), "")
        return f"{sign}{text if len(text) == 1 or not sign else f'{{{text}}}'}"

    def _latex_of(self, style: QTextCharFormat) -> str:
        name = style.toImageFormat().name() if style.isImageFormat() else ""
        return self._formulas[int(name.removeprefix(_SCHEME))][0] if name.startswith(_SCHEME) else ""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.dress(menu)
        latex = self.formula_at(event.pos())
        if latex:
            text = self.tr("Copy the formula as LaTeX")
            menu.addAction(text, lambda: QGuiApplication.clipboard().setText(latex))
        menu.popup(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the lesson scrolls as a whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before, self._room = self._room, self.viewport().width()
        widest = max((made.width for _, made in self._formulas), default=0.0) * self.fontMetrics().height() / SIZE
        if widest > min(before or self._room, self._room):
            self._show()
        else:
            self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(math.ceil(self.document().size().height()) + 2)


def block_html(block: Paragraph | Formula, shown: Sheet, picture: Callable[[str], str]) -> str:
    """A paragraph or a formula as Qt's HTML; ``picture`` makes that of a formula."""
    if isinstance(block, Formula):
        return f'<p align="center" style="margin: 10px 0 16px 0">{picture(block.latex)}</p>'
    inner = text_of(block.spans, shown, picture)
    if block.item:
        inner = f"•&nbsp;&nbsp;{inner}"
    indent = "margin-left: 12px; " if block.item else ""
    return f'<p style="{indent}margin-top: 0; margin-bottom: 12px; line-height: 145%">{inner}</p>'


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
                parts.append(spoken(latex))
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
