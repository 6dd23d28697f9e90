import json

import pytest

from cnnstudio.cli import main
from cnnstudio.networks import catalogue


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["networks", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["name"] for row in rows] == [spec.name for spec in catalogue.specs()]
    resnet = next(row for row in rows if row["name"] == "resnet18")
    assert resnet["params"] == 11_689_512
    assert resnet["weights"][0]["top1"] == 69.758


def test_the_list_fits_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["networks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.split()[:2] == ["vgg16", "2014"] for line in lines)
    assert any("trains on digits" in line for line in lines if "resnet-20" in line)
