from pathlib import Path

import pytest

from cnnstudio.errors import StorageError
from cnnstudio.networks import consent
from cnnstudio.networks.consent import ConsentError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_bytes(b"x = 1\n")
    return path


def test_nothing_is_agreed_to_at_first(file: Path) -> None:
    sha256 = consent.fingerprint(file)
    assert not consent.given(file, sha256)
    with pytest.raises(ConsentError, match=r"mine\.py runs its code"):
        consent.source(file, sha256)


def test_consent_is_for_one_path_and_one_hash(file: Path, tmp_path: Path) -> None:
    sha256 = consent.fingerprint(file)
    consent.give(file, sha256)
    assert consent.given(file, sha256)
    twin = tmp_path / "twin.py"
    twin.write_bytes(file.read_bytes())
    assert not consent.given(twin, sha256), "the same bytes in another place are asked about"
    file.write_bytes(b"x = 2\n")
    assert not consent.given(file, consent.fingerprint(file)), "a changed file is asked about again"


def test_what_was_agreed_to_is_kept_whatever_happens_to_the_file(file: Path) -> None:
    sha256 = consent.fingerprint(file)
    consent.give(file, sha256)
    file.write_bytes(b"something else")
    assert consent.source(file, sha256) == b"x = 1\n"
    file.unlink()
    assert consent.source(file, sha256) == b"x = 1\n"


def test_a_file_that_changed_between_question_and_answer_is_refused(file: Path) -> None:
    sha256 = consent.fingerprint(file)
    file.write_bytes(b"evil()\n")
    with pytest.raises(ConsentError, match="has changed since you were asked"):
        consent.give(file, sha256)
    assert not consent.given(file, sha256)


def test_a_file_that_is_gone(file: Path) -> None:
    sha256 = consent.fingerprint(file)
    file.unlink()
    with pytest.raises(StorageError):
        consent.give(file, sha256)
    with pytest.raises(StorageError):
        consent.fingerprint(file)


def test_consent_can_be_taken_back_and_never_reaches_the_disk(file: Path, studio_home: Path) -> None:
    sha256 = consent.fingerprint(file)
    consent.give(file, sha256)
    consent.forget()
    assert not consent.given(file, sha256)
    assert list(studio_home.rglob("*")) == []
    assert list(file.parent.iterdir()) == [file]
