"""The Draw room: draw a digit and see every layer answer."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QTabWidget, QVBoxLayout, QWidget

from cnnstudio import datasets, paths
from cnnstudio.convolution.opened_layer import OpenedLayer
from cnnstudio.errors import PictureError, StorageError, StudioError
from cnnstudio.files import write_whole
from cnnstudio.gui import actions, errors, pictures, theme
from cnnstudio.gui.digit_canvas import answering
from cnnstudio.gui.digit_canvas.answering import Answer, Ask, InsideAnswer, InsideAsk, PictureFile, Test, WhyAsk
from cnnstudio.gui.digit_canvas.controls import Controls
from cnnstudio.gui.digit_canvas.filmstrip import Filmstrip
from cnnstudio.gui.digit_canvas.hand_view import HandView
from cnnstudio.gui.digit_canvas.inside_view import InsideView
from cnnstudio.gui.digit_canvas.pad import Pad
from cnnstudio.gui.digit_canvas.weights_box import Choice
from cnnstudio.gui.digit_canvas.why_view import WhyView
from cnnstudio.gui.digit_canvas.writing_desk import WritingDesk
from cnnstudio.gui.studio import LiveWeights, Studio, TrainedWeights
from cnnstudio.gui.widgets.page import Page
from cnnstudio.gui.widgets.room_frame import RoomFrame
from cnnstudio.gui.workers.generator_worker import GeneratorJob
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import catalogue
from cnnstudio.networks.reference import typed
from cnnstudio.prediction.fine_tuning import FineTuned, Round, fine_tune
from cnnstudio.prediction.handwriting import Handwriting, Removed
from cnnstudio.prediction.preprocessing import ALL_STAGES, AS_IT_CAME, FIELD, Ink
from cnnstudio.prediction.reader import Reader, Reading, open_reader, reader_of, reader_with
from cnnstudio.training.runs import RunFolder
from cnnstudio.weights import WeightsFile, loading
from cnnstudio.weights.loading import Loaded
from cnnstudio.workspace.current import Current
from cnnstudio.workspace.picture import Drawn
from cnnstudio.workspace.picture import Picture as NetworkInput

_LOOK_AGAIN_MS = 1000
# Readings come with every move of the pen. The eye needs no more maps than this, and the pen and the bars come first.
_LOOK_INSIDE_MS = 20
_WEIGHTS = (".safetensors", ".pt", ".pth", ".ckpt", ".pkl")  # pickles are told what they are


class DrawPage(Page):
    """Pad, bars, filmstrip; beside them the inside of the network, the why, and my handwriting."""

    answered = Signal(object)  # Answer

    def __init__(self, studio: Studio) -> None:
        super().__init__(objectName="draw-page")
        self._studio = studio
        self._reader: Reader | None = None
        self._reading: Reading | None = None
        self._shown: TrainedWeights | None = None
        self._run_stamp: tuple[Path, int] | None = None
        self._hand = Handwriting()
        self._removed: list[Removed] = []  # from the hand, last
        self._reads_edited = False
        self._requests: list[LatestWins] = []
        self._answers = self._requests_to(answering.answer, "draw", self._show_answer)
        self._insides = self._requests_to(answering.look_inside, "draw-inside", self._show_inside)
        self._comparisons = self._requests_to(answering.answer, "draw-compare", self._show_comparison)
        self._why_asks = self._requests_to(answering.explain_reading, "draw-why", self._show_argument)
        self._tests = self._requests_to(answering.test, "draw-hand", self._show_test)
        self._pictures = self._requests_to(
            answering.ink_of_picture, "draw-picture", self._show_picture, self._show_picture_failure
        )
        self._inside_due = QTimer(self, singleShot=True, interval=_LOOK_INSIDE_MS)
        self._inside_due.timeout.connect(self._look_inside)
        self._reading_picture = studio.jobs.activity(self)
        self._tuning = GeneratorJob(self, name="fine-tuning")
        self._tuning_activity = studio.jobs.activity(self, leading=True, stop=self._tuning.stop)
        self._tuning.batch.connect(self._on_tuning)
        self._tuning.finished.connect(self._on_tuning_finished)
        self._tuning.failed.connect(self._on_tuning_failed)
        self._watch = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._watch.timeout.connect(self._look_again)
        self._build_actions()
        self._build()
        studio.weightsChanged.connect(self._follow)
        studio.changed.connect(self._follow_edits)
        studio.store.ready.connect(self._take_edited)
        studio.liveWeightsChanged.connect(self._take_live)
        studio.runsChanged.connect(self._take_runs)
        self.controls.weights.refresh()
        self._follow(studio.weights)
        self._show_state()
        self._show_hand()

    # --- what others use

    @property
    def reader(self) -> Reader | None:
        """What reads now."""
        return self._reader

    @property
    def reading(self) -> Reading | None:
        """The newest answer."""
        return self._reading

    @property
    def hand(self) -> Handwriting:
        """The kept digits."""
        return self._hand

    def room_actions(self) -> list[QAction]:
        return list(self._actions.values())

    def closing_question(self) -> str:
        return self.tr("The network is being fine-tuned for your hand. Stop it?") if self._tuning.busy else ""

    def shut_down(self) -> None:
        self._watch.stop()
        self._inside_due.stop()
        for requests in self._requests:
            requests.shut_down()
        self._tuning.shut_down()

    @property
    def busy(self) -> bool:
        """Whether answers that were asked for are still to be shown."""
        return any(worker.busy for worker in self._requests) or self._inside_due.isActive()

    def open_state(self, state: object) -> None:
        """Show a data set's picture (array of ink) or a file (path) on the pad."""
        if isinstance(state, np.ndarray):
            ink = state.astype(np.float32) / np.float32(255 if state.dtype == np.uint8 else 1)
            self.pad.add_picture(ink, prepared=ink.shape == (FIELD, FIELD))
        elif isinstance(state, str | Path):
            self.open_picture(Path(state))

    # --- building

    def _requests_to(
        self,
        function: Callable[[Any], Any],
        name: str,
        show: Callable[[Any], None],
        show_failure: Callable[[BaseException], None] | None = None,
    ) -> LatestWins:
        """A worker for one kind of question, and who shows its answers."""
        requests = LatestWins(function, self, name=name)
        requests.result.connect(show)
        requests.failed.connect(show_failure or self._show_failure)
        self._requests.append(requests)
        return requests

    def _build_actions(self) -> None:
        slots: dict[str, Callable[..., object]] = {
            "draw-undo": lambda: self.pad.undo(),
            "draw-redo": lambda: self.pad.redo(),
            "draw-clear": lambda: self.pad.clear(),
            "draw-eraser": lambda on: self.pad.set_eraser(on),
            "draw-open": self._choose_picture,
            "draw-paste": self.paste,
            "draw-copy": self.copy,
            "draw-save": self._choose_file,
        }
        self._actions = {name: actions.create(name, self, slot) for name, slot in slots.items()}
        for action in self._actions.values():
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        # They work while the menu bar is hidden, too.
        self.addActions(list(self._actions.values()))

    def _build(self) -> None:
        pen = [self._actions[name] for name in ("draw-eraser", "draw-clear")]
        sheet = ("draw-undo", "draw-redo", "draw-open", "draw-save", "draw-copy", "draw-paste")
        self.controls: Controls = Controls(pen, [self._actions[name] for name in sheet])
        self.desk, self.strip = WritingDesk(), Filmstrip()
        self.pad: Pad = self.desk.pad
        self.bars, self.guess = self.desk.bars, self.desk.guess
        self.inside, self.why, self.hand_view = InsideView(), WhyView(), HandView()
        self.tabs = QTabWidget(objectName="draw-tabs", documentMode=True)
        self.tabs.setAccessibleName(self.tr("Behind the answer"))
        for widget, title in (
            (self.inside, self.tr("Inside")),
            (self.why, self.tr("Why")),
            (self.hand_view, self.tr("My handwriting")),
        ):
            holder = QWidget()
            holder.setProperty("panel", True)
            around = QVBoxLayout(holder)
            around.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_2)
            around.addWidget(widget)
            self.tabs.addTab(holder, title)

        self.frame = RoomFrame(
            "draw", controls=self.controls, picture=self.desk, inspector=self.tabs, timeline=self.strip
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)

        self.controls.penChanged.connect(self.pad.set_pen_width)
        self.controls.fileAsked.connect(self._choose_weights)
        self.controls.weights.chosen.connect(self._choose)
        self.pad.inkChanged.connect(self._ask)
        self.pad.historyChanged.connect(self._show_state)
        self.pad.dropped.connect(self._take)
        self.strip.stagesChanged.connect(self._ask)
        self.frame.foldsChanged.connect(self._ask)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.inside.layerWanted.connect(self._open_layer)
        self.bars.chosen.connect(self._why_not)
        self.why.asked.connect(self._ask_why)
        self.hand_view.keepAsked.connect(self.keep)
        self.hand_view.relabelAsked.connect(self._relabel)
        self.hand_view.removeAsked.connect(self._remove)
        self.hand_view.putBackAsked.connect(self._put_back)
        self.hand_view.exportAsked.connect(self._choose_folder)
        self.hand_view.tuneAsked.connect(self.tune)
        self.hand_view.stopAsked.connect(self._tuning.stop)

    # --- reading

    @Slot()
    def _ask(self) -> None:
        """Read the newest ink; what came before it and is not read yet is skipped."""
        if self._reader is not None:
            prepared, now = self.pad.drawing.prepared, perf_counter()
            ink, whole = (self.pad.ink(), ALL_STAGES) if prepared is None else (prepared, AS_IT_CAME)
            changed = self.strip.stages.changed()
            self._answers.request(Ask(self._reader, ink, self.strip.stages if changed else whole, now))
            if changed:
                self._comparisons.request(Ask(self._reader, ink, whole, now))
            else:
                self.guess.show_comparison(None, ())

    @Slot(object)
    def _show_answer(self, answer: Answer) -> None:
        if answer.ask.reader is not self._reader:
            return  # weights were changed meanwhile; they answer next
        self._reading = answer.reading
        names = answer.ask.reader.class_names
        self.bars.show_reading(answer.reading, names)
        self.guess.show_reading(answer.reading, names)
        self.strip.show_reading(answer.reading.preprocessed)
        if answer.reading.preprocessed.empty:
            self._inside_due.stop()
            self._insides.cancel()
            self.inside.show_answers((), ())
        elif self.tabs.currentIndex() == 0 and self.frame.inspector_shown and not self._inside_due.isActive():
            self._inside_due.start()
        if self.tabs.currentIndex() == 1:
            self._ask_why()
        self.pad.setAccessibleDescription(self.guess.text)
        if not self.pad.is_drawing:
            self._share_picture()
        self.answered.emit(answer)

    def _share_picture(self) -> None:
        """What the network sees becomes the studio's picture, when a mark has ended."""
        seen = None if self._reading is None or self._reading.preprocessed.empty else self._reading.preprocessed.field
        self._studio.show_picture(None if seen is None else NetworkInput.of(seen, Drawn()))

    @Slot()
    def _look_inside(self) -> None:
        if self._reader is not None and self._reading is not None:
            self._insides.request(InsideAsk(self._reader, self._reading))

    @Slot(object)
    def _show_inside(self, found: InsideAnswer) -> None:
        if found.ask.reader is self._reader:
            self.inside.show_answers(found.answers, found.levels)

    @Slot(object)
    def _show_comparison(self, answer: Answer) -> None:
        """What the whole preprocessing would have given, beside the answer without a stage."""
        if answer.ask.reader is self._reader and self.strip.stages.changed():
            self.guess.show_comparison(answer.reading, answer.ask.reader.class_names)

    @Slot(object)
    def _show_failure(self, error: BaseException) -> None:
        errors.show_error(self, error)

    @Slot()
    def _show_state(self) -> None:
        drawing = self.pad.drawing
        self._actions["draw-undo"].setEnabled(drawing.can_undo)
        self._actions["draw-redo"].setEnabled(drawing.can_redo)
        for name in ("draw-clear", "draw-copy", "draw-save"):
            self._actions[name].setEnabled(bool(drawing.visible))
        self.hand_view.set_ink(bool(self.pad.ink().any()))

    # --- why

    @Slot(int)
    def _tab_changed(self, index: int) -> None:
        if index != 1:
            self.pad.set_tint(None)
        self._ask()

    @Slot(int)
    def _why_not(self, row: int) -> None:
        if not self.frame.inspector_shown and not self.frame.picture_only:
            self.frame.show_inspector(True)
        self.tabs.setCurrentIndex(1)
        leads = self._reading is not None and self._reading.ranking[:1] == (row,)
        self.why.ask_for(None if leads else row)

    @Slot()
    def _ask_why(self) -> None:
        if self.tabs.currentIndex() != 1 or self._reader is None or self._reading is None:
            return
        if not self._reading.ranking:
            self.why.show_argument(None, None)
            self.pad.set_tint(None)
            return
        ink = self._reading.preprocessed.pictures
        shape = next(iter(ink.values())).shape
        strokes = tuple(self.pad.stroke_inks())
        self._why_asks.request(WhyAsk(self._reader, self._reading, shape, strokes, self.why.question))

    @Slot(object)
    def _show_argument(self, found: Any) -> None:
        if self.tabs.currentIndex() != 1 or found is None:
            return
        reading, argument = found
        self.why.show_argument(reading, argument)
        self.pad.set_tint(argument.tint if not self.pad.is_empty else None)

    # --- a layer of the network that reads, opened in the playground

    @Slot(object)
    def _open_layer(self, layer: OpenedLayer) -> None:
        """Open it there; what reads here becomes the studio's network, if it is not."""
        if self._shown is not None and not self._reads_edited:
            self._studio.set_weights(self._shown)
        self._share_picture()
        self._studio.open_room("playground", layer)

    @Slot(object, object)
    def _follow_edits(self, before: Current, after: Current) -> None:
        """Read with the edited weights while there are edits, and with the plain ones when they are gone."""
        digits = self._studio.digits
        if digits.edits:
            loaded = self._studio.store.want(digits)
            if loaded is not None:
                self._take_edited(loaded)
        elif self._reads_edited:
            self._reads_edited = False
            shown, self._shown = self._shown, None
            if shown is not None:
                self._use(shown)

    @Slot(object)
    def _take_edited(self, loaded: Loaded) -> None:
        digits = self._studio.digits
        names = (loaded.network, loaded.weights, loaded.edits)
        if loaded.edits and names == (digits.network, digits.weights, digits.edits):
            self._reads_edited = True
            self._set_reader(reader_with(loaded))

    # --- weights

    @Slot(object)
    def _follow(self, chosen: TrainedWeights | None) -> None:
        """The studio's weights; the shipped default where there are none or they read no digits."""
        if chosen is not None and not catalogue.get(chosen.network).trainable_on_digits:
            chosen = None
        default = self.controls.weights.default()
        if not self._use(chosen or default) and chosen is not None and self._shown is None:
            self._use(default)
        self._describe()

    @Slot(object)
    def _choose(self, choice: Choice) -> None:
        if self._use(choice.weights):
            self._studio.set_weights(choice.weights)

    def _use(self, chosen: TrainedWeights) -> bool:
        """Read with these weights; whether they could be opened. If not, the ones before stay."""
        if chosen == self._shown:
            return True
        training = self._running(chosen)
        try:
            reader = open_reader(chosen.path) if training is None else None
        except StudioError as error:
            errors.show_error(self, error)
            if self._shown is not None:
                self.controls.weights.select(self._shown)
            return False
        self._shown = chosen
        self._run_stamp = None
        self.controls.weights.select(chosen)
        if reader is not None:
            self._set_reader(reader)
        else:
            # Until the run has weights to show nobody reads.
            self._reader = None
            self.bars.show_reading(None, tuple("0123456789"))
            self.guess.show_waiting()
            self._look_again()
        self._describe()
        self._watch_if_needed()
        return True

    def _set_reader(self, reader: Reader) -> None:
        self._reader = reader
        self.why.set_names(reader.class_names)
        self._ask()
        self._test_hand()

    def _describe(self) -> None:
        """What is known about the weights, and why the current network does not read where it does not."""
        shown = self._shown
        if shown is None:  # not even what came with the program could be opened
            self.controls.about.setText("")
            return
        if self._running(shown) is not None:
            text = self.tr("The network as it learns: the answers change with it.")
        else:
            text = self.controls.weights.worth(shown) or catalogue.get(shown.network).title
        current = catalogue.get(self._studio.network)
        if self._studio.weights is None and current.trainable_on_digits and current.name != shown.network:
            text += " " + self.tr("{title} has to be trained before it can read.").format(title=current.title)
        self.controls.about.setText(text)

    @Slot()
    def _take_runs(self) -> None:
        """Runs have come, gone or ended; one that was followed to its end goes on with what it has become."""
        box = self.controls.weights
        box.refresh()
        ended = box.outcome(self._shown) if self._shown is not None else None
        if ended is not None:
            self._use(ended)

    def _running(self, chosen: TrainedWeights | None) -> Path | None:
        """The checkpoint of a run in progress, if that is what was chosen; it comes with the first epoch."""
        if chosen is None:
            return None
        run = RunFolder(chosen.path.parent)
        if chosen.path != run.checkpoint or (chosen.path.is_file() and run.summary().state != "running"):
            return None
        return chosen.path

    def _watch_if_needed(self) -> None:
        if self._running(self._shown) is not None and self.isVisible():
            self._watch.start()
        else:
            self._watch.stop()

    @Slot()
    def _look_again(self) -> None:
        """Take the newest weights of a run in progress."""
        file = self._running(self._shown)
        if file is None:  # it has come to its end, in another window or on the command line
            self._take_runs()
            self._watch_if_needed()
            return
        try:
            stamp = (file, file.stat().st_mtime_ns)
            if stamp != self._run_stamp:
                reader = open_reader(file)
                self._run_stamp = stamp
                self._set_reader(reader)
        except (OSError, StudioError):
            return  # no checkpoint yet; it comes with the first epoch

    @Slot(object)
    def _take_live(self, live: LiveWeights) -> None:
        """Follow a run of this window while it learns."""
        file = self._running(self._shown)
        if file is not None and file.parent == live.run_dir and self.isVisible():
            self._set_reader(reader_of(live.network, live.tensors, live.class_names))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.controls.weights.refresh()
        self.hand_view.set_base(_base().title)
        self._look_at_hand()
        self._watch_if_needed()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.isVisible():
            self._look_at_hand()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch.stop()

    @Slot()
    def _choose_weights(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Open weights"), str(paths.runs_dir()), self.tr("Weights (*.safetensors);;All files (*)")
        )
        if name:
            self.open_weights(Path(name))

    def open_weights(self, file: Path) -> bool:
        """Read with a weights file; whether it could be opened."""
        try:
            loaded = loading.load_alone(WeightsFile(file.absolute()))
        except StudioError as error:
            errors.show_error(self, error)
            return False
        accuracy = loaded.metadata.accuracy
        chosen = TrainedWeights(
            network=typed(loaded.network),
            path=file,
            label=file.stem,
            test_accuracy=accuracy.value if accuracy is not None else None,
        )
        if self._use(chosen):
            self._studio.set_weights(chosen)
            return True
        return False

    # --- pictures

    def open_picture(self, file: Path) -> None:
        """Put a picture's ink on the pad, when it has been read. If it cannot be read, the drawing stays."""
        self._read_picture(file, file.name)

    def _read_picture(self, source: Path | bytes, name: str) -> None:
        self._reading_picture.tell(self.tr("Reading {name}").format(name=name))
        self._pictures.request(PictureFile(source, name))

    @Slot(object)
    def _show_picture(self, ink: Ink) -> None:
        self._reading_picture.end()
        self.pad.add_picture(ink)

    @Slot(object)
    def _show_picture_failure(self, error: BaseException) -> None:
        self._reading_picture.end()
        errors.show_error(self, error)

    @Slot(object)
    def _take(self, data: QMimeData | None) -> None:
        """Use what was dropped or pasted."""
        try:
            offered = pictures.given(data)
            if offered is None:
                raise PictureError(self.tr("There is no picture to paste. Copy one first."))
            if isinstance(offered, QImage):
                self._read_picture(pictures.png(offered, compressed=False), self.tr("The picture"))
            elif offered.suffix.lower() in _WEIGHTS:
                self.open_weights(offered)
            else:
                self.open_picture(offered)
        except StudioError as error:
            errors.show_error(self, error)

    @Slot()
    def paste(self) -> None:
        """Put the clipboard's picture on the pad."""
        self._take(QGuiApplication.clipboard().mimeData())

    @Slot()
    def copy(self) -> None:
        """Put the drawing on the clipboard, dark on light."""
        self.pad.finish_stroke()
        QGuiApplication.clipboard().setImage(self.pad.picture())
        self._studio.statusMessage.emit(self.tr("The drawing is on the clipboard."))

    @Slot()
    def _choose_picture(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Open a picture"),
            "",
            self.tr("Pictures ({patterns});;All files (*)").format(patterns=pictures.PATTERNS),
        )
        if name:
            self.open_picture(Path(name))

    @Slot()
    def _choose_file(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the drawing"), "digit.png", "PNG (*.png)")
        if name:
            self.save(Path(name))

    def save(self, file: Path) -> bool:
        """Write the drawing as a PNG, dark on light, whole or not at all; whether it could be written."""
        self.pad.finish_stroke()
        try:
            write_whole(file, pictures.png(self.pad.picture()))
        except StorageError as error:
            errors.show_error(self, error)
            return False
        self._studio.statusMessage.emit(self.tr("Saved as {file}").format(file=file))
        return True

    # --- my handwriting

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if re.fullmatch(r"\d", event.text()) and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.keep(int(event.text()))
        else:
            super().keyPressEvent(event)

    @Slot(int)
    def keep(self, label: int) -> None:
        """Keep the drawing under a label and take a new sheet."""
        self.pad.finish_stroke()
        ink = self.pad.ink()
        if not ink.any():
            return
        try:
            self._hand.add(ink, label)
        except StudioError as error:
            errors.show_error(self, error)
            return
        self.pad.clear()
        self._studio.statusMessage.emit(self.tr("Kept as {label}; undo brings the drawing back.").format(label=label))
        self._show_hand()

    @Slot(object, int)
    def _relabel(self, numbers: tuple[int, ...], label: int) -> None:
        try:
            for number in numbers:
                self._hand.relabel(number, label)
        except StudioError as error:
            errors.show_error(self, error)
        self._show_hand()

    @Slot(object)
    def _remove(self, numbers: tuple[int, ...]) -> None:
        self._removed = []
        try:
            for number in numbers:
                self._removed += self._hand.remove([number])
        except StudioError as error:
            errors.show_error(self, error)
        self._show_hand()

    @Slot()
    def _put_back(self) -> None:
        try:
            while self._removed:
                self._hand.put_back(self._removed[:1])
                del self._removed[0]
        except StudioError as error:
            errors.show_error(self, error)
        self._show_hand()

    def _look_at_hand(self) -> None:
        """Take what other windows have kept meanwhile."""
        if self._hand.refresh():
            self._show_hand()

    def _show_hand(self) -> None:
        self.hand_view.show_samples(self._hand.samples)
        self.hand_view.show_set_aside(self._hand.problem, self._hand.set_aside)
        self.hand_view.offer_to_put_back(len(self._removed))
        self._test_hand()

    def _test_hand(self) -> None:
        if self._reader is not None and len(self._hand):
            self._tests.request(Test(self._reader, *self._hand.arrays()))

    @Slot(object)
    def _show_test(self, right: np.ndarray) -> None:
        samples = self._hand.samples
        if self._shown is not None and len(right) == len(samples):
            wrong = tuple(sample.number for sample, read in zip(samples, right, strict=True) if not read)
            name = catalogue.get(self._shown.network).title
            self.hand_view.show_accuracy(int(right.sum()), wrong, name)

    @Slot()
    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Export my handwriting into a folder"))
        if name:
            self.export(Path(name))

    def export(self, folder: Path) -> bool:
        """Write the kept digits as a data set folder; whether it could be written."""
        try:
            count = self._hand.export(folder)
        except StudioError as error:
            errors.show_error(self, error)
            return False
        self._studio.statusMessage.emit(self.tr("{count} digits are in {folder}").format(count=count, folder=folder))
        return True

    # --- fine-tuning

    @Slot(bool)
    def tune(self, rehearse: bool) -> None:
        """Fine-tune a copy of the current weights for the kept digits."""
        if self._tuning.busy or self._shown is None:
            return
        shown = self._shown
        pictures, own_labels = self._hand.arrays()
        base = _base()

        def rounds() -> Iterator[Round | FineTuned]:
            old = datasets.load(base.name)
            chosen = loading.load_alone(WeightsFile(shown.path.absolute()))
            return fine_tune(chosen, pictures, own_labels, old, rehearse=rehearse)

        self.hand_view.set_tuning(True)
        self._tuning_activity.tell(self.tr("Fine-tuning for your hand"))
        self._tuning.start(rounds)

    @Slot(object)
    def _on_tuning(self, events: list[Round | FineTuned]) -> None:
        for event in events:
            if isinstance(event, Round):
                self.hand_view.show_round(event)
                self._tuning_activity.tell(self.tr("Fine-tuning for your hand"), event.round / event.rounds)
            else:
                self.hand_view.show_tuned(event)
                self.controls.weights.refresh()
                tuned = self.controls.weights.own(event.path)
                if tuned is not None and self._use(tuned):
                    self._studio.set_weights(tuned)

    @Slot(str)
    def _on_tuning_finished(self, _reason: str) -> None:
        self.hand_view.set_tuning(False)
        self._tuning_activity.end()

    @Slot(object)
    def _on_tuning_failed(self, error: BaseException) -> None:
        self._on_tuning_finished("failed")
        errors.show_error(self, error)


def _base() -> datasets.DatasetInfo:
    """What is rehearsed while fine-tuning: MNIST where it is at hand."""
    mnist = datasets.info("mnist")
    return mnist if mnist.ready else datasets.info("builtin")


def create_page(studio: Studio) -> DrawPage:
    """The room's page."""
    return DrawPage(studio)
