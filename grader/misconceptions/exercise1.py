"""Misconceptions of exercise 1: what learners believe about tensors, NumPy and devices."""

import numpy as np
import torch

from grader.kit import misconception


@misconception(replaces="numpy_to_tensor", fails=("memory_of_its_own", "any_strides"))
def shares_the_array_when_it_is_float32(array, device="cpu"):
    """torch.from_numpy shares the array's memory, and float() copies only if the dtype differs. Copy the array first:
    that also does away with negative strides, which from_numpy refuses."""
    return torch.from_numpy(array).float().to(device)


@misconception(replaces="numpy_to_tensor", fails=("every_dtype_becomes_float32", "array_reaches_the_device"))
def keeps_the_dtype_of_numpy(array, device="cpu"):
    """You kept the array's dtype, and NumPy's default is float64. The tensor is to be float32 for every array."""
    return torch.from_numpy(array.copy()).to(device)


@misconception(replaces="numpy_to_tensor", fails=("array_reaches_the_device",))
def leaves_the_tensor_on_the_cpu(array, device="cpu"):
    """You did not use `device`, so the tensor stays on the CPU: add .to(device) and return its result."""
    tensor = torch.tensor(array.astype(np.float32, order="C"))
    tensor.to(device)
    return tensor


@misconception(
    replaces="numpy_to_tensor",
    fails=("any_strides", "array_reaches_the_device", "every_dtype_becomes_float32", "memory_of_its_own"),
)
def gives_a_single_number_an_axis(array, device="cpu"):
    """np.ascontiguousarray gives an array of shape () an axis, so the shape became (1,). Use np.array or astype."""
    return torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32).copy()).to(device)


@misconception(replaces="numpy_to_tensor", fails=("any_strides",))
def passes_negative_strides_on(array, device="cpu"):
    """torch takes no array with negative strides, such as a[::-1]: let NumPy copy first, np.array(array, np.float32)."""
    return torch.tensor(array, dtype=torch.float32, device=device)


@misconception(
    replaces="numpy_to_tensor",
    fails=(
        "every_dtype_becomes_float32",
        "any_strides",
        "memory_of_its_own",
        "array_reaches_the_device",
    ),
)
def loses_the_shape(array, device="cpu"):
    """The numbers came out in one long row: keep the array's shape, without ravel and flatten."""
    return torch.tensor(array.astype(np.float32).ravel(), device=device)


@misconception(replaces="shared_tensor", fails=("writes_are_seen_in_any_dtype", "writes_are_seen_in_any_layout"))
def copies_the_array(array):
    """torch.tensor always copies. torch.from_numpy takes the array's memory as it is."""
    return torch.tensor(array)


@misconception(replaces="shared_tensor", fails=("writes_are_seen_in_any_dtype",))
def shares_float32_only(array):
    """Converting to float32 copies an array of any other dtype, and a copy is not shared. Keep the array's dtype."""
    return torch.from_numpy(array).float()


@misconception(replaces="shared_tensor", fails=("writes_are_seen_in_any_layout",))
def makes_it_contiguous_first(array):
    """Making an array contiguous copies it when it is not. torch shares strided arrays too: pass it as it is."""
    return torch.from_numpy(np.ascontiguousarray(array))


@misconception(replaces="tensor_to_numpy", fails=("array_comes_from_any_device",))
def forgets_the_way_to_the_cpu(tensor):
    """NumPy cannot see an accelerator's memory: call .cpu() before .numpy()."""
    return tensor.detach().numpy()


@misconception(replaces="tensor_to_numpy", fails=("requires_grad_is_no_obstacle", "array_comes_from_any_device"))
def forgets_to_leave_the_graph(tensor):
    """A tensor that autograd follows has no .numpy(): take tensor.detach() first."""
    return tensor.cpu().numpy()


@misconception(replaces="tensor_to_numpy", fails=("array_has_dtype_and_values", "requires_grad_is_no_obstacle"))
def detaches_the_callers_tensor(tensor):
    """A trailing underscore means in place: detach_() and requires_grad_(False) change the caller's tensor. detach()
    gives you a second one."""
    return tensor.detach_().cpu().numpy()


@misconception(
    replaces="tensor_to_numpy",
    fails=("array_has_dtype_and_values", "requires_grad_is_no_obstacle", "array_comes_from_any_device"),
)
def goes_through_a_list(tensor):
    """A list forgets the dtype: NumPy makes float64 and int64 of it. Use .numpy(), which keeps it."""
    return np.array(tensor.tolist())


