"""Checks of exercise 1: tensors, NumPy and devices."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from grader.kit import (
    EXACT,
    FLOAT32,
    Inputs,
    Submission,
    Tolerance,
    agree,
    boundary_sizes,
    check,
    close,
    demand,
    expect,
    raises,
)
from grader.kit.describe import describe
from grader.kit.judging import gives, late
from grader.sandbox.contract.wire import DeviceName
from grader.session.exchange import Reply

HINTS = {
    "numpy_to_tensor": (
        "torch.from_numpy shares the array's memory, keeps its dtype and refuses negative strides: mind all three.",
        "Let NumPy make a float32 copy first; the copy has plain strides. Only then go to torch and to the device.",
        "torch.from_numpy(np.array(array, dtype=np.float32, order='C')).to(device)",
    ),
    "shared_tensor": (
        "A copy, even one made to change the dtype or the layout, cannot be shared.",
        "One function of torch takes the array as it is, and its name says where the tensor comes from.",
        "return torch.from_numpy(array)",
    ),
    "tensor_to_numpy": (
        "Two things keep a tensor from NumPy: memory that is not the CPU's, and a graph that autograd keeps.",
        "Leave the graph with detach() (not detach_(), which changes the caller's tensor), then come to the CPU.",
        "return tensor.detach().cpu().numpy()",
    ),
    "pick_device": (
        "torch.device('cuda') never fails, with or without a GPU: naming a device does not prove that it is there.",
        "Go through prefer, cuda, mps, xpu in this order, and try each: torch.empty(1, device=name) raises if absent.",
        "In a loop: try torch.empty(1, device=name), on RuntimeError or AssertionError continue; return "
        "torch.device(name). After the loop: return torch.device('cpu').",
    ),
    "move_all": (
        "tensor.to(device) does not move the tensor: it returns one that is there.",
        "to() returns the tensor itself when it is there already. Collect what it returns in a new list.",
        "return [tensor.to(device) for tensor in tensors]",
    ),
    "spread": (
        "Deal like cards: after the last device comes the first again, until no tensor is left.",
        "enumerate(tensors) gives i; the remainder i % len(devices) goes 0, 1, ..., 0, 1, ...",
        "return [tensor.to(devices[i % len(devices)]) for i, tensor in enumerate(tensors)]",
    ),
    "float_and_long": (
        "torch.tensor guesses a dtype from the numbers it sees: a list of whole numbers becomes int64. Say which.",
        "dtype=torch.float32 for the first. For the second, converting to int64 drops the fraction: no rounding.",
        "x = torch.tensor(values, dtype=torch.float64); return x.float(), x.long()",
    ),
    "type_name": (
        "The dtype is torch.float32, the Python class is torch.Tensor; the type is a third name.",
        "A tensor has a method of that name; called without arguments it converts nothing and returns a string.",
        "return tensor.type()",
    ),
    "framed_ones": (
        "Start from all ones, then write into the inner square only.",
        "A slice leaves out its end: rows 1 to n-2 are 1:n-1, or 1:-1. torch.ones is float32 from the start.",
        "square = torch.ones(n, n); square[1:-1, 1:-1] = value; return square",
    ),
    "add": (
        "torch broadcasts by itself, for any dtype. Take care not to write into x.",
        "x += y and x.add_(y) change the caller's tensor; x + y makes a new one.",
        "return x + y",
    ),
    "row_sums": (
        "One number a row is left: the axis to sum over is the one that runs along the row.",
        "dim is the axis that disappears. torch's own sum also turns integers of any width into int64.",
        "return x.sum(dim=1)",
    ),
    "row_max": (
        "Max over the axis that runs along the row, not over the whole tensor.",
        "x.max(dim=1) gives two tensors at once, the values and their columns.",
        "values, indices = x.max(dim=1); return values, indices",
    ),
    "drop_first_axis": (
        "squeeze() drops every axis of size 1, and does nothing at all where there is none: say no yourself.",
        "Look at x.dim() and x.shape[0] first, raise ValueError if they do not fit, then take the only entry.",
        "if x.dim() == 0 or x.shape[0] != 1: raise ValueError(...); return x[0]",
    ),
    "swap_first_axes": (
        "Swapping axes is not reshaping: (2, 3) reshaped to (3, 2) keeps the reading order, a swap changes it.",
        "There is a method that swaps two axes, given by number, by changing strides only.",
        "return x.transpose(0, 1)",
    ),
    "regroup": (
        "view only reinterprets memory, which a transposed tensor does not allow; another method copies if it must.",
        "Let torch compute the number of rows: -1. It raises RuntimeError by itself where the size does not divide.",
        "return x.reshape(-1, width)",
    ),
    "pairwise_distances": (
        "Broadcasting can pair every row of x with every row of c: give each an axis of size 1 in the right place.",
        "x[:, None, :] - c[None, :, :] has shape (n, k, d): square, sum over the last axis, take the root.",
        "return torch.cdist(x, c)",
    ),
}

ARRAY_DTYPES = (
    *("float64", "float32", "float16", "bool", "int8", "int16", "int32", "int64"),
    *("uint8", "uint16", "uint32", "uint64"),
)
TENSOR_DTYPES = (
    *(torch.float64, torch.float32, torch.float16, torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32),
    *(torch.int64, torch.uint16, torch.uint32, torch.uint64, torch.complex64, torch.complex128),
)
CPU = ("cpu", "cpu:0")
REAL_ACCELERATORS = ("cuda", "mps", "xpu")
DISTANCE = Tolerance(rtol=0.0, atol=1e-3, why="the contract allows 1e-3 for coordinates of size 1")


def arranged(array: np.ndarray, layout: str) -> np.ndarray:
    """Give a 2-D array in one of several layouts, all of them views of it."""
    if layout == "reversed":
        return array[::-1, ::-1]
    if layout == "transposed":
        return array.T
    if layout == "every other":
        return array[1::2, ::3]
    return array[0, 0, ...] if layout == "0-d" else array


def numbers(inputs: Inputs, dtype: str) -> np.ndarray:
    """Draw a (3, 5) array of `dtype` with signs and fractions where the dtype has them."""
    drawn = inputs.array(3, 5) * 20
    return (np.abs(drawn) if dtype.startswith("uint") else drawn > 0 if dtype == "bool" else drawn).astype(dtype)


def two(value: Any, name: str) -> Any:
    """Insist on a pair, so that each half can be judged by a check of its own."""
    pair = isinstance(value, tuple | list) and len(value) == 2
    expect(pair, f"{name} must return two tensors; got {describe(value)}.")
    return value


def at(reply: Reply, devices: Sequence[str], what: str) -> None:
    """Insist that the tensors of a reply are on `devices`."""
    for number, (facts, device) in enumerate(zip(reply.facts, devices, strict=False)):
        place = f"tensor {number} of {what}" if len(devices) > 1 else what
        expect(facts.device == device, f"{place} must be on {shown(device)}; it is on {shown(facts.device)}.")


def shown(device: str) -> str:
    """A device's name, that of the simulated accelerator with a word of what it is."""
    return f"{device} (the simulated accelerator)" if device.startswith("simgpu") else device


