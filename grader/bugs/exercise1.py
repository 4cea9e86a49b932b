"""Bugs to hunt in exercise 1, and the scenes in which they show."""

from grader.debugging.declaring import bug, scene


@scene("place", "value", 0, 1)
def a_framed_square():
    """framed_ones(5, 7), row after row"""
    return framed_ones(5, 7.0).flatten().tolist()


@scene("row", "sum", 0, 1)
def sums_of_a_table():
    """row_sums of a table of 4 rows and 4 columns that holds 0, 1, ... 15"""
    return [float(value) for value in row_sums(torch.arange(16.0).reshape(4, 4)).flatten()]


@scene("row", "place", 0, 1)
def places_of_the_largest():
    """where row_max finds the largest in each row of the table (1, -9, 5, 3), (8, 0, 1, 2), (-7, -6, 0, 4), (2, 6, 1, -8)"""
    x = torch.tensor([[1.0, -9.0, 5.0, 3.0], [8.0, 0.0, 1.0, 2.0], [-7.0, -6.0, 0.0, 4.0], [2.0, 6.0, 1.0, -8.0]])
    return [float(place) for place in row_max(x)[1].flatten()]


@scene("pair", "distance", 0, 1)
def distances_of_pairs():
    """pairwise_distances between the points (0, 0), (3, 4), (6, 8) and (0, 0), (3, 0), (0, 8), row after row"""
    x = torch.tensor([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])
    return pairwise_distances(x, torch.tensor([[0.0, 0.0], [3.0, 0.0], [0.0, 8.0]])).flatten().tolist()


@scene("place", "value", 0, 1)
def a_swapped_table():
    """swap_first_axes of a table of 3 rows and 2 columns that holds 0, 1, ... 5, row after row"""
    return swap_first_axes(torch.arange(6.0).reshape(3, 2)).flatten().tolist()


@scene("number", "result", -3, 0.5)
def whole_numbers():
    """the int64 numbers that float_and_long makes of -3, -2.5, ... 3"""
    return [float(value) for value in float_and_long([number / 2 for number in range(-6, 7)])[1]]


@scene()
def five_tensors_on_two_devices():
    """How many of 5 tensors come back from spread over 2 devices"""
    return str(len(spread([torch.ones(1) for _ in range(5)], ["cpu", "cpu"])))


@scene()
def two_large_bytes():
    """The sum of a row of two bytes of 200"""
    return str(row_sums(torch.tensor([[200, 200]], dtype=torch.uint8)).item())


@scene()
def two_points_that_are_one():
    """Whether the distances of far points to themselves are numbers"""
    torch.manual_seed(0)
    x = 1000 + torch.rand(50, 3)
    return "yes" if pairwise_distances(x, x).isfinite().all() else "no, some are nan"


@scene()
def a_transposed_table():
    """What regroup makes of a transposed table of 2 rows and 2 columns, in rows of 4"""
    try:
        return str(regroup(torch.arange(4).reshape(2, 2).T, 4).flatten().tolist())
    except RuntimeError:
        return "nothing, a RuntimeError"


@scene()
def a_float32_array():
    """What a float32 array of ones holds after its copy by numpy_to_tensor was set to 7"""
    array = np.ones(2, dtype=np.float32)
    numpy_to_tensor(array).fill_(7.0)
    return str(array.tolist())


@scene()
def an_axis_of_two():
    """What drop_first_axis does with a tensor of shape (2, 3)"""
    try:
        return f"it gives one of shape {tuple(drop_first_axis(torch.ones(2, 3)).shape)}"
    except ValueError:
        return "it raises a ValueError"


@scene()
def an_array_of_float64():
    """Whether a float64 array sees what is written into its shared_tensor"""
    array = np.zeros(2)
    shared_tensor(array).fill_(1.0)
    return "yes" if array[0] == 1.0 else "no"