@misconception(replaces="tensor_to_numpy", fails=("array_has_dtype_and_values", "array_comes_from_any_device"))
def makes_everything_float32(tensor):
    """You converted to float32 on the way. The array is to have the tensor's own dtype."""
    return tensor.detach().cpu().real.float().numpy()


@misconception(replaces="pick_device", fails=("absent_devices_are_replaced",))
def trusts_the_wish(prefer=None):
    """torch.device("cuda") works on a machine without a GPU too: it is a name only. Test that the device is there."""
    if prefer is not None:
        return torch.device(prefer)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@misconception(replaces="pick_device", fails=("absent_devices_are_replaced",))
def doubts_cuda_only(prefer=None):
    """You test whether CUDA is there, but hand out any other device untested: mps and xpu may be absent as well."""
    here = torch.cuda.device_count()
    wish = torch.device("cuda" if here else "cpu") if prefer is None else torch.device(prefer)
    if wish.type == "cuda" and (wish.index or 0) >= here:
        return torch.device("cuda" if here else "cpu")
    return wish


@misconception(
    replaces="pick_device",
    fails=("cpu_is_always_honoured", "absent_devices_are_replaced", "present_accelerator_is_found"),
)
def returns_a_name(prefer=None):
    """You returned a string. Wrap it: torch.device("cpu")."""
    try:
        torch.empty(1, device=prefer or "cuda")
    except (RuntimeError, AssertionError):
        return "cuda" if torch.cuda.is_available() else "cpu"
    return str(prefer or "cuda")


@misconception(replaces="pick_device", fails=("cpu_is_always_honoured", "absent_devices_are_replaced"))
def expects_a_string(prefer=None):
    """`prefer` may be a torch.device, which has no string methods. torch.device(prefer) takes both."""
    fallback = "cuda" if torch.cuda.is_available() else "cpu"
    if prefer is None or not prefer.startswith(("cpu", "cuda")):
        return torch.device(fallback)
    index = int(prefer.partition(":")[2] or 0)
    return torch.device(prefer if prefer == "cpu" or index < torch.cuda.device_count() else fallback)


