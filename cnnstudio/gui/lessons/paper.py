"""A lesson on paper: a PDF whose words can be selected, its formulas and figures as lines, its pages numbered."""

import html
import math
from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QIODevice,
    QMarginsF,
    QObject,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
)

from cnnstudio.errors import StorageError
from cnnstudio.files import write_whole
from cnnstudio.gui import labels, language, theme
from cnnstudio.gui.figures import Drawing
from cnnstudio.gui.lessons.figures import Figures, Wanted
from cnnstudio.gui.lessons.prose import block_html, simple_formula, text_of
from cnnstudio.gui.lessons.sheet import Sheet
from cnnstudio.gui.lessons.steps import room_of
from cnnstudio.gui.widgets import typesetting
from cnnstudio.gui.widgets.typesetting import SIZE, SetFormula
from cnnstudio.gui.workers.saver import Saver
from cnnstudio.lessons.pieces import Ask, Block, Figure, Formula, Open, Paragraph, Wait

_MARGIN_MM = 20.0
_LETTERS, _SMALL, _HEADING, _TITLE = 10.5, 8.0, 13.5, 18.0
"""Points of the text's size."""
_FOOT = 40.0
_WIDEST = 560
_WAIT_MS = 30

_IMAGE = '<img src="{name}" width="{width}" height="{height}" style="vertical-align: {align}">'


def _write(job: tuple[Path, bytes]) -> Path:
    write_whole(*job)
    return job[0]


