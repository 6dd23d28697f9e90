import threading

import torch

from cnnstudio.prediction.threads import stay_on_one_core


def test_only_the_calling_thread_stays_on_one_core():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    seen = {}

    def answer() -> None:
        stay_on_one_core()
        stay_on_one_core()
        seen["answering"] = torch.get_num_threads()

    def train() -> None:
        seen["training"] = torch.get_num_threads()

    try:
        for work in (answer, train):
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
        assert seen == {"answering": 1, "training": 2}
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