MAXIMA = ("values", "indices")


def agree_elsewhere(
    submission: Submission, accelerators: Sequence[str], name: str, *values: Any, reference: Callable[..., Any],
    parts: Sequence[str] = (),
) -> None:  # fmt: skip
    """Call the function with its inputs on each accelerator: the result is right and stays there."""
    given = dict(reference=reference, tolerance=DISTANCE, parts=parts)
    for accelerator in accelerators:
        agree(submission.on(accelerator), name, *values, **given, device=f"{accelerator}:0")


def array_in_layout(m, array, layout):
    return m.numpy_to_tensor(arranged(array, layout))


def writes_after_conversion(m, array, layout):
    changed, watched = array.copy(), array.copy()
    tensor = m.numpy_to_tensor(arranged(changed, layout), device="cpu")
    changed[...] = 0
    m.numpy_to_tensor(arranged(watched, layout), device="cpu").fill_(0)
    return tensor, watched


@check("numpy_to_tensor", points=4)
def check_every_dtype_becomes_float32(submission: Submission, inputs: Inputs) -> None:
    """numpy_to_tensor keeps shape and values and gives float32, whatever real dtype the array has."""
    for dtype in ARRAY_DTYPES:
        array = numbers(inputs, dtype)
        expected = torch.tensor(array.astype("float32"))
        gives(submission, "numpy_to_tensor", array, expected=expected, what=f"numpy_to_tensor(array), array {dtype},")
    # An empty first axis is left out: the array's own tolist() forgets the others.
    for size in boundary_sizes(2, empty=(1,)):
        array = inputs.whole(*size).numpy()
        what = f"numpy_to_tensor(array), array of shape {size},"
        gives(submission, "numpy_to_tensor", array, expected=as_float32(array), what=what, tolerance=EXACT)
    array = numbers(inputs, "float64")
    late(submission, "numpy_to_tensor", [(array,)], array[::-1].copy(), reference=as_float32)
    for dtype in ("float64", "int64", "bool"):
        one = numbers(inputs, dtype)[0, 0, ...]
        what = f"numpy_to_tensor(array), array {dtype} of one number,"
        gives(submission, "numpy_to_tensor", one, expected=as_float32(one), what=what)


def as_float32(array: np.ndarray) -> torch.Tensor:
    return torch.tensor(array.astype("float32"))


@check("numpy_to_tensor", points=2)
def check_any_strides(submission: Submission, inputs: Inputs) -> None:
    """numpy_to_tensor takes transposed, stepped and reversed arrays, and a single number without an axis."""
    for layout in ("transposed", "every other", "reversed", "0-d"):
        array = numbers(inputs, "float32")
        got = submission.run(array_in_layout, array, layout, using=(arranged,))
        close(got, torch.tensor(arranged(array, layout).copy()), what=f"numpy_to_tensor(array), array {layout},")


@check("numpy_to_tensor", points=2)
def check_memory_of_its_own(submission: Submission, inputs: Inputs) -> None:
    """numpy_to_tensor copies: later writes to the array do not reach the tensor, nor the other way round."""
    for layout in ("plain", "transposed", "0-d"):
        array = numbers(inputs, "float32")
        tensor, watched = submission.run(writes_after_conversion, array, layout, using=(arranged,))
        expected = torch.tensor(arranged(array, layout).copy())
        close(tensor, expected, what="the tensor after zeros were written into the array")
        close(watched, array, tolerance=EXACT, what="the array after zeros were written into the tensor")


