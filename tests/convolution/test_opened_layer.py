import subprocess
import sys

from torch import nn

from cnnstudio import records
from cnnstudio.convolution.opened_layer import OPENABLE, OpenedLayer
from cnnstudio.networks import lenet


def test_names_need_no_torch() -> None:
    code = "import sys; import cnnstudio.convolution.opened_layer; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_kind_is_a_class_of_that_name() -> None:
    assert all(hasattr(nn, name) or hasattr(lenet, name) for name in OPENABLE)


def test_an_opened_layer_comes_back_through_json() -> None:
    layer = OpenedLayer(path="features.3", call=2, outputs=(4, 1), inputs=(3,), row=5, col=6, front=None)
    assert records.from_json(OpenedLayer, records.to_json(layer)) == layer