@scene()
def a_tensor_with_a_gradient():
    """What tensor_to_numpy does with a tensor that requires a gradient"""
    try:
        return f"it gives {tensor_to_numpy(torch.ones(1, requires_grad=True)).tolist()}"
    except RuntimeError:
        return "it stops with a RuntimeError"


@scene()
def the_callers_sum():
    """What 1.0 of the caller's x is after add(x, y)"""
    x = torch.ones(1)
    add(x, torch.ones(1))
    return str(x.item())


@scene()
def an_absent_device():
    """What pick_device gives to one who wishes for a device that no machine has"""
    device = pick_device("cuda:63")
    return f"{device}, which is not there" if device.index == 63 else "one that is there"


@scene()
def a_tensor_for_another_device():
    """Where numpy_to_tensor puts a tensor for torch's device "meta", which every machine has"""
    return f"on {numpy_to_tensor(np.ones(2), 'meta').device}"


DISTANCE = "return torch.linalg.vector_norm(x[:, None, :] - c[None, :, :], dim=2)"
DEALT = "return [tensor.to(devices[i % len(devices)]) for i, tensor in enumerate(tensors)]"

BUGS = (
    bug(
        "leaves_the_far_edges_out", 1, a_framed_square,
        {"square[1:-1, 1:-1] = value": "square[1:, 1:] = value"},
        "The frame is there at the top and at the left, where one looks first.",
    ),
    bug(
        "hard_codes_the_inside_of_four", 1, a_framed_square,
        {"square[1:-1, 1:-1] = value": "square[1:3, 1:3] = value"},
        "For the example of the page, n = 4, it is right.",
    ),
    bug(
        "widens_the_frame", 1, a_framed_square,
        {"square[1:-1, 1:-1] = value": "square[1:-2, 1:-2] = value"},
        "A last index of n - 2 is right; a slice leaves out its end.",
    ),
    bug(
        "sums_each_column", 1, sums_of_a_table,
        {"return x.sum(dim=1)": "return x.sum(dim=0)"},
        "dim=0 sounds like the rows; it is the axis that goes.",
    ),
    bug(
        "averages_each_row", 1, sums_of_a_table,
        {"return x.sum(dim=1)": "return x.mean(dim=1)"},
        "The order of the rows by size is the same.",
    ),
    bug(
        "takes_the_smallest", 1, places_of_the_largest,
        {"values, indices = x.max(dim=1)": "values, indices = x.min(dim=1)"},
        "Two functions that differ by two letters.",
    ),
    bug(
        "looks_down_the_columns", 1, places_of_the_largest,
        {"values, indices = x.max(dim=1)": "values, indices = x.max(dim=0)"},
        "dim=0 sounds like the rows; it is the axis that goes.",
    ),
    bug(
        "takes_the_largest_magnitude", 1, places_of_the_largest,
        {
            "values, indices = x.max(dim=1)":
            "indices = x.abs().max(dim=1).indices\nvalues = x.gather(1, indices[:, None])[:, 0]",
        },
        "Where all numbers are positive it is right.",
    ),
    bug(
        "walks_along_the_axes", 1, distances_of_pairs,
        {DISTANCE: "return torch.linalg.vector_norm(x[:, None, :] - c[None, :, :], ord=1, dim=2)"},
        "It is a distance too, and along an axis the same.",
    ),
    bug(
        "forgets_the_root", 1, distances_of_pairs,
        {DISTANCE: "return (x[:, None, :] - c[None, :, :]).square().sum(dim=2)"},
        "What is nearest stays nearest.",
    ),
    bug(
        "puts_the_centers_first", 1, distances_of_pairs,
        {DISTANCE: "return torch.linalg.vector_norm(c[:, None, :] - x[None, :, :], dim=2)"},
        "All distances are there, and for as many centers as samples so is the shape.",
    ),
    bug(
        "averages_over_the_coordinates", 1, distances_of_pairs,
        {DISTANCE: "return (x[:, None, :] - c[None, :, :]).square().mean(dim=2).sqrt()"},
        "It is the root of a mean of squares, which has a name of its own; what is nearest stays nearest.",
    ),
    bug(
        "reshapes_instead_of_swapping", 1, a_swapped_table,
        {"return x.transpose(0, 1)": "return x.reshape(x.shape[1], x.shape[0], *x.shape[2:])"},
        "The shape is right.",
    ),
    bug(
        "rounds_down", 1, whole_numbers,
        {"return exact.float(), exact.long()": "return exact.float(), exact.floor().long()"},
        "Above 0 it is right.",
    ),
    bug(
        "rounds_to_the_nearest", 1, whole_numbers,
        {"return exact.float(), exact.long()": "return exact.float(), exact.round().long()"},
        "It is what one does by hand.",
    ),
    bug(
        "stops_with_the_shorter_list", 3, five_tensors_on_two_devices,
        {DEALT: "return [tensor.to(device) for tensor, device in zip(tensors, devices, strict=False)]"},
        "Where there are as many devices as tensors it is right, and nothing complains.",
    ),
    bug(
        "adds_up_in_the_inputs_dtype", 3, two_large_bytes,
        {"return x.sum(dim=1)": "return x.sum(dim=1, dtype=x.dtype)"},
        "To keep the dtype is mostly a virtue; images are bytes.",
    ),
    bug(
        "trusts_the_expansion", 3, two_points_that_are_one,
        {DISTANCE: "return (x.square().sum(1)[:, None] + c.square().sum(1) - 2 * x @ c.T).sqrt()"},
        "On paper it is the same, and it is faster.",
    ),
    bug(
        "views_what_is_not_contiguous", 3, a_transposed_table,
        {"return x.reshape(-1, width)": "return x.view(-1, width)"},
        "A fresh tensor is contiguous, and most tests use fresh tensors.",
    ),
    bug(
        "shares_the_array_when_it_is_float32", 3, a_float32_array,
        {
            'return torch.from_numpy(np.array(array, dtype=np.float32, order="C")).to(device)':
            "return torch.from_numpy(array).float().to(device)",
        },
        "NumPy's default is float64, and from that it is a copy.",
    ),
    bug(
        "squeezes_without_asking", 3, an_axis_of_two,
        {
            "if x.dim() == 0 or x.shape[0] != 1:\n"
            '    raise ValueError(f"the first axis must have size 1; got {tuple(x.shape)}")\n'
            "return x[0]": "return x.squeeze(0)",
        },
        "Where the axis has size 1 it is right, and elsewhere it says nothing.",
    ),
    bug(
        "leaves_the_tensor_on_the_cpu",
        3,
        a_tensor_for_another_device,
        {
            'return torch.from_numpy(np.array(array, dtype=np.float32, order="C")).to(device)':
            'tensor = torch.from_numpy(np.array(array, dtype=np.float32, order="C"))\ntensor.to(device)\nreturn tensor',
        },
        "to() reads like a command, and on a machine without a GPU there is nothing to see.",
    ),
    bug(
        "shares_float32_only", 3, an_array_of_float64,
        {"return torch.from_numpy(array)": "return torch.from_numpy(array).float()"},
        "The values are right, and for an array of float32 so is the memory.",
    ),
    bug(
        "forgets_to_leave_the_graph", 3, a_tensor_with_a_gradient,
        {
            "return tensor.detach().cpu().resolve_conj().resolve_neg().numpy()":
            "return tensor.cpu().resolve_conj().resolve_neg().numpy()",
        },
        "Data have no gradients; weights do.",
    ),
    bug(
        "adds_in_place", 3, the_callers_sum,
        {"return x + y": "x += y\nreturn x"},
        "The sum is right; it is x that is hurt.",
    ),
    bug(
        "trusts_the_wish", 3, an_absent_device,
        {
            'for name in (prefer, "cuda", "mps", "xpu"):\n    if name is None:\n        continue':
            'if prefer is not None:\n    return torch.device(prefer)\nfor name in ("cuda", "mps", "xpu"):',
        },
        "torch.device takes any name, whether the device is there or not.",
    ),
)  # fmt: skip
