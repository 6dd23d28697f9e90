"""The analysis of a network: build it without weights, run it once on ``meta``, put together what was recorded."""

import dataclasses
import gc
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import nn

from cnnstudio.analysis import building, constants, failures, own_process
from cnnstudio.analysis.reads import State, published
from cnnstudio.analysis.recorder import Call, Recorder, Returned, Step
from cnnstudio.analysis.results import (
    NOT_FOLLOWED,
    Analysis,
    Graph,
    Group,
    Layer,
    Node,
    NodeKind,
    Parameter,
    ReceptiveField,
    Shape,
    in_layers,
)
from cnnstudio.errors import ConfigError, StudioError
from cnnstudio.messages import Message, in_turn, listed
from cnnstudio.networks import catalogue, consent, exported, user_code
from cnnstudio.networks.building import layers_of, to_evaluation, to_meta, to_zeros, without_memory
from cnnstudio.networks.catalogue import NetworkSpec
from cnnstudio.networks.draws import OwnDraws
from cnnstudio.networks.reference import PythonNetwork

_OF_ZEROS = Message(
    "The network looks at the numbers it is given; shown is what it does with a picture of zeros, and it may do "
    "something else with another."
)
_ROLES_UNTOLD = Message(
    "An ONNX file does not say which of its constants are learnt: all that it stores as weights count as parameters, "
    "and what it stores twice counts twice."
)
_SHARES_UNTOLD = Message(
    "The file does not say which parameters are shared, as it was exported without their numbers; each name is counted."
)


def analyse(
    network: str | NetworkSpec,
    *,
    input_shape: tuple[int, int, int] | None = None,
    classes: int | None = None,
    batch: int = 1,
    options: dict[str, Any] | None = None,
) -> Analysis:
    """Analyse a network of the catalogue.

    Args:
        network: name or entry.
        input_shape: (C, H, W); None for the one it was made for.
        classes: number of outputs; None for its own.
        batch: pictures at once.
        options: further keyword arguments for the builder.

    Raises:
        UnknownNameError: if there is no such network.
        ConfigError: if the builder refuses the options.
        NetworkInputError: if the network cannot take such an input; names the layer where it fails.
    """
    spec = catalogue.get(network) if isinstance(network, str) else network
    shape = input_shape or spec.input_shape
    building.check_input(spec.title, shape, batch)
    with _collecting_later():
        # Nothing here holds the network: it is gone before the collector looks through what is there.
        return analyse_module(
            building.build(spec, input_shape=shape, classes=classes, options=options),
            shape,
            batch=batch,
            name=spec.name,
            title=spec.title,
        )


def analyse_python(
    file: Path,
    class_name: str,
    input_shape: tuple[int, int, int],
    *,
    batch: int = 1,
    confirmed: bool = False,
    arguments: Mapping[str, Any] | None = None,
) -> Analysis:
    """Analyse a class in the user's Python file; this runs the file (see ``user_code.build``).

    Raises:
        ConsentError: if it is not ``confirmed`` that the file's code may run.
        StorageError: if the file cannot be read.
        ConfigError: if the file or the class raises, or there is no such network class.
        NetworkInputError: if the network cannot take such an input.
    """
    building.check_input(class_name, input_shape, batch)
    text = user_code.confirmed_source(file, confirmed=confirmed)
    order = own_process.Order(file, text, class_name, input_shape, batch, dict(arguments or {}))
    construct = partial(user_code.construct, file, text, class_name, arguments)
    return analyse_without_numbers(order, construct) or own_process.analyse(order)


def analyse_own(network: PythonNetwork, input_shape: tuple[int, int, int], *, batch: int = 1) -> Analysis:
    """Analyse a class of the user's, from the bytes of its file that the user agreed to run.

    Raises:
        ConsentError: if nobody agreed to that.
        ConfigError: if the file or the class raises, or there is no such network class.
        NetworkInputError: if the network cannot take such an input.
    """
    building.check_input(network.class_name, input_shape, batch)
    loaded = user_code.load(network.path, network.class_name, network.sha256, network.given)
    text = consent.source(network.path, network.sha256)
    order = own_process.Order(network.path, text, network.class_name, input_shape, batch, network.given, key=network)
    return analyse_without_numbers(order, loaded.build) or own_process.analyse(order)


