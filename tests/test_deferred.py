import subprocess
import sys


def test_a_module_is_loaded_when_it_is_first_used() -> None:
    code = (
        "import sys; from cnnstudio.deferred import Deferred; np = Deferred('numpy'); "
        "assert 'numpy' not in sys.modules; assert int(np.arange(5).sum()) == 10; assert 'numpy' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_the_studio_is_about_needs_no_heavy_library() -> None:
    heavy = "numpy", "torch", "torchvision", "pyqtgraph", "PIL", "psutil", "safetensors"
    code = (
        "import sys; import cnnstudio.gui.studio, cnnstudio.gui.names, cnnstudio.workspace.restart as restart; "
        "restart.save(restart.Workspace()); restart.load(); "
        f"print(*sorted(sys.modules.keys() & set({heavy!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
