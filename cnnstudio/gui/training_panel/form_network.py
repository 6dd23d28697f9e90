"""What is known of the form's network and of the current one: whether they can be trained on digits, and why not."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from cnnstudio.errors import StudioError
from cnnstudio.gui import errors, language
from cnnstudio.gui.studio import Studio
from cnnstudio.gui.workers.latest_wins import LatestWins
from cnnstudio.networks import trials
from cnnstudio.networks.consent import ConsentError
from cnnstudio.networks.reference import NetworkRef, PythonNetwork, fits, is_known
from cnnstudio.workspace.current import Current

TRAINS = trials.TRAINS_ON_DIGITS
"""What a network has to do here."""


@dataclass(frozen=True, slots=True)
class _Found:
    network: NetworkRef
    changed: bool  # its file is another one now


class FormNetwork(QObject):
    """Looks at networks on a worker where that takes its time; lives on the GUI thread."""

    changed = Signal()  # problem or hint
    trainable = Signal(object)  # NetworkRef: another one is current, and the form can train it

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._network: NetworkRef = studio.current.network
        self._to_follow: NetworkRef | None = studio.current.network
        self._changed_files: set[NetworkRef] = set()
        self._asked: tuple[PythonNetwork, ...] = ()  # about which is asked now; read on the worker's thread, too
        self._worker = LatestWins(self._probe_networks, self, name="train-network")
        self._worker.result.connect(self._on_found)
        studio.changed.connect(self._on_current)

    @property
    def busy(self) -> bool:
        """Whether it is being found out."""
        return self._worker.busy

    @property
    def may_be_chosen(self) -> bool:
        """Whether nothing is known that speaks against the form's network."""
        return not is_known(self._network, TRAINS) or fits(self._network, TRAINS) is None

    @property
    def file_changed(self) -> bool:
        """Whether the file of the form's network is another one now than the one that is trained."""
        return self._network in self._changed_files

    @property
    def needs_consent(self) -> PythonNetwork | None:
        """The form's network, where its file may not run yet."""
        network = self._network
        return network if isinstance(network, PythonNetwork) and not network.agreed else None

    @property
    def hint(self) -> str:
        """What the user should know of the form's network; empty where all is well."""
        network, current = self._network, self._studio.current.network
        if network != current:
            known = is_known(current, TRAINS)
            why_not = fits(current, TRAINS) if known else None
            if why_not is not None:
                return self.tr("{why} The form trains {network}.").format(
                    why=errors.sentence(why_not), network=language.say(network.title)
                )
            return self.tr("The current network is {current}; the form trains {network}.").format(
                current=language.say(current.title), network=language.say(network.title)
            )
        if self.file_changed and isinstance(network, PythonNetwork):
            return self.tr(
                "{file} has changed since: it is trained as it was when you agreed to run it. Open it again to train "
                "the new one."
            ).format(file=network.path.name)
        return ""

    def show(self, network: NetworkRef) -> None:
        """This network stands in the form."""
        if network != self._network:
            self._network = network
            self._ask_about_networks()
        self.changed.emit()

    def stay_with(self, network: NetworkRef) -> None:
        """This network stands in the form, whatever was to be put there."""
        self._to_follow = None
        self.show(network)

    @Slot()
    def look_again(self) -> None:
        """Its file may have changed, or may run now."""
        self._ask_about_networks()
        self.changed.emit()

    def follow(self) -> None:
        """Put the current network into the form as soon as it is known that it can be trained."""
        network = self._to_follow
        if network is None:
            return
        if not is_known(network, TRAINS):
            self._ask_about_networks()
            return
        error: StudioError | None = fits(network, TRAINS)
        if not isinstance(error, ConsentError):
            self._to_follow = None
        if error is None:
            self.trainable.emit(network)
        self.changed.emit()

    def shut_down(self) -> None:
        """End the worker."""
        self._worker.shut_down()

    def _note_own(self) -> None:
        own = (self._network, self._studio.current.network)
        self._asked = tuple(dict.fromkeys(network for network in own if isinstance(network, PythonNetwork)))

    def _ask_about_networks(self) -> None:
        self._note_own()
        if self._asked:
            self._worker.request(self._asked)

    def _probe_networks(self, networks: tuple[PythonNetwork, ...]) -> tuple[_Found, ...]:
        """Try each class, and read its file again; on the worker's thread."""
        found = []
        for network in networks:
            trials.find_out(network, wanted=lambda network=network: network in self._asked)  # type: ignore[misc]
            found.append(_Found(network, network.changed))
        return tuple(found)

    @Slot(object, object)
    def _on_current(self, before: Current, after: Current) -> None:
        if after.network != before.network:
            self._to_follow = after.network
            self._note_own()
        elif after is not before:
            return  # a stroke, an edited weight: nothing of the network
        # Else it is told anew what is current: something was found out of it, or its file may run.
        self.follow()
        self.changed.emit()

    @Slot(object)
    def _on_found(self, found: tuple[_Found, ...]) -> None:
        for one in found:
            (self._changed_files.add if one.changed else self._changed_files.discard)(one.network)
        self.follow()
        self.changed.emit()