@check("numpy_to_tensor", points=2)
def check_array_reaches_the_device(submission: Submission, inputs: Inputs, accelerators: tuple[str, ...]) -> None:
    """numpy_to_tensor puts the tensor on the device asked for, given as a name or as a torch.device."""
    for accelerator in accelerators:
        arrays = numbers(inputs, "float64"), numbers(inputs, "float64"), numbers(inputs, "float64")[0, 0, ...]
        for array, device in zip(arrays, (accelerator, DeviceName(f"{accelerator}:0"), accelerator), strict=True):
            reply = demand(submission.on(accelerator).call("numpy_to_tensor", (array, device)))
            close(reply.value, torch.tensor(array).float(), what="numpy_to_tensor(array, device)")
            at(reply, [f"{accelerator}:0"], "numpy_to_tensor(array, device)")


def writes_on_both_sides(m, array, layout, first, second):
    array = arranged(array.copy(), layout)
    tensor = m.shared_tensor(array)
    array[...] = arranged(first, layout)
    seen = tensor.clone()
    tensor.copy_(torch.tensor(arranged(second, layout).copy()))
    return seen, array.copy()


def seen_on_both_sides(submission: Submission, inputs: Inputs, dtype: str, layout: str) -> None:
    array, first, second = (numbers(inputs, dtype) for _ in range(3))
    seen, written = submission.run(writes_on_both_sides, array, layout, first, second, using=(arranged,))
    what = f"of shared_tensor(array), array {dtype}, {layout}"
    close(seen, torch.tensor(arranged(first, layout).copy()), what=f"the tensor {what}, after a write to the array")
    close(written, arranged(second, layout).copy(), what=f"the array {what}, after a write to the tensor")


@check("shared_tensor", points=3)
def check_writes_are_seen_in_any_dtype(submission: Submission, inputs: Inputs) -> None:
    """shared_tensor keeps the array's dtype and memory: a write on one side is seen on the other."""
    for dtype in ("float32", "float64", "int64", "uint8", "bool"):
        seen_on_both_sides(submission, inputs, dtype, "plain")


@check("shared_tensor", points=3)
def check_writes_are_seen_in_any_layout(submission: Submission, inputs: Inputs) -> None:
    """shared_tensor shares transposed and stepped arrays too, and a single number without an axis."""
    for layout in ("transposed", "every other", "0-d"):
        seen_on_both_sides(submission, inputs, "float32", layout)
    arrays = [numbers(inputs, "float32") for _ in range(2)]
    late(submission, "shared_tensor", [(arrays[0],)], arrays[1], reference=torch.from_numpy, tolerance=EXACT)


def arrays_of_a_graph(m, values):
    leaf = values.clone().requires_grad_()
    inner = leaf * 2
    arrays = m.tensor_to_numpy(leaf), m.tensor_to_numpy(inner)
    return arrays, leaf.requires_grad, inner.requires_grad


def array_from_device(m, values, device):
    tensor = values.to(device)
    plain = m.tensor_to_numpy(tensor)
    return plain, m.tensor_to_numpy(tensor.requires_grad_() if tensor.is_floating_point() else tensor)


@check("tensor_to_numpy", points=3)
def check_array_has_dtype_and_values(submission: Submission, inputs: Inputs) -> None:
    """tensor_to_numpy keeps shape, dtype and values, for contiguous and other tensors of every dtype NumPy has."""
    for dtype in TENSOR_DTYPES:
        for values in (inputs.normal(2, 3, scale=9.0).abs(), inputs.noncontiguous(4, 3).abs(), inputs.normal().abs()):
            tensor = values.to(dtype)
            what = f"tensor_to_numpy(tensor), tensor {str(dtype).removeprefix('torch.')},"
            gives(submission, "tensor_to_numpy", tensor, expected=tensor.numpy(), what=what)
    last = inputs.normal(2, dtype=torch.float64)
    late(submission, "tensor_to_numpy", [(inputs.normal(3, 2),)], last, reference=lambda tensor: tensor.numpy())


@check("tensor_to_numpy", points=3)
def check_requires_grad_is_no_obstacle(submission: Submission, inputs: Inputs) -> None:
    """tensor_to_numpy works for tensors that require gradients and leaves them in their graph."""
    values = inputs.normal(3, 2)
    (leaf, inner), *still = submission.run(arrays_of_a_graph, values)
    close(leaf, values.numpy(), what="tensor_to_numpy of a tensor with requires_grad")
    close(inner, (values * 2).numpy(), what="tensor_to_numpy of a result inside a graph")
    rule = "tensor_to_numpy must leave the caller's tensor as it was; its requires_grad was True and is False after the call."
    expect(still == [True, True], rule)