class _Vectors(QPyTextObject):
    """Draws what stands in the text as a picture, formula or figure, as lines."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.formulas: list[SetFormula] = []
        self.figures: list[tuple[Drawing, QSize]] = []
        self.page = QRectF()

    def intrinsicSize(self, _document: QTextDocument, _place: int, style: QTextFormat) -> QSizeF:
        image = style.toImageFormat()
        return QSizeF(image.width(), image.height())

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, _document: QTextDocument, _place: int, style: QTextFormat
    ) -> None:
        rect = QRectF(rect)
        kind, _, number = style.toImageFormat().name().partition(":")
        if rect.top() >= self.page.bottom() - 1:
            return  # it begins on the next page
        painter.save()
        if kind == "formula":
            typesetting.paint(painter, self.formulas[int(number)], rect)
        else:
            drawing, size = self.figures[int(number)]
            painter.translate(rect.topLeft())
            drawing.paint(painter, size, vector=True)
        painter.restore()


class Paper(QObject):
    """Writes one lesson, a page at a time between the window's own work; a child of whoever asks for it."""

    progressed = Signal(int, int)  # pages written, of how many; 0 of 0 while figures are still to come
    saved = Signal(object)  # Path
    failed = Signal(object)  # exception

    def __init__(self, sheet: Sheet, figures: Figures, lesson: Path, file: Path, parent: QObject) -> None:
        """``lesson``: the folder or zip that it stands in; ``file``: where it goes."""
        super().__init__(parent)
        self._sheet, self._figures, self._lesson, self._file = sheet, figures, lesson, file
        self._slices = self._run()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)
        self._writer = Saver(_write, self, name="lesson-pdf")
        self._writer.saved.connect(self.saved)
        self._writer.failed.connect(self.failed)

    def start(self) -> None:
        """Begin; ``saved`` or ``failed`` tells the end."""
        self.progressed.emit(0, 0)
        self._timer.start(0)

    @Slot()
    def stop(self) -> None:
        """Leave no file."""
        self._timer.stop()
        self._slices.close()

    def shut_down(self) -> None:
        """What is finished is written; what is not leaves no file."""
        self.stop()
        self._writer.shut_down()

    @Slot()
    def _go_on(self) -> None:
        try:
            pause = next(self._slices, None)
        except Exception as error:  # told, whatever it is: nothing leaves a slot
            self.failed.emit(error)
            return
        if pause is not None:
            self._timer.start(pause)

    def _run(self) -> Generator[int, None, None]:
        """Slices of the work, each with the milliseconds to wait before the next."""
        steps = [step for step in self._sheet.text.steps() if isinstance(step, Figure)]
        wanted = {step: Wanted(self._lesson, step.target) for step in steps}
        for one in wanted.values():
            self._figures.want(one)
        while not all(map(self._figures.knows, wanted.values())):
            yield _WAIT_MS
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        # The screen's own: what rooms paint is measured for it. Lines and letters are sharp all the same.
        writer.setResolution(round(QGuiApplication.primaryScreen().logicalDotsPerInch()))
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        writer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins,
                QPageLayout.Unit.Millimeter,
            )
        )  # fmt: skip
        writer.setTitle(self._sheet.lesson.title(self._sheet.text.language))
        writer.setCreator("CNN Studio")
        room = QSizeF(writer.width(), writer.height())
        document = self._compose(room, {step: self._figures.find(one) for step, one in wanted.items()})
        pages = document.pageCount()
        yield 0
        painter = QPainter()
        if not painter.begin(writer):
            raise StorageError("The PDF could not be begun: the memory does not suffice. Close other programs.")
        try:
            for page in range(pages):
                if page:
                    writer.newPage()
                with theme.on_paper():
                    self._draw_page(painter, document, page, pages, room)
                self.progressed.emit(page + 1, pages)
                yield 0
        finally:
            painter.end()
        self._writer.request((self._file, bytes(buffer.data().data())))

    def _draw_page(self, painter: QPainter, document: QTextDocument, page: int, pages: int, room: QSizeF) -> None:
        tokens = theme.tokens()
        high = document.pageSize().height()
        painter.save()
        painter.translate(0, -page * high)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = QRectF(0, page * high, room.width(), high)
        context.palette.setColor(QPalette.ColorRole.Text, tokens.text)
        painter.setClipRect(context.clip)
        self._vectors.page = context.clip
        document.documentLayout().draw(painter, context)
        painter.restore()
        painter.setPen(tokens.text_quiet)
        painter.setFont(_font(_SMALL))
        foot = QRectF(0, room.height() - _FOOT / 2, room.width(), _FOOT / 2)
        painter.drawText(
            foot,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom,
            self._sheet.lesson.title(self._sheet.text.language),
        )
        words = self.tr("Page {page} of {pages}").format(page=labels.integer(page + 1), pages=labels.integer(pages))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, words)

    # --- the text

    def _compose(self, room: QSizeF, drawings: dict[Figure, Drawing | None]) -> QTextDocument:
        sheet, lesson = self._sheet, self._sheet.lesson
        document = QTextDocument(self)
        self._vectors = vectors = _Vectors(document)
        document.documentLayout().registerHandler(QTextFormat.ObjectTypes.ImageObject.value, vectors)
        document.setDocumentMargin(0)
        document.setDefaultFont(_font(_LETTERS))

        def formula(latex: str) -> str:
            simple = simple_formula(latex)
            made = sheet.formulas.get(latex)
            if simple or made is None:
                return simple or f"<code>{html.escape(latex)}</code>"
            vectors.formulas.append(made)
            by = QFontMetricsF(document.defaultFont()).height() / SIZE
            return _IMAGE.format(
                name=f"formula:{len(vectors.formulas) - 1}",
                width=math.ceil(made.width * by),
                height=math.ceil(made.height * by),
                align="middle",
            )

        def figure(step: Figure) -> str:
            drawing = drawings[step]
            picture = ""
            if drawing is not None:
                size = drawing.size(min(_WIDEST, int(room.width())))
                vectors.figures.append((drawing, size))
                name = f"figure:{len(vectors.figures) - 1}"
                image = _IMAGE.format(name=name, width=size.width(), height=size.height(), align="baseline")
                picture = f'<p align="center" style="margin: 8px 0 4px 0">{image}</p>'
            caption = text_of(step.caption, sheet, formula)
            return f'{picture}<p align="center" style="margin: 0 24px 14px 24px"><i>{caption}</i></p>'

        def block(one: Block) -> str:
            match one:
                case Paragraph() | Formula():
                    return block_html(one, sheet, formula)
                case Figure():
                    return figure(one)
                case Open(target=target):
                    opened = room_of(target)
                    words = (
                        self.tr("In the program, this opens {room}.").format(room=opened)
                        if opened
                        else self.tr("In the program, this opens a saved state.")
                    )
                    return _step("▸", html.escape(words))
                case Wait():
                    return _step("☐", html.escape(self.tr("Do what the text says here.")))
                case Ask(question=question):
                    return _step("☐", html.escape(language.say(question.sentence())) + _BLANK)

        title = lesson.title(sheet.text.language)
        about = labels.amount(lesson.minutes, "about {n} minute", "about {n:,} minutes")
        parts = [f'<p style="font-size: {_TITLE}pt; margin-bottom: 2px"><b>{html.escape(title)}</b></p>']
        parts.append(f'<p style="margin-bottom: 16px">{html.escape(about)}</p>')
        for section in sheet.text.sections:
            if section.title:
                parts.append(_heading(section.title))
            parts += map(block, section.blocks)
        if lesson.exercises:
            parts.append(_heading(self.tr("Exercises")))
        for exercise in lesson.exercises:
            words = exercise.texts.get(sheet.text.language) or exercise.texts["en"]
            parts.append(_step("☐", html.escape(words) + _BLANK))
        if lesson.origins:
            parts.append(_heading(self.tr("Sources")))
        for origin in lesson.origins:
            place = origin.place(sheet.text.language)
            parts.append(f"<p>{html.escape(f'{origin.work}: {place}' if place else origin.work)}</p>")
        document.setHtml("".join(parts))
        document.setPageSize(QSizeF(room.width(), room.height() - _FOOT))
        return document


_BLANK = "&nbsp;&nbsp;____________"


def _heading(text: str) -> str:
    return f'<p style="font-size: {_HEADING}pt; margin-top: 14px; margin-bottom: 6px"><b>{html.escape(text)}</b></p>'


def _step(sign: str, inner: str) -> str:
    return f'<p style="margin-left: 16px; margin-bottom: 10px">{sign}&nbsp;&nbsp;{inner}</p>'


def _font(points: float) -> QFont:
    font = theme.font()
    font.setPointSizeF(points)
    return font