@misconception(replaces="pick_device", fails=("cpu_is_always_honoured",))
def ignores_the_wish(prefer=None):
    """You never look at `prefer`: where a GPU is present, whoever asks for "cpu" must get the CPU all the same."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@misconception(replaces="pick_device", fails=("absent_devices_are_replaced",))
def refuses_an_absent_device(prefer=None):
    """You raise an error where `prefer` is not usable here; give the next best device instead, the CPU at last."""
    if prefer is None:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if torch.device(prefer).type != "cpu" and not torch.cuda.is_available():
        raise RuntimeError("absent")
    return torch.device(prefer)


@misconception(replaces="pick_device", fails=("absent_devices_are_replaced",))
def refuses_an_absent_device_by_value_error(prefer=None):
    """You raise an error where `prefer` is not usable here; give the next best device instead, the CPU at last."""
    if prefer is None:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if torch.device(prefer).type != "cpu" and not torch.cuda.is_available():
        raise ValueError("absent")
    return torch.device(prefer)


@misconception(replaces="move_all", fails=("tensor_already_there_is_itself",))
def copies_every_tensor(tensors, device):
    """You copied tensors that were on the device already. tensor.to(device) alone returns such a tensor itself."""
    return [tensor.to(device, copy=True) for tensor in tensors]


@misconception(
    replaces="move_all",
    fails=(
        "every_tensor_moves",
        "tensor_already_there_is_itself",
    ),
)
def ignores_what_to_returns(tensors, device):
    """tensor.to(device) leaves the tensor where it is and returns a moved one: collect what it returns."""
    for tensor in tensors:
        tensor.to(device)
    return tensors


@misconception(
    replaces="move_all",
    fails=(
        "every_tensor_moves",
        "tensor_already_there_is_itself",
    ),
)
def never_uses_the_device(tensors, device):
    """The tensors stayed where they were: `device` is not used, or what tensor.to(device) returns is thrown away."""
    return [tensor.cuda() if torch.cuda.is_available() else tensor for tensor in tensors]


@misconception(
    replaces="move_all",
    fails=(
        "every_tensor_moves",
        "tensor_already_there_is_itself",
    ),
)
def overwrites_the_callers_list(tensors, device):
    """You put the moved tensors into the list you were given. It belongs to the caller: build a new one."""
    for i, tensor in enumerate(tensors):
        tensors[i] = tensor.to(device)
    return tensors


@misconception(
    replaces="spread",
    fails=(
        "devices_take_turns",
        "no_tensor_is_lost",
    ),
)
def uses_one_device_only(tensors, devices):
    """You put every tensor on the first device: tensor i belongs on devices[i % len(devices)]."""
    return [tensor.to(devices[0]) for tensor in tensors]


@misconception(replaces="spread", fails=("no_tensor_is_lost", "devices_take_turns"))
def stops_with_the_shorter_list(tensors, devices):
    """zip stops with the shorter list, so tensors were lost. Start over with the first device: i % len(devices)."""
    return [tensor.to(device) for tensor, device in zip(tensors, devices, strict=False)]


@misconception(
    replaces="spread",
    fails=(
        "devices_take_turns",
        "no_tensor_is_lost",
    ),
)
def deals_in_blocks(tensors, devices):
    """You gave each device a block of neighbours. Round robin changes devices after each tensor: i % len(devices)."""
    block = -(-len(tensors) // len(devices))
    return [tensor.to(devices[i // block]) for i, tensor in enumerate(tensors)]


@misconception(
    replaces="spread",
    fails=(
        "devices_take_turns",
        "no_tensor_is_lost",
    ),
)
def starts_with_the_second_device(tensors, devices):
    """You count from one: tensor 0 belongs on device 0."""
    return [tensor.to(devices[i % len(devices)]) for i, tensor in enumerate(tensors, start=1)]


@misconception(
    replaces="spread",
    fails=(
        "devices_take_turns",
        "no_tensor_is_lost",
    ),
)
def deals_into_the_callers_list(tensors, devices):
    """You put the moved tensors into the list you were given. It belongs to the caller: build a new one."""
    for i in range(len(tensors)):
        tensors[i] = tensors[i].to(devices[i % len(devices)])
    return tensors


@misconception(replaces="spread", fails=("devices_take_turns", "no_tensor_is_lost"))
def takes_two_devices_for_granted(tensors, devices):
    """You deal to two devices, however many there are: tensor i belongs on devices[i % len(devices)]."""
    return [tensor.to(devices[i % 2]) for i, tensor in enumerate(tensors)]


@misconception(replaces="float_and_long", fails=("first_is_float32",))
def lets_torch_choose_the_dtype(values):
    """torch.tensor makes int64 out of whole numbers. Say dtype=torch.float32."""
    return torch.tensor(values), torch.tensor(values, dtype=torch.float64).long()


@misconception(
    replaces="float_and_long",
    fails=(
        "first_is_float32",
        "second_is_truncated_int64",
    ),
)
def gives_the_integers_first(values):
    """You return the int64 tensor first: the order is float32 and then int64."""
    exact = torch.tensor(values, dtype=torch.float64)
    return exact.long(), exact.float()


@misconception(replaces="float_and_long", fails=("first_is_float32",))
def keeps_numpys_float64(values):
    """The first tensor is float64: NumPy's default for real numbers. torch's, and the one asked for, is float32."""
    exact = torch.from_numpy(np.array(values, dtype=float))
    return exact, exact.long()


@misconception(replaces="float_and_long", fails=("second_is_truncated_int64",))
def rounds_to_the_nearest(values):
    """You rounded. Converting to int64 drops the fraction: 2.9 becomes 2."""
    exact = torch.tensor(values, dtype=torch.float64)
    return exact.float(), exact.round().long()


@misconception(replaces="float_and_long", fails=("second_is_truncated_int64",))
def rounds_down(values):
    """floor goes down, also below zero: -2.9 became -3. Toward zero it is -2; .long() alone does that."""
    exact = torch.tensor(values, dtype=torch.float64)
    return exact.float(), exact.floor().long()


@misconception(replaces="float_and_long", fails=("second_is_truncated_int64",))
def makes_int32(values):
    """The second tensor is int32 (IntTensor). LongTensor is int64."""
    exact = torch.tensor(values, dtype=torch.float64)
    return exact.float(), exact.int()


@misconception(replaces="type_name", fails=("type_is_named_as_torch_does",))
def names_the_dtype(tensor):
    """That is the dtype. tensor.type() also tells the device: torch.FloatTensor, torch.cuda.FloatTensor."""
    return str(tensor.dtype)


@misconception(replaces="type_name", fails=("type_is_named_as_torch_does",))
def forgets_the_brackets(tensor):
    """You returned the method itself; brackets call it: tensor.type()."""
    return tensor.type


@misconception(replaces="type_name", fails=("type_is_named_as_torch_does",))
def names_the_python_class(tensor):
    """Python's class is Tensor for all of them. Ask the tensor itself: tensor.type()."""
    return type(tensor).__name__