@check("tensor_to_numpy", points=4)
def check_array_comes_from_any_device(submission: Submission, inputs: Inputs, accelerators: tuple[str, ...]) -> None:
    """tensor_to_numpy fetches a tensor from an accelerator first."""
    for accelerator in accelerators:
        for values in (inputs.normal(3, 2), inputs.integers(-9, 9, 4), inputs.noncontiguous(2, 5)):
            got = submission.on(accelerator).run(array_from_device, values, accelerator)
            what = f"tensor_to_numpy of a tensor on {accelerator}:0, without and with requires_grad"
            close(got, (values.numpy(), values.numpy()), what=what, parts=("the first array", "the second array"))


def present(m, names):
    found = []
    for name in names:
        try:
            torch.empty(1, device=name)
        except (RuntimeError, AssertionError):
            continue
        found.append(name)
    return found


def picks(submission: Submission, prefer: str | None, allowed: Sequence[str]) -> None:
    """Insist that pick_device(prefer), a name or a torch.device, gives a torch.device out of `allowed`."""
    for wish in (prefer, DeviceName(prefer)) if prefer else (None,):
        got = submission.pick_device(wish) if wish else submission.pick_device()
        if not (isinstance(got, DeviceName) and got.name in allowed):
            close(got, DeviceName(allowed[0]), what=f'pick_device("{prefer}")' if prefer else "pick_device()")


def cpu_beside_a_gpu(m, wishes):
    """What pick_device says to whoever wants the CPU, while there seems to be a CUDA device that takes tensors."""
    import contextlib
    from unittest import mock

    def on_cpu(make):
        def made(*args, **options):
            kept = [arg for arg in args if not (isinstance(arg, str | torch.device) and "cuda" in str(arg))]
            options = {name: "cpu" if name == "device" else value for name, value in options.items()}
            return make(*kept, **options)

        return made

    with contextlib.ExitStack() as pretended:
        pretended.enter_context(mock.patch.object(torch.cuda, "is_available", lambda: True))
        pretended.enter_context(mock.patch.object(torch.cuda, "device_count", lambda: 1))
        for name in ("empty", "zeros", "ones", "tensor", "rand", "randn", "full", "arange"):
            pretended.enter_context(mock.patch.object(torch, name, on_cpu(getattr(torch, name))))
        pretended.enter_context(mock.patch.object(torch.Tensor, "to", on_cpu(torch.Tensor.to)))
        pretended.enter_context(mock.patch.object(torch.Tensor, "cuda", lambda tensor, *given: tensor))
        return [m.pick_device(wish) for wish in wishes]


def machines(submission: Submission, accelerators: Sequence[str]) -> list[tuple[Submission, list[str]]]:
    """Pair each machine with the names of its accelerators; pick_device is judged by real devices only."""
    real = [submission, *(submission.on(name) for name in accelerators if name in REAL_ACCELERATORS)]
    names = [place for name in REAL_ACCELERATORS for place in (name, *(f"{name}:{index}" for index in range(8)))]
    return [(machine, machine.run(present, names)) for machine in real]


@check("pick_device", points=1)
def check_cpu_is_always_honoured(submission: Submission, accelerators: tuple[str, ...]) -> None:
    """pick_device gives the CPU to whoever asks for it, by name or as a torch.device."""
    for machine, _ in machines(submission, accelerators):
        picks(machine, "cpu", CPU)
    for got in submission.run(cpu_beside_a_gpu, ["cpu", DeviceName("cpu")]):
        if not (isinstance(got, DeviceName) and got.name in CPU):
            close(got, DeviceName("cpu"), what='pick_device("cpu") beside a CUDA device')


@check("pick_device", points=2)
def check_absent_devices_are_replaced(submission: Submission, accelerators: tuple[str, ...]) -> None:
    """pick_device replaces a device that is not usable here by one that is."""
    for machine, usable in machines(submission, accelerators):
        for prefer in ("cuda:63", "mps", "xpu:63", "cuda", "xpu"):
            if prefer not in usable:
                picks(machine, prefer, usable or CPU)


@check("pick_device", points=1)
def check_present_accelerator_is_found(submission: Submission, accelerators: tuple[str, ...]) -> None:
    """pick_device takes an accelerator that is present, else the CPU, and honours one asked for."""
    for machine, usable in machines(submission, accelerators):
        picks(machine, None, usable or CPU)
        for prefer in usable:
            picks(machine, prefer, [prefer, f"{prefer}:0", prefer.removesuffix(":0")])


def moved_to(m, device, tensors, homes):
    before = [tensor.to(home) for tensor, home in zip(tensors, homes, strict=True)]
    given = list(before)
    after = m.move_all(given, device)
    itself = [new is old for new, old in zip(after, before, strict=False)] if isinstance(after, list | tuple) else []
    alone = len(given) == len(before) and all(a is b for a, b in zip(given, before, strict=False))
    return after, itself, alone, after is given


def places(accelerator: str) -> list[str]:
    """Name devices to move between: the simulated accelerator has two, of a real one the first is certain."""
    second = f"{accelerator}:0" if accelerator in REAL_ACCELERATORS else f"{accelerator}:1"
    return ["cpu", f"{accelerator}:0", second]


