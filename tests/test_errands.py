"""Errands: begun in their order, waited for, run at once where nobody began them, ended with the test run."""

import time
from pathlib import Path

import pytest

from tests.errands import HOME, Errand, Runner

SAY = "import os, sys; print('said'); print('complained', file=sys.stderr); sys.exit(3)"
WAIT = "import sys, time; open(sys.argv[1], 'w').close(); time.sleep(600)"


def test_what_came_of_it_is_told_once() -> None:
    errand = Errand("-c", f"print(sorted(__import__('os').listdir({HOME!r}))); {SAY}")
    done = errand.done()
    assert (done.status, done.output, done.errors) == (3, "[]\nsaid\n", "complained\n")
    assert errand.done() is done
    assert list(done.home.iterdir()) == []


def test_they_are_run_in_their_order_and_each_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    errands = [Errand("-c", f"open({str(log)!r}, 'a').write('{name}')") for name in "abc"]
    runner = Runner([errands[0], errands[1], errands[0], errands[2]])
    assert len(runner.errands) == 3
    runner.start()
    for errand in reversed(errands):
        assert errand.done().status == 0
    assert sorted(log.read_text()) == ["a", "b", "c"]
    runner.end()


def test_a_home_and_variables_of_its_own(studio_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OF_THIS_TEST", "1")
    done = Errand("-c", "import os; print(os.environ['CNNSTUDIO_HOME'], os.environ.get('OF_THIS_TEST'))").done()
    assert done.output == f"{done.home} None\n"
    assert done.home != studio_home


def test_what_hangs_is_killed_and_says_so() -> None:
    done = Errand("-c", "import time; time.sleep(600)", seconds=0.3).done()
    assert done.status != 0
    assert done.errors.endswith("was not over after 0.3 s.\n")


def test_the_end_of_the_test_run_ends_them(tmp_path: Path) -> None:
    begun, never = tmp_path / "begun", tmp_path / "never"
    runner = Runner([Errand("-c", WAIT, str(begun)), Errand("-c", WAIT, str(never))])
    runner.start()
    while not begun.exists():
        time.sleep(0.01)
    runner.end()
    assert runner.errands[0].done().status != 0
    assert not never.exists()


def test_an_errand_that_could_not_be_begun_is_begun_by_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    errand = Errand("-c", "print('here')")
    runner = Runner([errand])

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError("a test plays a full table of processes")

    with monkeypatch.context() as played:
        played.setattr("tests.errands._Popen", refuse)
        runner.start()
        runner._thread.join()
    assert errand.done().output == "here\n"
    runner.end()