@misconception(replaces="framed_ones", fails=("only_the_inside_is_filled", "smallest_frame_and_whole_value"))
def fills_the_frame(n, value):
    """You put the value into the frame. The frame holds ones, the inside holds the value."""
    square = torch.full((n, n), float(value))
    square[1:-1, 1:-1] = 1
    return square


@misconception(replaces="framed_ones", fails=("only_the_inside_is_filled", "smallest_frame_and_whole_value"))
def leaves_the_far_edges_out(n, value):
    """The slice 1: runs to the end, over the last row and column. 1:-1 stops before them."""
    square = torch.ones(n, n)
    square[1:, 1:] = value
    return square


@misconception(
    replaces="framed_ones",
    fails=(
        "only_the_inside_is_filled",
        "smallest_frame_and_whole_value",
    ),
)
def hard_codes_the_inside_of_four(n, value):
    """The slice 1:3 is the inside for n = 4 only; 1:-1 is the inside for every n."""
    square = torch.ones(n, n)
    square[1:3, 1:3] = value
    return square


@misconception(
    replaces="framed_ones",
    fails=(
        "only_the_inside_is_filled",
        "smallest_frame_and_whole_value",
    ),
)
def hard_codes_the_inside_of_five(n, value):
    """The slice 1:4 is the inside for n = 5 only; 1:-1 is the inside for every n."""
    square = torch.ones(n, n)
    square[1:4, 1:4] = value
    return square


@misconception(
    replaces="framed_ones",
    fails=(
        "only_the_inside_is_filled",
        "smallest_frame_and_whole_value",
    ),
)
def frames_with_zeros(n, value):
    """Your frame holds zeros; it holds ones: start from torch.ones(n, n)."""
    square = torch.zeros(n, n)
    square[1:-1, 1:-1] = value
    return square


@misconception(
    replaces="framed_ones",
    fails=(
        "only_the_inside_is_filled",
        "smallest_frame_and_whole_value",
    ),
)
def keeps_numpys_float64_square(n, value):
    """np.ones makes float64, and from_numpy keeps it. torch.ones(n, n) is float32 from the start."""
    square = torch.ones(n, n, dtype=torch.float64)
    square[1:-1, 1:-1] = value
    return square


@misconception(
    replaces="framed_ones",
    fails=(
        "only_the_inside_is_filled",
        "smallest_frame_and_whole_value",
    ),
)
def widens_the_frame(n, value):
    """Your frame is two wide at the far edges: a slice leaves out its end already, so 1:-1 and not 1:-2."""
    square = torch.ones(n, n)
    square[1:-2, 1:-2] = value
    return square


@misconception(replaces="framed_ones", fails=("smallest_frame_and_whole_value",))
def takes_the_values_dtype(n, value):
    """torch.full takes its dtype from the value: int64 for a whole one. torch.ones is float32 from the start."""
    square = torch.full((n, n), value)
    square[0] = square[-1] = square[:, 0] = square[:, -1] = 1
    return square


@misconception(replaces="add", fails=("shapes_broadcast", "sum_has_torch_dtype", "sum_stays_on_the_device"))
def adds_in_place(x, y):
    """x += y changes the caller's x, and cannot grow it to y's shape. x + y makes a new tensor."""
    x += y
    return x


@misconception(replaces="add", fails=("sum_has_torch_dtype",))
def turns_integers_into_floats(x, y):
    """You converted to float32. Let torch choose: two int64 tensors give int64."""
    return x.float() + y.float()


@misconception(replaces="add", fails=("shapes_broadcast", "sum_stays_on_the_device"))
def stretches_y_only(x, y):
    """You stretched y to x's shape, but x may be the smaller one. x + y stretches whichever needs it."""
    return x + y.expand_as(x)