@check("move_all", points=5)
def check_every_tensor_moves(submission: Submission, inputs: Inputs, accelerators: tuple[str, ...]) -> None:
    """move_all gives every tensor on the device, in order, and leaves the list it was given alone."""
    for accelerator in accelerators:
        homes = places(accelerator)
        for device in homes:
            tensors = [inputs.normal(2, 3), inputs.integers(0, 9, 4), inputs.noncontiguous(3, 2)]
            reply = demand(submission.on(accelerator).attempt(moved_to, device, tensors, homes))
            moved, _, alone, _ = reply.value
            close(moved, tensors, what=f'move_all(tensors, "{device}")')
            at(reply, [device] * 3, f'move_all(tensors, "{device}")')
            expect(
                alone is True,
                "move_all must leave the list that it is given alone; it holds other tensors after the call.",
            )


@check("move_all", points=3, after=("every_tensor_moves",))
def check_tensor_already_there_is_itself(submission: Submission, inputs: Inputs, accelerators: tuple[str, ...]) -> None:
    """move_all returns a tensor that is on the device already itself, not a copy."""
    tensors = [inputs.normal(2, 3), inputs.integers(0, 9, 4), inputs.noncontiguous(3, 2)]
    cases = [(submission, "cpu")] + [(submission.on(name), f"{name}:0") for name in accelerators]
    for machine, device in cases:
        for where in (device, DeviceName(device)):
            _, itself, _, _ = machine.run(moved_to, where, tensors, [device] * 3)
            rule = "move_all must return a tensor that is on the device already itself"
            copied = "another object" if isinstance(itself, list) and len(itself) == 3 else "no list of as many tensors"
            expect(itself == [True] * 3, f"{rule}; {copied} came for a tensor on {shown(device)}.")


@check("spread", points=4)
def check_devices_take_turns(submission: Submission, inputs: Inputs, accelerators: tuple[str, ...]) -> None:
    """spread deals round robin, the i-th tensor to the device i % len(devices), into a list of its own."""
    for accelerator in accelerators:
        first, second, third = places(accelerator)
        for count, devices in ((5, [second, first]), (7, [third, first, second]), (2, [first, second, third])):
            tensors = [inputs.integers(0, 99, 2, i + 1) for i in range(count)]
            reply = demand(submission.on(accelerator).call("spread", (tensors, devices)))
            close(reply.value, tensors, what=f"spread(tensors, {devices})")
            at(reply, [devices[i % len(devices)] for i in range(count)], f"spread({count} tensors, {devices})")
            alone = [facts.device for facts in reply.after_facts] == ["cpu"] * count
            expect(alone, "spread must leave the list that it is given alone; it holds other tensors after the call.")


@check("spread", points=2, after=("devices_take_turns",))
def check_no_tensor_is_lost(submission: Submission, inputs: Inputs) -> None:
    """spread returns all tensors in order, whether there are more of them than devices or fewer."""
    for count, devices in ((5, ["cpu", "cpu"]), (2, ["cpu"] * 3), (4, ["cpu"])):
        tensors = [inputs.normal(i + 1, 2) for i in range(count)]
        got = submission.spread(tensors, devices)
        close(got, tensors, what=f"spread({count} tensors, {len(devices)} devices)")


def number_lists(inputs: Inputs) -> list[list]:
    """Draw whole, fractional and mixed lists, flat and nested; eighths are exact in float32."""
    eighths = inputs.integers(-800_000, 800_000, 2, 3) / 8 + 0.125
    whole = inputs.integers(-(2**24) + 1, 2**24, 5).tolist()
    # So near to the next whole number that rounding and truncating part; float32 still holds it.
    near = float(inputs.integers(3, 500, 1)) - 2**-13
    lists = [
        eighths.tolist(),
        whole,
        [whole[0], 2.875, -2.875, -0.5],
        [[[-7.5], [7.5]], [[3.5], [4]]],
        [[1, 2], [3, 4]],
    ]
    return [*lists, [near, -near], []]


@check("float_and_long", points=3)
def check_first_is_float32(submission: Submission, inputs: Inputs) -> None:
    """float_and_long's first tensor is float32, for whole numbers too."""
    for values in number_lists(inputs):
        got, _ = two(submission.float_and_long(values), "float_and_long")
        close(got, torch.tensor(values, dtype=torch.float32), what="the first tensor of float_and_long(values)")


@check("float_and_long", points=4)
def check_second_is_truncated_int64(submission: Submission, inputs: Inputs) -> None:
    """float_and_long's second tensor is int64, truncated toward zero: 2.9 gives 2 and -2.9 gives -2."""
    for values in number_lists(inputs):
        _, got = two(submission.float_and_long(values), "float_and_long")
        expected = torch.tensor(values, dtype=torch.float64).trunc().long()
        close(got, expected, what="the second tensor of float_and_long(values)")


@check("type_name", points=3)
def check_type_is_named_as_torch_does(submission: Submission, inputs: Inputs) -> None:
    """type_name says what tensor.type() says, such as "torch.FloatTensor"."""
    for dtype in (*TENSOR_DTYPES, torch.bfloat16):
        tensor = inputs.normal(2, 2).abs().to(dtype)
        what = f"type_name(tensor), tensor {str(dtype).removeprefix('torch.')},"
        gives(submission, "type_name", tensor, expected=tensor.type(), what=what, tolerance=EXACT)
    late(submission, "type_name", [(tensor,)], inputs.integers(0, 9, 2), reference=torch.Tensor.type)


