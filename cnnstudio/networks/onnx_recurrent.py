"""ONNX's recurrent layers, attention and what belongs to them, by PyTorch's functions.

Source: https://onnx.ai/onnx/operators/ (LSTM, GRU, RNN, Attention, RotaryEmbedding). A recurrent layer's sizes, what it
multiplies and which steps it reads do not depend on the order of its gates, which the two have differently.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from cnnstudio.errors import WeightsError
from cnnstudio.networks.onnx_values import Function, Settings, Values, given, here, unread

_MOST_STEPS = 4096  # each is several calls
_GATES = {"lstm": 4, "gru": 3, "rnn": 1}


def recurrent(kind: str) -> Function:
    """LSTM, GRU or RNN: ``(all states, last state)``, of an LSTM its last cell, too."""

    def called(values: Values, settings: Settings) -> tuple[Tensor, ...]:
        value, weight, back = (here(values, place) for place in range(3))
        bias, lengths = given(values, 3), given(values, 4)
        batch_first = bool(settings.get("layout", 0))
        direction = settings.get("direction", "forward")
        both, reverse = direction == "bidirectional", direction == "reverse"
        if batch_first:
            value = value.transpose(0, 1)
        if value.dim() != 3 or weight.dim() != 3 or back.dim() != 3 or weight.shape[0] != 1 + both:
            raise unread(kind.upper())
        if value.shape[0] > _MOST_STEPS:
            raise WeightsError("The file repeats a recurrent layer more often than any network does.")
        if reverse:
            value = value.flip(0)
        params: list[Tensor] = []
        size = _GATES[kind] * back.shape[2]
        for way in range(1 + both):
            params += [weight[way], back[way]]
            if bias is not None:
                params += [bias[way][:size], bias[way][size:]]
        states = []
        for place in (5, 6) if kind == "lstm" else (5,):
            state = given(values, place)
            if state is None:
                shape = (1 + both, value.shape[1], back.shape[2])
                state = torch.zeros(shape, dtype=value.dtype, device=value.device)
            elif batch_first:
                state = state.transpose(0, 1)
            states.append(state)
        function: Any = {"lstm": torch.lstm, "gru": torch.gru, "rnn": _plain(settings)}[kind]
        first: Any = states if kind == "lstm" else states[0]
        output, *last = function(value, first, params, bias is not None, 1, 0.0, False, both, False)
        if reverse:
            output = output.flip(0)
        if lengths is not None:  # what comes after a sequence's end is zero
            steps = torch.arange(output.shape[0], device=output.device)[:, None, None]
            inside = steps < lengths.to(output.device)[None, :, None]
            output = torch.where(inside, output, torch.zeros((), dtype=output.dtype, device=output.device))
        steps_, batch, width = output.shape
        told = output.reshape(steps_, batch, 1 + both, width // (1 + both)).permute(0, 2, 1, 3)
        if batch_first:
            return told.permute(2, 0, 1, 3), *(state.transpose(0, 1) for state in last)
        return told, *last

    return called


def _plain(settings: Settings) -> Any:
    kinds = {str(name).lower() for name in settings.get("activations") or ["Tanh"]}
    if kinds == {"relu"}:
        return torch.rnn_relu
    if kinds <= {"tanh"}:
        return torch.rnn_tanh
    return _unread_rnn


def _unread_rnn(*_: Any) -> Any:
    raise unread("RNN")


def attention(values: Values, settings: Settings) -> tuple[Tensor, ...]:
    """Attention: ``(result, present keys, present values, products of queries and keys)``."""
    query, key, value = (here(values, place) for place in range(3))
    flat = query.dim() == 3
    if flat:
        heads, shared = settings["q_num_heads"], settings["kv_num_heads"]
        query, key, value = _by_head(query, heads), _by_head(key, shared), _by_head(value, shared)
    before, mask = (given(values, 4), given(values, 5)), given(values, 3)
    if before[0] is not None and before[1] is not None:
        key, value = torch.cat([before[0], key], 2), torch.cat([before[1], value], 2)
    present = key, value
    if key.shape[1] != query.shape[1]:
        times = query.shape[1] // max(key.shape[1], 1)
        key, value = key.repeat_interleave(times, 1), value.repeat_interleave(times, 1)
    causal = bool(settings.get("is_causal", 0))
    sides = settings.get("left_window_size", -1), settings.get("right_window_size", -1)
    if given(values, 6) is not None or max(sides) >= 0 or (causal and (mask is not None or before[0] is not None)):
        # Which keys are read is a matter of numbers here; a mask of truths says so.
        mask = torch.ones(query.shape[-2], key.shape[-2], dtype=torch.bool, device=query.device)
        causal = False
    elif mask is not None and mask.shape[-1] < key.shape[-2]:
        mask = functional.pad(mask, (0, key.shape[-2] - mask.shape[-1]))
    result = functional.scaled_dot_product_attention(query, key, value, mask, is_causal=causal)
    if flat:
        result = result.transpose(1, 2).flatten(2)
    return result, *present


def products(values: Values, settings: Settings) -> tuple[Tensor, ...]:
    """Attention of which the products of queries and keys are asked for, too."""
    result, key, value = attention(values, settings)
    query = here(values, 0)
    if query.dim() == 3:
        query = _by_head(query, settings["q_num_heads"])
    keys = key if key.shape[1] == query.shape[1] else key.repeat_interleave(query.shape[1] // key.shape[1], 1)
    return result, key, value, query @ keys.transpose(-1, -2)


def _by_head(value: Tensor, heads: int) -> Tensor:
    batch, length, width = value.shape
    return value.reshape(batch, length, heads, width // heads).transpose(1, 2)


def rotated(values: Values, settings: Settings) -> Tensor:
    """RotaryEmbedding: pairs of features turned by an angle that the position gives."""
    value, cosine, sine, positions = here(values, 0), here(values, 1), here(values, 2), given(values, 3)
    shape = value.shape
    if len(shape) == 4:
        value = value.transpose(1, 2)
    else:
        heads = settings["num_heads"]
        value = value.reshape(shape[0], shape[1], heads, shape[2] // heads)
    if positions is not None:
        cosine, sine = (functional.embedding(positions, table) for table in (cosine, sine))
    cosine, sine = cosine.unsqueeze(2), sine.unsqueeze(2)
    turned = settings.get("rotary_embedding_dim", 0) or value.shape[-1]
    rest = value[..., turned:]
    if settings.get("interleaved", 0):
        one, other = value[..., :turned:2], value[..., 1:turned:2]
    else:
        one, other = value[..., :turned].chunk(2, -1)
    real, imaginary = cosine * one - sine * other, sine * one + cosine * other
    if settings.get("interleaved", 0):
        mixed = torch.stack([real, imaginary], -1).flatten(-2)
    else:
        mixed = torch.cat([real, imaginary], -1)
    if rest.shape[-1]:
        mixed = torch.cat([mixed, rest], -1)
    return mixed.transpose(1, 2) if len(shape) == 4 else mixed.reshape(shape)


def reversed_parts(values: Values, settings: Settings) -> Tensor:
    """ReverseSequence: of each sequence of a minibatch its first steps backwards."""
    value, lengths = here(values, 0), here(values, 1)
    batch, time = settings.get("batch_axis", 1), settings.get("time_axis", 0)
    moved = value.movedim((batch, time), (0, 1))
    steps = torch.arange(moved.shape[1], device=lengths.device)[None]
    ends = lengths[:, None]
    places = torch.where(steps < ends, ends - 1 - steps, steps)
    rows = torch.arange(moved.shape[0], device=lengths.device)[:, None]
    return moved[rows, places].movedim((0, 1), (batch, time))
