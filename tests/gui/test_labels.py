import pytest

from cnnstudio.gui import labels


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (138_357_544, "138 M"),
        (15.47e9, "15.5 G"),
        (9_098, "9.10 k"),
        (999.6, "1.00 k"),
        (784, "784"),
        (0, "0"),
        (0.5, "0.50"),
        (-2_500, "-2.50 k"),
        (999_600, "1.00 M"),
    ],
)
def test_three_significant_digits(value: float, words: str) -> None:
    assert labels.short(value) == words


def test_units_percents_sizes_durations() -> None:
    assert labels.short(15.47e9, "MAC") == "15.5 GMAC"
    assert labels.integer(138_357_544) == "138,357,544"
    assert labels.percent(0.98891) == "98.9 %"
    assert labels.percent(0.98891, 2) == "98.89 %"
    assert labels.data_size(64_300_000) == "61.3 MiB"
    assert labels.data_size(512) == "512 B"
    assert labels.data_size(1023.9 * 1024**2) == "1.00 GiB"
    assert labels.duration(0.84) == "0.8 s"
    assert labels.duration(9.97) == "10 s"
    assert labels.duration(59.7) == "1:00 min"
    assert labels.duration(185) == "3:05 min"
    assert labels.duration(3_729) == "1:02:09 h"
