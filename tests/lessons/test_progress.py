import json
from pathlib import Path

import pytest

from cnnstudio.errors import BusyError, ConfigError
from cnnstudio.lessons import progress
from cnnstudio.lessons.progress import LessonProgress, Practice, Progress, Reply
from cnnstudio.locks import FileLock


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path))
    return tmp_path


def some() -> Progress:
    wrong = Reply(question="output_size(28, 5)", typed="23", right=False, slip="no_plus_one")
    right = Reply(question="output_size(28, 5)", typed="24", right=True)
    done = Progress().replied("01-a", "output_size", wrong).replied("01-a", "output_size", right)
    done = done.with_lesson("01-a", lambda before: before.ticked("wait padding == 1").at("Why it shrinks"))
    return done.replied("", "macs", Reply(question="macs(1, 1, 1, 3)", typed="9", right=True))


def test_what_was_done_is_remembered() -> None:
    after, aside = progress.record(lambda _: some())
    assert aside is None
    assert progress.load() == after == some()
    lesson = progress.load().of("01-a")
    assert (lesson.ticks, lesson.place) == (("wait padding == 1",), "Why it shrinks")
    assert [reply.right for reply in lesson.replies] == [False, True]
    assert progress.load().misses == {"no_plus_one": 1}
    assert progress.load().practice == {"macs": Practice(asked=1, right=1)}


def test_a_step_is_ticked_once() -> None:
    done = LessonProgress().ticked("a").ticked("b").ticked("a")
    assert done.ticks == ("a", "b")


def test_what_to_practise_is_what_was_missed_most() -> None:
    done = Progress()
    for slip in ("same", "one_side", "same"):
        done = done.replied("", "output_size", Reply(question="q", typed="1", right=False, slip=slip))
    assert done.to_practise() == ("same", "one_side")


def test_the_file_can_be_read_by_a_person(tmp_path: Path) -> None:
    path = tmp_path / "of a student.json"
    progress.save(some(), path)
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["lessons"]["01-a"]["replies"][0] == {
        "question": "output_size(28, 5)",
        "typed": "23",
        "right": False,
        "slip": "no_plus_one",
    }
    assert len(path.read_text(encoding="utf-8").splitlines()) > 10
    assert progress.load(path) == some()


def test_each_change_is_put_onto_what_another_window_has_written() -> None:
    progress.record(lambda before: before.with_lesson("a", lambda lesson: lesson.ticked("x")))
    progress.record(lambda before: before.with_lesson("b", lambda lesson: lesson.ticked("y")))
    assert progress.load().of("a").ticks == ("x",)
    assert progress.load().of("b").ticks == ("y",)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"kind": "cnnstudio-progress"}',
        '{"kind": "cnnstudio-progress", "schema": 99}',
        '{"kind": "cnnstudio-progress", "schema": 1, "medals": 3}',
        '{"kind": "cnnstudio-progress", "schema": 1, "misses": {"same": -1}}',
        '{"kind": "cnnstudio-progress", "schema": 1, "lessons": {"a": {"ticks": 3}}}',
    ],
)
def test_what_cannot_be_read_is_set_aside_and_never_lost(content: str) -> None:
    progress.file().parent.mkdir(parents=True)
    progress.file().write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"\.$"):
        progress.load()
    _, aside = progress.record(lambda before: before.with_lesson("a", lambda lesson: lesson.ticked("x")))
    assert aside is not None
    assert aside.read_text(encoding="utf-8") == content
    assert progress.load().of("a").ticks == ("x",)
    progress.file().write_text(content, encoding="utf-8")
    _, second = progress.record(lambda before: before)
    assert second is not None
    assert second != aside
    assert aside.read_text(encoding="utf-8") == second.read_text(encoding="utf-8") == content


def test_another_window_that_does_not_let_go_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE_S", 0.0)
    progress.file().parent.mkdir(parents=True)
    lock = FileLock(progress.file().with_suffix(".lock"))
    assert lock.acquire()
    with pytest.raises(BusyError, match="Another window"):
        progress.record(lambda before: before)
    lock.release()
    progress.record(lambda before: before)


def test_only_the_last_replies_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "MOST_REPLIES", 3)
    done = LessonProgress()
    for number in range(5):
        done = done.replied(Reply(question="q", typed=str(number), right=False))
    assert [reply.typed for reply in done.replies] == ["2", "3", "4"]


def test_right_replies_in_practice_make_a_streak_and_lessons_count_by_kind_alone() -> None:
    found = Progress()
    for right in (True, True, False, True):
        found = found.replied("", "macs", Reply(question="macs(1, 1, 1, 4)", typed="16", right=right))
    found = found.replied("01", "macs", Reply(question="macs(1, 1, 1, 4)", typed="4", right=False))
    assert (found.streak, found.longest) == (1, 2)
    assert found.by_kind() == {"macs": Practice(asked=5, right=3)}
    assert Progress.from_json(found.to_json()) == found