def framed(n: int, value: float) -> torch.Tensor:
    expected = torch.ones(n, n)
    expected[1 : n - 1, 1 : n - 1] = value
    return expected


@check("framed_ones", points=3)
def check_only_the_inside_is_filled(submission: Submission, inputs: Inputs) -> None:
    """framed_ones holds the value inside and ones all around."""
    for n in (7, 3, 4, 5, 6, 17):
        value = float(inputs.integers(-72, -4)) / 8
        close(submission.framed_ones(n, value), framed(n, value), what=f"framed_ones({n}, {value:g})")
    late(submission, "framed_ones", [(6, 2.0), (3, 4.0)], 5, value, reference=framed)


@check("framed_ones", points=2)
def check_smallest_frame_and_whole_value(submission: Submission, inputs: Inputs) -> None:
    """framed_ones(2, value) is all frame, and the result is float32 for a whole value too."""
    whole = int(inputs.integers(2, 90, 1))
    for n, value in ((7, whole), (2, 5.0), (2, 0), (5, whole + 1), (3, 0)):
        close(submission.framed_ones(n, value), framed(n, value), what=f"framed_ones({n}, {value})")


@check("add", points=3)
def check_shapes_broadcast(submission: Submission, inputs: Inputs) -> None:
    """add broadcasts either input to the other's shape and changes neither."""
    for left, right in (((3, 4), (3, 4)), ((3, 1), (4,)), ((4,), (3, 4)), ((), (2, 3)), ((2, 1, 3), (4, 1))):
        agree(submission, "add", inputs.normal(*left), inputs.normal(*right), reference=torch.add)
    agree(submission, "add", inputs.noncontiguous(3, 5), inputs.noncontiguous(3, 5), reference=torch.add)
    for n, d in boundary_sizes(2, empty=(0, 1)):
        agree(submission, "add", inputs.whole(n, d), inputs.whole(d), reference=torch.add, tolerance=EXACT)
    pairs = [(inputs.normal(3, 5), inputs.normal(5)) for _ in range(2)]
    late(submission, "add", pairs[:1], *pairs[1], reference=torch.add)


@check("add", points=2)
def check_sum_has_torch_dtype(submission: Submission, inputs: Inputs) -> None:
    """add gives the dtype that torch gives: int64 for two int64 tensors, float64 for float32 and float64."""
    for left, right in ((torch.int64, torch.int64), (torch.float32, torch.float64), (torch.int32, torch.float32)):
        x, y = inputs.integers(-99, 99, 2, 3).to(left), inputs.integers(-99, 99, 3).to(right)
        agree(submission, "add", x, y, reference=torch.add)
    # Numbers that a float32 cannot tell from their neighbours.
    x, y = inputs.integers(2**40, 2**41, 2, 3), inputs.integers(-99, 99, 3)
    agree(submission, "add", x, y, reference=torch.add, tolerance=EXACT)


@check("add", points=1)
def check_sum_stays_on_the_device(submission: Submission, inputs: Inputs, accelerators: tuple[str, ...]) -> None:
    """add keeps its result on the device of its inputs."""
    agree_elsewhere(submission, accelerators, "add", inputs.normal(3, 1), inputs.normal(4), reference=torch.add)


def sum_of_rows(x: torch.Tensor) -> torch.Tensor:
    return x.sum(dim=1)


@check("row_sums", points=2)
def check_each_row_is_summed(submission: Submission, inputs: Inputs) -> None:
    """row_sums gives one sum for each row, in the input's floating dtype."""
    for x in (inputs.normal(4, 3), inputs.normal(1, 5), inputs.normal(6, 1), inputs.noncontiguous(3, 3)):
        agree(submission, "row_sums", x, reference=sum_of_rows)
    agree(submission, "row_sums", inputs.normal(3, 4, dtype=torch.float64), reference=sum_of_rows)
    for size in boundary_sizes(2):
        agree(submission, "row_sums", inputs.whole(*size), reference=sum_of_rows, tolerance=EXACT)
    late(submission, "row_sums", [(x,)], -x, reference=sum_of_rows)


@check("row_sums", points=2)
def check_integers_sum_to_int64(submission: Submission, inputs: Inputs) -> None:
    """row_sums of integers is int64, so that large sums fit."""
    for dtype in (torch.uint8, torch.int32, torch.int64, torch.int16):
        x = inputs.integers(100, 128, 3, 17).to(dtype)
        agree(submission, "row_sums", x, reference=sum_of_rows, tolerance=EXACT)


@check("row_sums", points=1)
def check_sums_stay_on_the_device(submission: Submission, inputs: Inputs, accelerators: tuple[str, ...]) -> None:
    """row_sums keeps its result on the device of its input."""
    agree_elsewhere(submission, accelerators, "row_sums", inputs.normal(3, 4), reference=sum_of_rows)


def tables(inputs: Inputs) -> list[torch.Tensor]:
    """Draw tables of several dtypes and layouts: negative ones, and one with ties."""
    floats = [inputs.normal(4, 3) - 9, inputs.normal(1, 5), inputs.noncontiguous(3, 4) - 5, inputs.normal(6, 1)]
    return [
        *floats,
        inputs.normal(3, 4, scale=1e3) - 1e5,
        inputs.normal(2, 7, dtype=torch.float64),
        inputs.integers(-4, -1, 8, 5),
        # Neighbours that a float32 cannot tell apart, and numbers whose negatives their dtype does not have.
        2**60 + inputs.permutation(20).reshape(4, 5),
        inputs.integers(0, 256, 3, 17).to(torch.uint8).index_fill(1, inputs.integers(0, 17, 1), 0),
    ]