def analyse_without_numbers(order: own_process.Order, construct: Callable[[], nn.Module]) -> Analysis | None:
    """Analyse a network of the user's on ``meta``; None where it, or its constructor, needs its numbers.

    Raises:
        ConfigError: if the constructor raises.
        NetworkInputError: if the network cannot take the input.
    """
    building.check_input(order.name, order.input_shape, order.batch)
    try:
        # Anyone's code may draw random numbers, which a training meanwhile must not notice.
        with OwnDraws(0):
            with without_memory():
                module = construct()
            return analyse_module(
                module,
                order.input_shape,
                batch=order.batch,
                name=order.file.stem,
                title=order.name,
                on_meta_only=True,
            )
    except failures.OtherFailureError:
        return None
    except ConfigError as error:
        # A constructor may look at numbers, too; what the author raises on purpose is no such thing.
        if not isinstance(error.__cause__, (NotImplementedError, RuntimeError, TypeError)):
            raise
        return None


def analyse_exported(
    file: Path, *, input_shape: tuple[int, int, int] | None = None, batch: int | None = None
) -> Analysis:
    """Analyse a ``torch.export`` file (``.pt2``) or an ONNX file (``.onnx``); nothing in it is run or unpickled.

    Args:
        file: the file.
        input_shape: (C, H, W); None for the one it was exported with. Many exported graphs take no other.
        batch: None for the one it was exported with.

    Raises:
        StorageError: if the file cannot be read.
        WeightsError: if it is no ``torch.export`` file or cannot be shown.
        NetworkInputError: if the network cannot take such an input.
    """
    network = exported.read_any(file)
    analysis = analyse_module(
        network.module,
        input_shape or network.input_shape[1:],
        batch=batch or network.input_shape[0],
        name=file.stem,
        title=file.name,
        on_meta_only=True,
    )
    told = [_SHARES_UNTOLD] * (not network.shares_told) + [_ROLES_UNTOLD] * (not network.roles_told)
    return dataclasses.replace(analysis, notes=(*analysis.notes, *told)) if told else analysis


def analyse_module(
    module: nn.Module,
    input_shape: tuple[int, int, int],
    *,
    batch: int = 1,
    name: str = "",
    title: str = "",
    on_meta_only: bool = False,
    real: bool = False,
) -> Analysis:
    """Analyse any module that takes one tensor (N, C, H, W); its weights' values are not needed and are lost.

    The module is moved to ``meta`` and put into evaluation mode. One that cannot run there, because its control flow
    looks at numbers, runs on the CPU with zeros instead, unless ``on_meta_only``: for what is not to be run at all.
    ``real``: it runs on the CPU as it is, with its weights and a picture of zeros.

    Raises:
        NetworkInputError: if the network cannot take such an input; names the layer where it fails.
    """
    title = title or getattr(module, "original_name", type(module).__name__)
    building.check_input(title, input_shape, batch)
    numbers = constants.kept(module)
    if not real:
        to_meta(module)
    if any(layer.training for layer in layers_of(module)):
        to_evaluation(module)
    shape = (batch, *input_shape)
    notes = [_OF_ZEROS] if real else []
    dtype = next((p.dtype for p in module.parameters() if p.is_floating_point()), torch.float32)
    recorder = Recorder(module, numbers)
    try:
        recorder.run(torch.zeros(shape, dtype=dtype) if real else torch.empty(shape, device="meta", dtype=dtype))
    except StudioError:
        raise
    except (NotImplementedError, RuntimeError, TypeError) as error:
        if on_meta_only or real or "meta" not in str(error):
            raise failures.sentence(title, input_shape, recorder.place, error) from error
        recorder = _run_on_cpu(module, numbers, shape, dtype, title)
        notes.append(_OF_ZEROS)
    except Exception as error:  # A network is anyone's code: whatever it raises is told as a sentence.
        raise failures.sentence(title, input_shape, recorder.place, error) from error
    with_numbers = bool(notes)
    if recorder.main is None and not (with_numbers and any(not output.fixed for output in recorder.outputs)):
        raise failures.cut_off(title)
    complete, live = recorder, {step.id for step in recorder.steps}
    if not with_numbers and _has_unused(module, recorder):
        value = torch.empty(shape, device="meta", dtype=dtype)
        complete, live = _with_training_only(module, numbers, recorder, value)
    notes = [in_turn([*notes, *_of_numbers_that_left(recorder)]), *_of_fixed_outputs(recorder)]
    notes = [note for note in notes if note]
    return _Assembly(module, recorder, complete, live, notes).analysis(name, title, input_shape, batch)


