import io
from pathlib import Path

import pytest

from cnnstudio.cli import language, run_code
from cnnstudio.networks import consent
from cnnstudio.networks.consent import ConsentError
from cnnstudio.networks.reference import CatalogueNetwork, PythonNetwork
from tests.languages import english_in


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def network(tmp_path: Path) -> PythonNetwork:
    file = tmp_path / "mine.py"
    file.write_text("x = 1")
    return PythonNetwork.of(file, "Net")


def test_a_network_of_the_catalogue_needs_no_asking() -> None:
    run_code.agree(CatalogueNetwork("convnet"), given=False)


@pytest.mark.parametrize("answer", ["y\n", "YES\n", " yes "])
def test_on_a_terminal_it_is_asked(
    network: PythonNetwork, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str
) -> None:
    asked = Terminal()
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stderr", asked)
    run_code.agree(network, given=False)
    assert f"runs the code in {network.path}" in asked.getvalue()
    assert network.agreed
    run_code.agree(network, given=False)
    assert asked.getvalue().count("Do you trust it?") == 1, "once a process"


@pytest.mark.parametrize("answer", ["n\n", "\n", "", "maybe\n"])
def test_anything_but_yes_is_no(network: PythonNetwork, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stderr", Terminal())
    with pytest.raises(ConsentError, match="was not run"):
        run_code.agree(network, given=False)
    assert not network.agreed


def test_elsewhere_the_switch_is_needed(network: PythonNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    with pytest.raises(ConsentError, match="add --run-code"):
        run_code.agree(network, given=False)
    assert not network.agreed
    run_code.agree(network, given=True)
    assert network.agreed


def test_a_file_that_changes_meanwhile_is_not_run(network: PythonNetwork) -> None:
    network.path.write_text("x = 2")
    with pytest.raises(ConsentError, match="has changed"):
        run_code.agree(network, given=True)
    assert not consent.given(network.path, network.sha256)


def test_the_question_is_asked_in_the_users_language(
    network: PythonNetwork, pseudo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    language.choose(pseudo)
    asked = Terminal()
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    monkeypatch.setattr("sys.stderr", asked)
    run_code.agree(network, given=False)
    assert str(network.path) in asked.getvalue()
    assert english_in(asked.getvalue().replace(str(network.path), "")) == []