def closely(x: torch.Tensor) -> Tolerance:
    """How far a largest value may be off: whole numbers not at all."""
    return FLOAT32 if x.is_floating_point() else EXACT


@check("row_max", points=3)
def check_largest_value_of_each_row(submission: Submission, inputs: Inputs) -> None:
    """row_max's first tensor holds the largest value of each row, in the input's dtype."""
    for x in tables(inputs):
        reply = demand(submission.call("row_max", (x,)))
        got, _ = two(reply.value, "row_max")
        what = f"the values of row_max(x), x of shape {tuple(x.shape)},"
        close(got, x.amax(dim=1), what=what, tolerance=closely(x))
        expect(
            reply.after is None or torch.equal(reply.after[0], x),
            "row_max must leave x as it is; it holds other values after the call.",
        )
    rows = [inputs.permutation(20).float().reshape(4, 5) for _ in range(2)]
    late(submission, "row_max", [(rows[0],)], rows[1], reference=largest, parts=MAXIMA)


@check("row_max", points=2)
def check_index_points_at_the_largest(submission: Submission, inputs: Inputs) -> None:
    """row_max's second tensor holds, as int64, a column where each row's largest value stands."""
    for x in tables(inputs):
        _, got = two(submission.row_max(x), "row_max")
        what, first = f"the indices of row_max(x), x of shape {tuple(x.shape)},", x.argmax(dim=1)
        inside = isinstance(got, torch.Tensor) and got.shape == first.shape and got.dtype == first.dtype
        if not (inside and bool(((got >= 0) & (got < x.shape[1])).all())):
            close(got, first, what=what)
        close(x.gather(1, got[:, None])[:, 0], x.amax(dim=1), what=f"x at {what}", tolerance=closely(x))


