import gc
import subprocess
import sys

import pytest

from cnnstudio.gui import warm_up


def test_loads_everything_and_turns_collection_on_again() -> None:
    code = (
        "import gc, sys\n"
        "from cnnstudio.gui.warm_up import warm_up\n"
        "names = []\n"
        "for name in warm_up():\n"
        "    assert not gc.isenabled()\n"
        "    names.append(name)\n"
        "assert gc.isenabled()\n"
        "assert gc.get_freeze_count() > 10_000\n"
        "import torch\n"
        "assert torch.ones(2, 2).matmul(torch.ones(2, 2)).sum() == 8\n"
        "print(*names)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout.split() == ["numpy", "torch", "pyqtgraph"], done.stderr


def test_collection_is_turned_on_again_when_a_library_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm_up, "LIBRARIES", ("no_such_library",))
    monkeypatch.setattr(warm_up, "_load_torch_libraries", lambda: None)
    with pytest.raises(ModuleNotFoundError):
        list(warm_up.warm_up())
    assert gc.isenabled()
