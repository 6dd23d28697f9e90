from pytestqt.qtbot import QtBot

from cnnstudio.gui.playground.page import PlaygroundPage
from cnnstudio.gui.playground.timeline import SPEEDS


def test_playing_slides_to_the_end_and_shows_the_whole_output(page: PlaygroundPage, qtbot: QtBot) -> None:
    page.open_state(2)
    timeline = page.timeline
    timeline.speed.setCurrentIndex(len(SPEEDS) - 1)
    seen: list[int] = []
    page.model.positionChanged.connect(lambda: seen.append(page.model.index))
    timeline.toggle()
    assert page.model.reveal
    qtbot.waitUntil(lambda: not timeline.playing, timeout=5000)
    assert sorted(set(seen)) == list(range(16))
    assert not page.model.reveal


def test_pausing_stays_where_it_is(page: PlaygroundPage) -> None:
    page.open_state(2)
    page.timeline.toggle()
    page.timeline._tick()
    page.timeline.pause()
    assert page.model.index == 1
    assert page.timeline.where.text() == "2 / 16"
    page.timeline.step_back()
    page.timeline.step_back()
    assert page.model.index == 0


def test_a_change_of_the_state_stops_it(page: PlaygroundPage) -> None:
    page.timeline.toggle()
    page.model.change("", lambda state: state.with_parameters(padding_top=1))
    assert not page.timeline.playing
    assert not page.model.reveal


def test_speed_takes_effect_while_playing(page: PlaygroundPage) -> None:
    page.timeline.toggle()
    page.timeline.speed.setCurrentIndex(0)
    assert page.timeline.interval_ms == 1000
    page.timeline.pause()


def test_hiding_the_room_pauses(page: PlaygroundPage) -> None:
    page.timeline.toggle()
    page.hide()
    assert not page.timeline.playing


def test_the_position_keeps_its_width(page: PlaygroundPage) -> None:
    page.model.change("", lambda state: state.with_parameters(input_height=12, input_width=12))
    timeline = page.timeline
    assert timeline.where.text() == "1 / 121"
    width = timeline.where.width()
    timeline.go_last()
    assert timeline.where.text() == "121 / 121"
    assert timeline.where.minimumWidth() == timeline.where.maximumWidth() == width