def largest(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    values, indices = x.max(dim=1)
    return values, indices


@check("row_max", points=1)
def check_maxima_stay_on_the_device(submission: Submission, inputs: Inputs, accelerators: tuple[str, ...]) -> None:
    """row_max keeps both results on the device of its input."""
    agree_elsewhere(submission, accelerators, "row_max", inputs.normal(3, 4) - 9, reference=largest, parts=MAXIMA)


def first_entry(x: torch.Tensor) -> torch.Tensor:
    return x[0]


@check("drop_first_axis", points=2)
def check_only_the_first_axis_goes(submission: Submission, inputs: Inputs, accelerators: tuple[str, ...]) -> None:
    """drop_first_axis removes the first axis and keeps the others, of size 1 or not."""
    for shape in ((1, 3), (1, 1, 4), (1,), (1, 2, 1)):
        agree(submission, "drop_first_axis", inputs.normal(*shape), reference=first_entry)
    agree(submission, "drop_first_axis", inputs.integers(0, 9, 1, 2), reference=first_entry)
    late(submission, "drop_first_axis", [(inputs.normal(1, 3),)], inputs.normal(1, 3), reference=first_entry)
    agree_elsewhere(submission, accelerators, "drop_first_axis", inputs.normal(1, 3), reference=first_entry)


@check("drop_first_axis", points=3, after=("only_the_first_axis_goes",))
def check_other_first_axes_are_refused(submission: Submission, inputs: Inputs) -> None:
    """drop_first_axis raises ValueError when there is no first axis or it is not of size 1."""
    for shape in ((2, 1, 1), (2, 3), (3,), (0, 3), ()):
        raises(submission, "drop_first_axis", inputs.normal(*shape), error="ValueError")


def swapped(x: torch.Tensor) -> torch.Tensor:
    return x.transpose(0, 1)


@check("swap_first_axes", points=2)
def check_first_two_axes_are_swapped(submission: Submission, inputs: Inputs) -> None:
    """swap_first_axes swaps the first two axes and leaves the others and its input alone."""
    for x in (inputs.normal(2, 3), inputs.normal(4, 1, 3, 2), inputs.normal(2, 3, 5), inputs.noncontiguous(3, 2)):
        agree(submission, "swap_first_axes", x, reference=swapped)
    for size in boundary_sizes(3, empty=(2,)):
        agree(submission, "swap_first_axes", inputs.whole(*size), reference=swapped, tolerance=EXACT)
    late(submission, "swap_first_axes", [(x,)], -x, reference=swapped)


@check("swap_first_axes", points=3)
def check_swap_is_a_view(submission: Submission, inputs: Inputs) -> None:
    """swap_first_axes gives a view: the result shares its input's memory."""
    for x in (inputs.normal(2, 3), inputs.normal(4, 3), inputs.integers(0, 9, 3, 5), inputs.noncontiguous(3, 4)):
        reply = agree(submission, "swap_first_axes", x, reference=swapped)
        shared = reply.facts[0].shares_memory_with == 0
        expect(shared, "swap_first_axes must return a view, which shares the memory of x; got a copy.")


def regrouped(x: torch.Tensor, width: int) -> torch.Tensor:
    return x.reshape(-1, width)


@check("regroup", points=2)
def check_rows_have_the_width(submission: Submission, inputs: Inputs, accelerators: tuple[str, ...]) -> None:
    """regroup lays the elements out in order, in rows of the given width."""
    for shape, width in (((4, 6), 3), ((4, 6), 8), ((12,), 3), ((2, 3, 5), 10), ((), 1), ((2, 3), 6), ((3, 2), 1)):
        agree(submission, "regroup", inputs.normal(*shape), width, reference=regrouped)
    late(submission, "regroup", [(inputs.normal(4, 6), 3)], inputs.normal(4, 6), 8, reference=regrouped)
    agree(submission, "regroup", inputs.integers(0, 9, 3, 4), 2, reference=regrouped)
    for n, width in boundary_sizes(2):
        agree(submission, "regroup", inputs.whole(width, n), width, reference=regrouped, tolerance=EXACT)
    agree_elsewhere(submission, accelerators, "regroup", inputs.normal(4, 6), 8, reference=regrouped)


@check("regroup", points=2)
def check_elements_are_read_in_their_own_order(submission: Submission, inputs: Inputs) -> None:
    """regroup reads a tensor that is not contiguous row after row, as it is printed."""
    for x, width in (
        (inputs.noncontiguous(4, 6), 3),
        (inputs.noncontiguous(4, 3), 6),
        (inputs.noncontiguous(6, 5), 3),
        (inputs.normal(4, 6)[:, ::2], 4),
    ):
        agree(submission, "regroup", x, width, reference=regrouped)


@check("regroup", points=2, after=("rows_have_the_width",))
def check_size_that_does_not_divide_is_refused(submission: Submission, inputs: Inputs) -> None:
    """regroup leaves it to torch to raise RuntimeError when the size does not divide."""
    for shape, width in (((2, 5), 4), ((7,), 2), ((2, 2, 2), 3), ((3,), 5)):
        raises(submission, "regroup", inputs.normal(*shape), width, error="RuntimeError")


def euclidean(x: torch.Tensor, c: torch.Tensor) -> torch.Tensor:
    return (x[:, None, :] - c[None, :, :]).square().sum(dim=2).sqrt()


def grows_with_size(m, small, large):
    """Count the lines of Python that run, in any frame: a loop runs more of them for larger inputs."""
    import sys

    def lines_run(pair):
        lines = []

        def tracer(frame, event, arg):
            lines.append(event)
            return tracer

        sys.settrace(tracer)
        try:
            m.pairwise_distances(*pair)
        finally:
            sys.settrace(None)
        return len(lines)

    for pair in (small, large):  # once before counting: a first call may import something
        m.pairwise_distances(*pair)
    return lines_run(large) - lines_run(small) > 16


@check("pairwise_distances", points=3)
def check_every_pair_has_its_distance(submission: Submission, inputs: Inputs) -> None:
    """pairwise_distances gives the Euclidean distance of every row of x from every row of c, shape (n, k)."""
    for n, k, d in ((4, 3, 2), (1, 5, 3), (6, 1, 1), (3, 3, 4)):
        x, c = inputs.uniform(-1, 1, n, d), inputs.uniform(-1, 1, k, d)
        agree(submission, "pairwise_distances", x, c, reference=euclidean, tolerance=DISTANCE)
    x, c = inputs.uniform(-1, 1, 3, 5).double().T, inputs.uniform(-1, 1, 3, 4).double().T
    agree(submission, "pairwise_distances", x, c, reference=euclidean, tolerance=DISTANCE)
    late(submission, "pairwise_distances", [(x, c)], -x, c, reference=euclidean, tolerance=DISTANCE)


@check("pairwise_distances", points=2)
def check_close_points_are_no_trouble(submission: Submission, inputs: Inputs) -> None:
    """pairwise_distances is near 0, never nan, for points that are equal or nearly so."""
    x = inputs.uniform(-1, 1, 40, 2)
    for c in (x.clone(), x + inputs.normal(40, 2, scale=1e-5)):
        agree(submission, "pairwise_distances", x, c, reference=euclidean, tolerance=DISTANCE)


@check("pairwise_distances", points=2, after=("every_pair_has_its_distance",))
def check_no_python_loop(submission: Submission, inputs: Inputs) -> None:
    """pairwise_distances runs as many lines of Python for many points as for few: no loop."""
    small, large = ((inputs.uniform(-1, 1, size, size), inputs.uniform(-1, 1, size, size)) for size in (3, 36))
    grows = submission.run(grows_with_size, small, large)
    rule = "pairwise_distances must leave the loop over points and coordinates to torch"
    expect(grows is False, f"{rule}; more lines of Python ran for more points.")


@check("pairwise_distances", points=1)
def check_distances_stay_on_the_device(submission: Submission, inputs: Inputs, accelerators: tuple[str, ...]) -> None:
    """pairwise_distances keeps its result on the device of its inputs."""
    x, c = inputs.uniform(-1, 1, 4, 3), inputs.uniform(-1, 1, 2, 3)
    agree_elsewhere(submission, accelerators, "pairwise_distances", x, c, reference=euclidean)