@misconception(replaces="add", fails=("sum_stays_on_the_device",))
def adds_in_numpy(x, y):
    """You went through NumPy and stayed on the CPU. torch adds where the tensors are: x + y."""
    total = x.detach().cpu().numpy() + y.detach().cpu().numpy()
    return torch.as_tensor(total, dtype=torch.result_type(x, y))


@misconception(replaces="row_sums", fails=("each_row_is_summed", "integers_sum_to_int64", "sums_stay_on_the_device"))
def sums_each_column(x):
    """dim=0 runs down the rows and gives one sum a column. For one sum a row the columns must go: dim=1."""
    return x.sum(dim=0)


@misconception(replaces="row_sums", fails=("each_row_is_summed", "integers_sum_to_int64", "sums_stay_on_the_device"))
def adds_up_the_rows(x):
    """You added the rows to each other, which gives one sum for each column. Add along each row: x.sum(dim=1)."""
    return sum(x.unbind(dim=0))


@misconception(
    replaces="row_sums",
    fails=(
        "each_row_is_summed",
        "integers_sum_to_int64",
        "sums_stay_on_the_device",
    ),
)
def sums_everything(x):
    """You summed the whole tensor to one number. For one sum a row the columns must go: dim=1."""
    return x.sum()


@misconception(
    replaces="row_sums",
    fails=(
        "each_row_is_summed",
        "integers_sum_to_int64",
        "sums_stay_on_the_device",
    ),
)
def averages_each_row(x):
    """You took the mean of each row; asked for is the sum."""
    mean = x.double().mean(dim=1)
    return mean.to(x.dtype if x.is_floating_point() else torch.int64)


@misconception(replaces="row_sums", fails=("each_row_is_summed", "integers_sum_to_int64", "sums_stay_on_the_device"))
def keeps_the_summed_axis(x):
    """The result has shape (n, 1) because of keepdim=True. Asked for is (n,)."""
    return x.sum(dim=1, keepdim=True)


@misconception(replaces="row_sums", fails=("integers_sum_to_int64",))
def adds_up_in_the_inputs_dtype(x):
    """You added in the input's own dtype, where large sums do not fit: uint8 wraps at 256. torch sums in int64."""
    return sum(x.unbind(dim=1))


@misconception(replaces="row_sums", fails=("each_row_is_summed", "sums_stay_on_the_device"))
def collects_sums_on_the_cpu(x):
    """torch.tensor of a list of numbers starts afresh: on the CPU, in a dtype of its own. x.sum(dim=1) keeps both."""
    return torch.tensor([row.sum().item() for row in x])


@misconception(
    replaces="row_max",
    fails=("largest_value_of_each_row", "index_points_at_the_largest", "maxima_stay_on_the_device"),
)
def looks_down_the_columns(x):
    """dim=0 gives the largest of each column. For the largest of each row the columns must go: dim=1."""
    return tuple(x.max(dim=0))


@misconception(
    replaces="row_max",
    fails=(
        "largest_value_of_each_row",
        "index_points_at_the_largest",
        "maxima_stay_on_the_device",
    ),
)
def gives_the_indices_first(x):
    """You return the indices first: the order is values and then indices, as x.max(dim=1) gives them."""
    return x.argmax(dim=1), x.amax(dim=1)


@misconception(
    replaces="row_max",
    fails=(
        "largest_value_of_each_row",
        "index_points_at_the_largest",
        "maxima_stay_on_the_device",
    ),
)
def takes_the_smallest(x):
    """You took the smallest of each row; asked for is the largest: max, or the end of a sort."""
    return tuple(x.min(dim=1))


@misconception(
    replaces="row_max",
    fails=(
        "largest_value_of_each_row",
        "index_points_at_the_largest",
        "maxima_stay_on_the_device",
    ),
)
def keeps_an_axis_of_one(x):
    """Both results have shape (n, 1); asked for is (n,): leave keepdim out, or take [:, 0]."""
    return tuple(x.max(dim=1, keepdim=True))


@misconception(
    replaces="row_max",
    fails=("largest_value_of_each_row", "index_points_at_the_largest", "maxima_stay_on_the_device"),
)
def returns_the_values_only(x):
    """You returned one tensor. x.max(dim=1) gives two: the values and their columns."""
    return x.amax(dim=1)


