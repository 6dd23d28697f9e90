import pytest

from cnnstudio.training.pace import Clock, Pace


def test_a_clock_counts_only_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.perf_counter", lambda: now)
    clock = Clock(5.0)
    with clock:
        now += 2.0
        assert clock.now() == 7.0
    now += 1000.0
    with clock:
        now += 1.0
    assert clock.now() == 8.0


@pytest.mark.parametrize(("step_s", "steps"), [(0.001, 50), (0.01, 5), (0.2, 1), (0.0, 4**8)])
def test_the_pace_settles_at_50_ms(step_s: float, steps: int) -> None:
    pace = Pace(128)
    for _ in range(8):
        pace.measured(pace.steps, pace.steps * step_s)
    assert pace.steps == steps


def test_a_hiccup_does_not_make_the_next_stretch_long() -> None:
    pace = Pace(128)
    pace.measured(1, 0.01)
    assert pace.steps == 4
    pace.measured(4, 3.0)
    assert pace.steps == 1


def test_speed_is_smoothed() -> None:
    pace = Pace(100)
    pace.measured(1, 0.1)
    assert pace.images_per_s == pytest.approx(1000)
    pace.measured(1, 0.05)
    assert pace.images_per_s == pytest.approx(1200)