def _of_numbers_that_left(recorder: Recorder) -> list[Message]:
    """What has to be said where numbers went through NumPy or Python."""
    places: dict[str, list[str]] = {}
    for name, path in recorder.left:
        places.setdefault(name, []).append(path)
    if not places:
        return []
    return [
        Message(
            "Numbers leave PyTorch on the way ({calls}): what is made or calculated with Python's numbers afterwards "
            "reads, at most, all that left.",
            calls=in_layers({f"{name}()": paths for name, paths in places.items()}),
        )
    ]


def _of_fixed_outputs(recorder: Recorder) -> Iterator[Message]:
    """What has to be said of outputs that do not come from the input, or not as far as can be seen."""
    found = [output for output in recorder.outputs if output.step is None]
    fixed = [
        Message("{output} is the {thing}", output=_output_name(output), thing=output.fixed)
        for output in found
        if output.fixed
    ]
    lost = [_output_name(output) for output in found if not output.fixed]
    if fixed:
        yield Message("{outputs}: the same whatever the input is.", outputs=listed(fixed))
    if lost:
        yield Message(
            "{outputs} could not be followed back to the input: neither its receptive field nor its way is shown.",
            outputs=listed(lost),
        )


def _output_name(output: Returned) -> Message:
    return Message("Output {name}", name=output.name) if output.name else Message("Output")


def _has_unused(module: nn.Module, recorder: Recorder) -> bool:
    """Whether there are layers that compute and did not run."""
    used = {id(call.module) for call in recorder.calls.values()}
    for call in recorder.calls.values():
        if call.step and call.module._modules:
            used.update(map(id, layers_of(call.module)))
    return any(
        id(layer) not in used and layer._parameters and next(layer.children(), None) is None
        for layer in layers_of(module)
    )


def _with_training_only(
    module: nn.Module, numbers: Mapping[tuple[int, str], torch.Tensor], recorder: Recorder, value: torch.Tensor
) -> tuple[Recorder, set[int]]:
    """A run with the branches that run in training alone, and its steps that run in evaluation, too.

    Layers ask ``self.training``; those with layers inside are told that they train, the others stay as they work in
    evaluation. Where that run fails, or does not do all that evaluation does in the same order, there is no such run.
    """
    outer = [layer for layer in layers_of(module) if next(layer.children(), None) is not None and not _is_torchs(layer)]
    fuller = Recorder(module, numbers)
    everything = recorder, {step.id for step in recorder.steps}
    try:
        for layer in outer:
            layer.training = True
        fuller.run(value)
    except Exception:  # A network that cannot train without labels, say: there is nothing more to see.
        return everything
    finally:
        for layer in outer:
            layer.training = False
    live: set[int] = set()
    steps = iter(fuller.steps)
    for step in recorder.steps:
        same = next((other for other in steps if _are_alike(step, other)), None)
        if same is None:
            return everything
        live.add(same.id)
    if not recorder.calls.keys() < fuller.calls.keys():
        return everything
    return fuller, live


def _is_torchs(layer: nn.Module) -> bool:
    return type(layer).__module__.startswith("torch.nn.")


def _are_alike(one: Step, other: Step) -> bool:
    return (one.kind, one.label, one.path, one.group, one.output_shape) == (
        other.kind,
        other.label,
        other.path,
        other.group,
        other.output_shape,
    )