@misconception(
    replaces="row_max",
    fails=(
        "largest_value_of_each_row",
        "index_points_at_the_largest",
        "maxima_stay_on_the_device",
    ),
)
def counts_through_the_whole_tensor(x):
    """Your indices count through the whole tensor. Asked for is the column within the row: x.argmax(dim=1)."""
    columns = x.argmax(dim=1)
    return x.amax(dim=1), columns + torch.arange(len(x), device=x.device) * x.shape[1]


@misconception(
    replaces="row_max", fails=("largest_value_of_each_row", "index_points_at_the_largest", "maxima_stay_on_the_device")
)
def takes_the_largest_magnitude(x):
    """You compared magnitudes: -9 is not larger than 1. Leave abs out."""
    return tuple(x.abs().max(dim=1))


@misconception(replaces="row_max", fails=("index_points_at_the_largest",))
def finds_every_column_of_the_largest(x):
    """Where the largest value of a row stands twice, a comparison finds both columns: x.argmax(dim=1) gives one a row."""
    values = x.amax(dim=1)
    return values, (x == values[:, None]).nonzero()[:, 1]


@misconception(replaces="drop_first_axis", fails=("only_the_first_axis_goes", "other_first_axes_are_refused"))
def squeezes_every_axis(x):
    """squeeze() removes every axis of size 1, and silently none at all. Only the first one is to go."""
    return x.squeeze()


@misconception(replaces="drop_first_axis", fails=("other_first_axes_are_refused",))
def squeezes_without_asking(x):
    """squeeze(0) silently returns a tensor as it is when the first axis is not of size 1. Raise ValueError yourself."""
    return x.squeeze(0)


@misconception(replaces="drop_first_axis", fails=("other_first_axes_are_refused",))
def asserts_the_size(x):
    """A failed assert is an AssertionError; for an argument that does not fit raise ValueError."""
    assert x.dim() and len(x) == 1
    return x[0]


@misconception(replaces="drop_first_axis", fails=("other_first_axes_are_refused",))
def leaves_the_refusal_to_torch(x):
    """torch says RuntimeError where the sizes do not fit; asked for is ValueError: look first, and raise it yourself."""
    return x.view(x.shape[1:])


@misconception(replaces="drop_first_axis", fails=("other_first_axes_are_refused",))
def takes_the_first_of_many(x):
    """x[0] of a tensor with several rows throws the others away. Raise ValueError when x.shape[0] is not 1."""
    return x[0]


@misconception(replaces="swap_first_axes", fails=("first_two_axes_are_swapped", "swap_is_a_view"))
def reshapes_instead_of_swapping(x):
    """Reshaping keeps the reading order and only cuts it anew. Swapping axes is x.transpose(0, 1)."""
    return x.reshape(x.shape[1], x.shape[0], *x.shape[2:])


@misconception(replaces="swap_first_axes", fails=("swap_is_a_view",))
def copies_after_the_swap(x):
    """The values are right, but contiguous() copies them. transpose alone gives a view."""
    return x.transpose(0, 1).contiguous()


@misconception(replaces="swap_first_axes", fails=("first_two_axes_are_swapped",))
def swaps_first_and_last(x):
    """You swapped the first axis with the last; with more than two axes the second is another: transpose(0, 1)."""
    return x.transpose(0, -1)


@misconception(replaces="swap_first_axes", fails=("first_two_axes_are_swapped",))
def reverses_all_axes(x):
    """You reversed all axes. With more than two of them only the first two change places: transpose(0, 1)."""
    return x.permute(*reversed(range(x.dim())))


@misconception(replaces="regroup", fails=("elements_are_read_in_their_own_order",))
def views_what_is_not_contiguous(x, width):
    """view cannot regroup a tensor that is not contiguous. reshape copies where it must."""
    return x.view(-1, width)


@misconception(
    replaces="regroup",
    fails=(
        "rows_have_the_width",
        "elements_are_read_in_their_own_order",
        "size_that_does_not_divide_is_refused",
    ),
)
def takes_width_for_the_number_of_rows(x, width):
    """You made `width` rows. The width is the length of a row, the second number: reshape(-1, width)."""
    return x.reshape(width, -1)


