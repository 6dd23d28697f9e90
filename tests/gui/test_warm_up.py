import gc

import pytest

from cnnstudio.gui import warm_up
from tests.errands import Errand

WARMED = Errand(
    "-c",
    """
import gc
from cnnstudio.gui.warm_up import warm_up
names = []
for name in warm_up():
    assert not gc.isenabled()
    names.append(name)
assert gc.isenabled()
assert gc.get_freeze_count() > 10_000
import torch
assert torch.ones(2, 2).matmul(torch.ones(2, 2)).sum() == 8
print(*names)
""",
    seconds=120,
)


@pytest.mark.errand(WARMED)
def test_loads_everything_and_turns_collection_on_again() -> None:
    done = WARMED.done()
    assert done.output.split() == ["numpy", "torch", "pyqtgraph"], done.errors


def test_collection_is_turned_on_again_when_a_library_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm_up, "LIBRARIES", ("no_such_library",))
    monkeypatch.setattr(warm_up, "_load_torch_libraries", lambda: None)
    gc.enable()
    with pytest.raises(ModuleNotFoundError):
        list(warm_up.warm_up())
    assert gc.isenabled()
    assert not warm_up.is_loading()