@contextmanager
def _collecting_later() -> Iterator[None]:
    """No garbage collection meanwhile: thousands of new objects would set off many, a quarter of an analysis' time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _run_on_cpu(
    module: nn.Module,
    numbers: Mapping[tuple[int, str], torch.Tensor],
    shape: Shape,
    dtype: torch.dtype,
    title: str,
) -> Recorder:
    constants.put_back(to_zeros(module), numbers)
    recorder = Recorder(module, numbers)
    try:
        recorder.run(torch.zeros(shape, dtype=dtype))
    except Exception as error:  # See above.
        raise failures.sentence(title, shape[1:], recorder.place, error) from error
    finally:
        to_meta(module)
    return recorder


class _Assembly:
    """From a recording to the frozen results."""

    def __init__(
        self, module: nn.Module, recorder: Recorder, complete: Recorder, live: set[int], notes: list[Message]
    ) -> None:
        """Take two recordings: of evaluation alone, and of all that is drawn, of which ``live`` runs in evaluation."""
        self._module = module
        self._outputs = recorder.outputs
        self._evaluated = recorder.calls.keys()
        self._recorder = recorder = complete
        self._main = live
        self._notes = notes
        self._owned: dict[int, str] = {}
        self._calls: dict[str, list[Call]] = defaultdict(list)
        for call in recorder.calls.values():
            self._calls[call.path].append(call)
        self._bytes: dict[str, int] = defaultdict(int)
        self._macs: dict[tuple[str, bool], int] = defaultdict(int)
        for key, call in recorder.calls.items():
            self._macs[call.path, key in self._evaluated] += call.macs
        for step in recorder.steps:
            self._bytes[step.path] += step.bytes
            if step.kind is NodeKind.FUNCTION:
                self._macs[step.path, step.id in live] += step.macs
        self._shares: tuple[int, int] = (1, 1)
        self._fields: dict[tuple[int, Shape], ReceptiveField] = {}
        first = next((output for output in self._outputs if output.step is not None), self._outputs[0])
        self._output_shape = first.shape

    def _field(self, state: State | None, shape: Shape | None) -> ReceptiveField | None:
        """What is shown of a state; layers that leave it alone share one field."""
        if state is None or shape is None or state.dimensions != len(shape):
            return None
        # The recorder holds the states while this lives, so that an id means one state.
        key = id(state), shape
        if key not in self._fields:
            self._fields[key] = published(state, shape)
        return self._fields[key]

    def _needed(self, outputs: Iterable[int]) -> set[int]:
        """Ids of the nodes these depend on, they themselves included."""
        found: set[int] = set()
        waiting = list(outputs)
        while waiting:
            step = waiting.pop()
            if step not in found:
                found.add(step)
                waiting.extend(self._recorder.steps[step].inputs)
        return found

    def analysis(self, name: str, title: str, input_shape: tuple[int, int, int], batch: int) -> Analysis:
        module = self._module
        parameters = self._recorder.parameters
        total = sum(parameter.numel() for parameter in parameters)
        steps = self._recorder.steps
        live_macs = sum(count for (_, live), count in self._macs.items() if live)
        self._shares = (total or 1, live_macs or 1)
        root = self._layer(module, "", "", 0)
        layers = {layer.path: layer for layer in root.walk()}
        uncounted = {path: tuple(names) for path, names in self._recorder.uncounted.items()}
        return Analysis(
            name=name,
            title=title,
            input_shape=input_shape,
            batch=batch,
            output_shape=self._output_shape,
            root=root,
            graph=self._graph(layers),
            printed=repr(module),
            total_params=total,
            trainable_params=sum(parameter.numel() for parameter in parameters if parameter.requires_grad),
            total_macs=live_macs,
            activation_bytes=sum(step.bytes for step in steps if step.id in self._main),
            parameter_bytes=sum(parameter.numel() * parameter.element_size() for parameter in parameters),
            outputs=tuple((output.name, output.shape) for output in self._outputs),
            fixed={output.name: output.fixed or NOT_FOLLOWED for output in self._outputs if output.step is None},
            uncounted=uncounted,
            notes=tuple(self._notes),
        )

    def _layer(self, module: nn.Module, path: str, name: str, depth: int) -> Layer:
        parameters = []
        for label, parameter in module._parameters.items():
            if parameter is None:
                continue
            owner = self._owned.get(id(parameter))
            if owner is None:
                self._owned[id(parameter)] = path
            parameters.append(
                Parameter(
                    label,
                    tuple(parameter.shape),
                    parameter.numel() if owner is None else 0,
                    parameter.requires_grad,
                    owner,
                )
            )
        children = [
            self._layer(child, f"{path}.{label}" if path else label, label, depth + 1)
            for label, child in (module.named_children() if module._modules else ())
        ]
        settings = module.extra_repr()
        own = sum(parameter.count for parameter in parameters)
        total = own + sum(child.total_params for child in children)
        calls = self._calls.get(path, [])
        live = not calls or any(call.key in self._evaluated for call in calls)
        calls = [call for call in calls if not live or call.key in self._evaluated]
        own_macs = self._macs.get((path, live), 0)
        macs = own_macs + sum(child.macs for child in children if not (live and child.auxiliary))
        first = calls[0] if calls else None
        digest = hashlib.blake2b(
            repr(
                (
                    type(module).__qualname__,
                    settings,
                    [(parameter.name, parameter.shape) for parameter in parameters],
                    [child.structure for child in children],
                )
            ).encode(),
            digest_size=8,
        )
        return Layer(
            path=path,
            name=name,
            type=getattr(module, "original_name", type(module).__name__),
            depth=depth,
            settings=settings,
            input_shape=first.input_shape if first else None,
            output_shape=first.output_shape if first else None,
            **_window(module, first),
            parameters=tuple(parameters),
            own_params=own,
            total_params=total,
            share=total / self._shares[0],
            own_macs=own_macs,
            macs=macs,
            mac_share=macs / self._shares[1] if live else 0.0,
            activation_bytes=self._bytes.get(path, 0) + sum(child.activation_bytes for child in children),
            receptive_field=self._field(first.state, first.output_shape) if first else None,
            calls=len(calls),
            auxiliary=not live,
            structure=digest.hexdigest(),
            children=_with_runs(children),
        )

    def _graph(self, layers: dict[str, Layer]) -> Graph:
        recorder = self._recorder
        # A function whose result nobody uses is no part of the picture; what has work to do is, used or not.
        needed = self._needed(
            [
                *(step.id for step in recorder.steps if step.kind is not NodeKind.FUNCTION or step.macs),
                *(output.step for output in recorder.outputs if output.step is not None),
            ]
        )
        kept = [step for step in recorder.steps if step.id in needed]
        ids = {step.id: number for number, step in enumerate(kept)}
        nodes = []
        for step in kept:
            layer = layers[step.path] if step.kind is NodeKind.LAYER else None
            nodes.append(
                Node(
                    id=ids[step.id],
                    kind=step.kind,
                    label=step.label,
                    path=step.path,
                    group=step.group,
                    inputs=tuple(ids[source] for source in step.inputs),
                    output_shape=step.output_shape,
                    macs=step.macs,
                    params=layer.total_params if layer else 0,
                    activation_bytes=step.bytes,
                    receptive_field=self._field(step.state, step.output_shape),
                    structure=layer.structure if layer else "",
                    auxiliary=step.id not in self._main,
                )
            )
        evaluated = [(output.name, output.shape) for output in self._outputs]
        for output in recorder.outputs:
            there = output.step is None or output.step in self._main
            live = there and (len(evaluated) == 1 or (output.name, output.shape) in evaluated)
            name = evaluated[0][0] if live and len(evaluated) == 1 else output.name
            if output.step is None:
                name = f"{name} ({output.fixed.partition(' ')[0] or NOT_FOLLOWED})".lstrip()
            nodes.append(
                Node(
                    id=len(nodes),
                    kind=NodeKind.OUTPUT,
                    label=f"Output {name}".rstrip(),
                    path="",
                    group="",
                    inputs=() if output.step is None else (ids[output.step],),
                    # What is fixed is one for all pictures.
                    output_shape=(1, *output.shape) if output.fixed else output.shape,
                    receptive_field=self._field(output.state, output.shape),
                    auxiliary=not live,
                )
            )
        return Graph(tuple(nodes), self._groups(layers, nodes, ids))

    def _groups(self, layers: dict[str, Layer], nodes: list[Node], ids: dict[int, int]) -> dict[str, Group]:
        groups: dict[str, Group] = {}
        costs: dict[str, int] = {}
        memory: dict[str, int] = {}
        outer = [node.id for node in nodes if node.kind in (NodeKind.INPUT, NodeKind.OUTPUT)]
        depths: dict[str | None, int] = {None: -1}
        for key, call in self._recorder.calls.items():
            if call.step is None:
                depths[key] = depths[call.parent] + 1
        for key, call in reversed(self._recorder.calls.items()):
            if call.step is not None and call.parent is not None:
                continue
            steps = call.steps if call.step is None else [call.step.id]
            inside = [ids[step] for step in steps if step in ids]
            layer = layers[call.path]
            live = key in self._evaluated
            # What runs in training only is no part of the figures of what runs in evaluation, too.
            costs[key] = (
                call.macs * (call.step is None)
                + sum(nodes[n].macs for n in inside if not (live and nodes[n].auxiliary))
                + sum(costs[g] for g in call.groups if not (live and g not in self._evaluated))
            )
            memory[key] = sum(nodes[n].activation_bytes for n in inside) + sum(memory[g] for g in call.groups)
            groups[key] = Group(
                key=key,
                path=call.path,
                label=layer.type,
                parent=call.parent,
                groups=tuple(call.groups),
                nodes=tuple(sorted({*inside, *(outer if call.parent is None else ())})),
                depth=depths.get(key, 0),
                output_shape=call.output_shape,
                macs=costs[key],
                params=layer.total_params,
                activation_bytes=memory[key],
                receptive_field=self._field(call.state, call.output_shape),
                structure=layer.structure,
                run_length=layer.run_length,
                run_index=layer.run_index,
                auxiliary=not live,
            )
        return dict(reversed(groups.items()))


def _with_runs(children: list[Layer]) -> tuple[Layer, ...]:
    """Mark siblings in a row that are built alike."""
    marked: list[Layer] = []
    start = 0
    while start < len(children):
        end = start
        while end < len(children) and children[end].structure == children[start].structure:
            end += 1
        for place in range(start, end):
            layer = children[place]
            if end - start > 1:
                layer = dataclasses.replace(layer, run_length=end - start, run_index=place - start)
            marked.append(layer)
        start = end
    return tuple(marked)


def _window(module: nn.Module, call: Call | None) -> dict[str, Any]:
    """Kernel, stride, padding, dilation and groups as tuples of one length, where the layer is a window operation."""
    kernel = getattr(module, "kernel_size", None)
    if kernel is None or not isinstance(kernel, (int, tuple)):
        return {}
    size = len(kernel) if isinstance(kernel, tuple) else len(call.input_shape) - 2 if call and call.input_shape else 2

    def tupled(value: Any) -> Shape:
        return tuple(value) if isinstance(value, (tuple, list)) else (int(value),) * size

    kernel = tupled(kernel)
    dilation = tupled(getattr(module, "dilation", 1))
    padding = getattr(module, "padding", 0)
    if padding == "same":
        padding = tuple(d * (k - 1) // 2 for d, k in zip(dilation, kernel, strict=True))
    stride = getattr(module, "stride", 1)
    return {
        "kernel": kernel,
        "stride": tupled(kernel if stride is None else stride),
        "padding": tupled(0 if padding == "valid" else padding),
        "dilation": dilation,
        "groups": getattr(module, "groups", None),
        "ceil_mode": bool(getattr(module, "ceil_mode", False)),
    }
