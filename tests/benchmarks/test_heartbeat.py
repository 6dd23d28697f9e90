import time

from pytestqt.qtbot import QtBot

from tests.benchmarks.heartbeat import BEAT_S, Heartbeat


def test_a_stall_counts_as_long_as_it_lasts(qtbot: QtBot) -> None:
    heart = Heartbeat()
    heart.start()
    qtbot.wait(30)
    before = len(heart.lateness)
    time.sleep(0.2)
    heart.stop()
    stalled = heart.lateness[before:]
    assert max(stalled) >= 0.18
    assert len(stalled) >= 15, "beats that were skipped count too"
    assert heart.percentile(100) == max(heart.lateness)
    assert heart.percentile(0) <= BEAT_S