@misconception(
    replaces="regroup",
    fails=(
        "rows_have_the_width",
        "elements_are_read_in_their_own_order",
        "size_that_does_not_divide_is_refused",
    ),
)
def keeps_the_first_axis(x, width):
    """You kept the first axis. The result has two axes, rows and width, whatever x has: reshape(-1, width)."""
    return x.reshape(x.shape[0], -1, width) if x.dim() > 1 else x.reshape(-1, width)


@misconception(replaces="regroup", fails=("elements_are_read_in_their_own_order",))
def reads_the_memory_order(x, width):
    """You read the memory in its own order, which a transposed tensor does not have. reshape reads row after row."""
    whole = x.numel() * x.element_size() == x.untyped_storage().nbytes()
    return (x.as_strided((x.numel(),), (1,)) if whole else x).reshape(-1, width)


@misconception(replaces="regroup", fails=("size_that_does_not_divide_is_refused",))
def drops_the_rest(x, width):
    """You dropped the elements that did not fill a row. Leave it to reshape to raise RuntimeError."""
    whole = x.numel() // width * width
    return x.flatten()[:whole].reshape(-1, width)


@misconception(
    replaces="pairwise_distances",
    fails=(
        "every_pair_has_its_distance",
        "close_points_are_no_trouble",
        "no_python_loop",
        "distances_stay_on_the_device",
    ),
)
def forgets_the_root(x, c):
    """These are squared distances: take the square root."""
    return (x[:, None] - c).square().sum(dim=2)


@misconception(
    replaces="pairwise_distances",
    fails=(
        "every_pair_has_its_distance",
        "close_points_are_no_trouble",
        "no_python_loop",
        "distances_stay_on_the_device",
    ),
)
def walks_along_the_axes(x, c):
    """You summed absolute differences (city block). The Euclidean distance is the root of the summed squares."""
    return (x[:, None] - c).abs().sum(dim=2)


@misconception(
    replaces="pairwise_distances",
    fails=(
        "every_pair_has_its_distance",
        "close_points_are_no_trouble",
        "no_python_loop",
        "distances_stay_on_the_device",
    ),
)
def measures_dot_products(x, c):
    """x @ c.T holds dot products; a distance is the root of the summed squares of x - c."""
    return x @ c.T


@misconception(
    replaces="pairwise_distances",
    fails=(
        "every_pair_has_its_distance",
        "no_python_loop",
        "distances_stay_on_the_device",
    ),
)
def puts_the_centers_first(x, c):
    """Your result is (k, n), one row for each row of c; asked for is (n, k), one row for each row of x."""
    return torch.cdist(c, x)


@misconception(
    replaces="pairwise_distances",
    fails=(
        "every_pair_has_its_distance",
        "close_points_are_no_trouble",
        "no_python_loop",
        "distances_stay_on_the_device",
    ),
)
def averages_over_the_coordinates(x, c):
    """You averaged the squares over the coordinates; a distance is the root of their sum."""
    return (x[:, None] - c).square().mean(dim=2).sqrt()


@misconception(
    replaces="pairwise_distances",
    fails=(
        "every_pair_has_its_distance",
        "close_points_are_no_trouble",
        "no_python_loop",
        "distances_stay_on_the_device",
    ),
)
def sums_over_the_centers(x, c):
    """You summed over the rows of c, and the coordinates are left. Sum over the last axis, dim=2."""
    return (x[:, None] - c).square().sum(dim=1).sqrt()


@misconception(replaces="pairwise_distances", fails=("close_points_are_no_trouble",))
def trusts_the_expansion(x, c):
    """Rounding makes |x|^2 + |c|^2 - 2 x.c slightly negative for close points, and its root nan. Clamp it at 0."""
    return (x.square().sum(1)[:, None] + c.square().sum(1) - 2 * x @ c.T).sqrt()


@misconception(replaces="pairwise_distances", fails=("no_python_loop",))
def loops_over_the_points(x, c):
    """The distances are right, but Python loops over the points. x[:, None] - c pairs them all at once."""
    return torch.stack([(row - c).norm(dim=1) for row in x])


@misconception(replaces="pairwise_distances", fails=("distances_stay_on_the_device",))
def measures_in_numpy(x, c):
    """You went through NumPy and stayed on the CPU. torch measures where the points are."""
    a, b = x.detach().cpu().numpy(), c.detach().cpu().numpy()
    return torch.from_numpy(np.sqrt(((a[:, None] - b) ** 2).sum(axis=2)))
