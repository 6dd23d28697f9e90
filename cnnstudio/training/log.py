"""The tutorial's log, as a pure function from events to lines; the window and the command line both print it."""

from cnnstudio.training.events import EpochEvaluated, Event, RunFinished, RunStarted, StepsDone


def lines(started: RunStarted, event: Event) -> list[str]:
    """The log lines of one event of the run that ``started`` (none for most events).

    ``Epoch: 001/010 | Batch 000/469 | Cost: 2.3026`` every ``log_every`` batches; the training accuracy and the time
    after each epoch; the total time and the test accuracy at the end.
    """
    config = started.config
    match event:
        case StepsDone():
            # All steps of one event belong to one epoch.
            first = event.batch - len(event.losses) + 1
            return [
                f"Epoch: {event.epoch + 1:03d}/{config.epochs:03d} | Batch {first + index:03d}/{started.batches:03d} "
                f"| Cost: {loss:.4f}"
                for index, loss in enumerate(event.losses)
                if (first + index) % config.log_every == 0
            ]
        case EpochEvaluated():
            epoch = f"Epoch: {event.epoch + 1:03d}/{config.epochs:03d}"
            written = []
            if event.train_accuracy is not None:
                written.append(f"{epoch} training accuracy: {event.train_accuracy:.2%}")
            if event.test_accuracy is not None and config.evaluate_test == "epoch":
                written.append(f"{epoch} test accuracy: {event.test_accuracy:.2%}")
            return [*written, f"Time elapsed: {event.elapsed_s / 60:.2f} min"]
        case RunFinished():
            return [
                f"Total Training Time: {event.elapsed_s / 60:.2f} min",
                f"Test accuracy: {event.test_accuracy:.2%}",
            ]
        case _:
            return []
