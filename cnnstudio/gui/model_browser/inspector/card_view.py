"""The network's card: who made it, what was new in it, what it changed, where this version differs."""

from html import escape

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cnnstudio.gui import labels, language, theme
from cnnstudio.gui.language import translate
from cnnstudio.gui.model_browser import words
from cnnstudio.gui.widgets.section import Section
from cnnstudio.networks import cards
from cnnstudio.networks.catalogue import NetworkSpec


class CardView(QWidget):
    """Shows one card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="models-card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_4)
        layout.setSpacing(theme.SPACE_4)
        self.title = _text()
        self.title.setFont(theme.font(1.25, bold=True))
        self.paper = _text(quiet=True)
        self.paper.setOpenExternalLinks(True)
        layout.addWidget(self.title)
        layout.addWidget(self.paper)
        self._ideas, self.ideas = self._section(self.tr("Key ideas"), layout)
        self._changed, self.changed = self._section(self.tr("What it changed"), layout)
        self._differs, self.differs = self._section(self.tr("This version and the paper"), layout)
        self._runs, self.runs = self._section(self.tr("In this program"), layout)
        layout.addStretch(1)
        self._shown: tuple[NetworkSpec | None, str] = (None, "")
        theme.manager().changed.connect(self._again)

    def show_network(self, spec: NetworkSpec | None, title: str) -> None:
        """Show the card of a network; ``spec`` is None for the user's own."""
        self._shown = (spec, title)
        card = cards.card(spec, language.code()) if spec is not None else None
        title = language.say(title)
        self.title.setText(escape(labels.details([title, str(card.year)]) if card else title))
        if card:
            parts = [escape(card.authors)]
            if card.paper:
                parts.append(f"“{escape(card.paper)}”")
            if card.venue:
                parts.append(escape(card.venue))
            text = "<br>".join(parts)
            if card.link:
                text += f"<br>{words.link(_address(card.link), card.link)}"
            self.paper.setText(text)
        self.paper.setVisible(card is not None)
        self._fill(self._ideas, self.ideas, _list(card.ideas) if card else "")
        self._fill(self._changed, self.changed, escape(card.changed) if card else "")
        self._fill(self._differs, self.differs, escape(card.differs) if card else "")
        self._fill(self._runs, self.runs, self._here(spec))

    @Slot()
    def _again(self) -> None:
        self.show_network(*self._shown)

    def _here(self, spec: NetworkSpec | None) -> str:
        if spec is None:
            return translate("models", "Your own network.")
        if spec.trainable_on_digits:
            return translate("models", "Trains on 28 × 28 digits in minutes: press Train it.")
        return translate("models", "Shown for its structure: no weights are loaded, nothing is downloaded.")

    def _section(self, title: str, layout: QVBoxLayout) -> tuple[Section, QLabel]:
        section = Section(title)
        label = _text()
        section.add(label)
        layout.addWidget(section)
        return section, label

    def _fill(self, section: Section, label: QLabel, text: str) -> None:
        label.setText(text)
        section.setVisible(bool(text))


def _address(link: str) -> str:
    """The card's text of a link as an address."""
    if link.startswith("arXiv:"):
        return f"https://arxiv.org/abs/{link.removeprefix('arXiv:')}"
    return f"https://{link}"


def _text(*, quiet: bool = False) -> QLabel:
    label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)
    label.setProperty("quiet", quiet)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    return label


def _list(ideas: tuple[str, ...]) -> str:
    items = "".join(f"<li style='margin-bottom:4px'>{escape(idea)}</li>" for idea in ideas)
    return f"<ul style='margin-left:-24px; margin-top:0'>{items}</ul>"
