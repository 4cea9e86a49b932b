"""Checks of exercise 6: backpropagation and the optimizer loop."""

from functools import partial
from typing import Any

import numpy as np
import torch
from torch import nn

from grader.kit import (
    EXACT,
    FLOAT32,
    FLOAT64,
    Inputs,
    Submission,
    Tolerance,
    by_hand_probe,
    check,
    close,
    expect,
    plot,
    raises,
)

HINTS = {
    "forward": (
        "Two matrix products, two biases, and one tanh between them.",
        "The tanh stands after the first layer only: hidden = tanh(x @ W1 + b1).",
        "Return hidden @ params['W2'] + params['b2'], and (x, hidden) as the cache.",
    ),
    "backward": (
        "Walk through forward from its last line to its first; every gradient has the shape of its parameter.",
        "dW2 = hidden.T @ dlogits; the biases sum over the batch; then dhidden = dlogits @ W2.T.",
        "dz = dhidden * (1 - hidden**2); dW1 = x.T @ dz; db1 = dz.sum(dim=0); no division by n anywhere.",
    ),
    "numerical_gradient": (
        "Change one coordinate at a time, up and down, and see how f answers.",
        "Take x to float64 first, work on copies, and divide the difference by the whole distance, 2 * eps.",
        "For each index: shift = zeros_like(x); shift[index] = eps; (f(x + shift) - f(x - shift)) / (2 * eps).",
    ),
    "sgd_step": (
        "This one remembers nothing.",
        "Subtract lr * grad, but make a new tensor: `param -= ...` would change the caller's.",
        "return param - lr * grad, None",
    ),
    "momentum_step": (
        "The state is the velocity: what is left of the earlier gradients, plus this one.",
        "PyTorch adds the whole gradient, not (1 - momentum) of it, and the first velocity is the first gradient.",
        "velocity = grad if state is None else momentum * state + grad; return param - lr * velocity, velocity",
    ),
    "adagrad_step": (
        "The state is the sum of all squared gradients so far.",
        "Divide by the root of that sum; eps is added to the root, outside it.",
        "total = before + grad**2; return param - lr * grad / (total.sqrt() + eps), total (before starts as zeros)",
    ),
    "rmsprop_step": (
        "Like Adagrad, but with a running mean of the squares instead of their sum.",
        "The mean keeps alpha of its old value and takes 1 - alpha of grad**2; it starts at zero.",
        "mean = alpha * before + (1 - alpha) * grad**2; return param - lr * grad / (mean.sqrt() + eps), mean",
    ),
    "adadelta_step": (
        "Two running means: of squared gradients, and of squared steps.",
        "The step uses the mean of steps before this one; eps stands inside both roots; lr comes last.",
        "step = grad * (u + eps).sqrt() / (s + eps).sqrt() with s new, u old; u = rho * u + (1 - rho) * step**2",
    ),
    "adam_step": (
        "Two running means that start at zero, and a count of steps.",
        "Divide the means by 1 - beta**t, with t = 1 at the first step, before you take the root and add eps.",
        "m_hat = m / (1 - beta1**t); s_hat = s / (1 - beta2**t); param - lr * m_hat / (s_hat.sqrt() + eps)",
    ),
    "make_optimizer": (
        "A dictionary from name to class says it in a few lines.",
        'Only "momentum" needs an extra argument: it is SGD with momentum=0.9.',
        'if name not in choices: raise ValueError(f"choose one of {list(choices)}; got {name!r}")',
    ),
    "train_loop": (
        "Two loops: over epochs, and inside over the batches of a fresh random order.",
        "Seed once before the first epoch; draw torch.randperm(len(x)) inside the epoch loop and split it.",
        "For rows in order.split(batch_size): loss, zero_grad, backward, step, total += loss.item() * len(rows).",
    ),
}

TRAJECTORY = Tolerance(1e-10, 1e-10, "50 float64 steps differ from torch.optim's by rounding only")
DIFFERENCES = Tolerance(1e-5, 1e-3, "a difference of float64 values over 2e-6 keeps about seven digits")
TORCH: dict[str, Any] = {
    "sgd": torch.optim.SGD,
    "momentum": partial(torch.optim.SGD, momentum=0.9),
    "adagrad": torch.optim.Adagrad,
    "rmsprop": torch.optim.RMSprop,
    "adadelta": torch.optim.Adadelta,
    "adam": torch.optim.Adam,
}


def same_device(got: str, device: str, what: str) -> None:
    expect(got.split(":")[0] == device.split(":")[0], f"{what} must be on the input's device, {device}; got {got}.")


# The two-layer net: forward and backward


def net_inputs(inputs: Inputs, n: int, d: int, h: int, k: int, dtype: torch.dtype = torch.float32):
    shapes = {"W1": (d, h), "b1": (h,), "W2": (h, k), "b2": (k,)}
    params = {name: inputs.normal(*shape, dtype=dtype) for name, shape in shapes.items()}
    return inputs.normal(n, d, dtype=dtype), params, inputs.normal(n, k, dtype=dtype)


def reference_logits(x, params):
    return torch.tanh(x @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]


def reference_gradients(x, params, dlogits):
    leaves = {name: value.double().clone().requires_grad_() for name, value in params.items()}
    reference_logits(x.double(), leaves).backward(dlogits.double())
    return {name: leaf.grad.to(params[name].dtype) for name, leaf in leaves.items()}


def run_forward(m, device, x, params):
    x, params = x.to(device), {name: value.to(device) for name, value in params.items()}
    logits, _ = m.forward(x, params)
    return {"logits": logits.cpu(), "device": str(logits.device), "x": x.cpu(), "W1": params["W1"].cpu()}


def run_backward(m, device, x, params, dlogits, calls):
    x, dlogits = x.to(device), dlogits.to(device)
    params = {name: value.to(device) for name, value in params.items()}
    _, cache = m.forward(x, params)
    for _ in range(calls):
        grads = m.backward(dlogits, cache, params)
    grads = {name: grads[name] for name in params if name in grads}
    devices = sorted({str(grad.device) for grad in grads.values()})
    return {"grads": {name: grad.cpu() for name, grad in grads.items()}, "devices": devices, "dlogits": dlogits.cpu()}


@check("forward", points=5)
def check_logits_match_the_net(submission: Submission, inputs: Inputs) -> None:
    """forward returns tanh(x @ W1 + b1) @ W2 + b2, for one sample and for many."""
    for sizes in ((5, 3, 4, 2), (1, 2, 3, 4), (6, 4, 1, 1)):
        x, params, _ = net_inputs(inputs, *sizes)
        expected = reference_logits(x, params)
        close(submission.run(run_forward, "cpu", x, params)["logits"], expected, what="the logits", tolerance=FLOAT32)


@check("forward", points=3, after=("logits_match_the_net",))
def check_forward_keeps_dtype_device_and_inputs(submission: Submission, inputs: Inputs, accelerators) -> None:
    """forward gives float64 logits for float64 input, on the input's device, and leaves x and params as they were."""
    x, params, _ = net_inputs(inputs, 4, 3, 5, 2, torch.float64)
    for device in ("cpu", *accelerators):
        got = submission.on(device).run(run_forward, device, x, params)
        close(got["logits"], reference_logits(x, params), what="the logits", tolerance=FLOAT64)
        same_device(got["device"], device, "The logits")
        close((got["x"], got["W1"]), (x, params["W1"]), what="x and W1 after the call", tolerance=EXACT)


@check("backward", points=7, after=("logits_match_the_net",))
def check_gradients_follow_the_chain_rule(submission: Submission, inputs: Inputs) -> None:
    """backward returns the gradient of every parameter, for one sample and for many."""
    for sizes in ((5, 3, 4, 2), (1, 2, 3, 4), (6, 4, 1, 1)):
        x, params, dlogits = net_inputs(inputs, *sizes)
        got = submission.run(run_backward, "cpu", x, params, dlogits, 1)
        close(got["grads"], reference_gradients(x, params, dlogits), what="the gradients", tolerance=FLOAT32)


@check("backward", points=4, after=("logits_match_the_net",))
def check_backward_is_written_by_hand(submission: Submission, inputs: Inputs) -> None:
    """backward applies the chain rule itself, without autograd."""
    x, params, dlogits = net_inputs(inputs, 4, 3, 5, 2)
    by_hand_probe(submission, run_backward, "cpu", x, params, dlogits, 1, autograd=False)
    got = submission.run(run_backward, "cpu", x, params, dlogits, 1)
    close(got["grads"], reference_gradients(x, params, dlogits), what="the gradients", tolerance=FLOAT32)


@check("backward", points=4, after=("gradients_follow_the_chain_rule",))
def check_backward_keeps_dtype_device_and_inputs(submission: Submission, inputs: Inputs, accelerators) -> None:
    """backward keeps dtype and device and leaves the cache alone: called twice, it says the same twice."""
    x, params, dlogits = net_inputs(inputs, 4, 3, 5, 2, torch.float64)
    for device in ("cpu", *accelerators):
        got = submission.on(device).run(run_backward, device, x, params, dlogits, 2)
        expected = reference_gradients(x, params, dlogits)
        close(got["grads"], expected, what="the gradients of a second call", tolerance=FLOAT64)
        for where in got["devices"]:
            same_device(where, device, "Every gradient")
        close(got["dlogits"], dlogits, what="dlogits after the call", tolerance=EXACT)


# Central differences


def run_differences(m, device, x, weights, options):
    x = x.to(device)
    seen = []

    def f(v):
        seen.append(str(v.dtype))
        return (weights.to(device=v.device, dtype=v.dtype) * v**3).sum() + v.sum() ** 2

    gradient = m.numerical_gradient(f, x, **options)
    return {"gradient": gradient.cpu(), "device": str(gradient.device), "seen": sorted(set(seen)), "x": x.cpu()}


def run_wave(m, x):
    return m.numerical_gradient(lambda v: torch.sin(1e5 * v).sum(), x)


def central_differences(x, weights, eps):
    """For f = sum(w v^3) + sum(v)^2 the central difference is exactly 3 w x^2 + w eps^2 + 2 sum(x)."""
    x = x.double()
    return 3 * weights * x**2 + weights * eps**2 + 2 * x.sum()


@check("numerical_gradient", points=4)
def check_differences_are_central(submission: Submission, inputs: Inputs) -> None:
    """numerical_gradient is (f(x + eps) - f(x - eps)) / (2 eps) in each coordinate, for the eps it is given."""
    for shape, eps in (((3, 2), 0.1), ((4,), 0.25), ((2, 1, 3), 0.5)):
        x, weights = inputs.normal(*shape, dtype=torch.float64), inputs.normal(*shape, dtype=torch.float64)
        got = submission.run(run_differences, "cpu", x, weights, {"eps": eps})
        expected = central_differences(x, weights, eps)
        close(got["gradient"], expected, what=f"the differences at eps={eps}", tolerance=FLOAT64)


@check("numerical_gradient", points=3)
def check_differences_are_taken_in_float64(submission: Submission, inputs: Inputs) -> None:
    """numerical_gradient takes a float32 x to float64 before it calls f, and steps by 1e-6 unless told otherwise."""
    x, weights = 30 + inputs.normal(3, 2), inputs.normal(3, 2, dtype=torch.float64)
    got = submission.run(run_differences, "cpu", x, weights, {})
    close(got["gradient"], central_differences(x, weights, 1e-6), what="the differences", tolerance=DIFFERENCES)
    expect(got["seen"] == ["torch.float64"], f"f must be called with float64 tensors; got {got['seen']}.")
    wave = inputs.normal(5, dtype=torch.float64)
    # A wave this short bends within 1e-6: the answer shows which eps was used.
    expected = (torch.sin(1e5 * (wave + 1e-6)) - torch.sin(1e5 * (wave - 1e-6))) / 2e-6
    close(submission.run(run_wave, wave), expected, what="the differences at the default eps", tolerance=DIFFERENCES)


@check("numerical_gradient", points=3)
def check_differences_keep_shape_device_and_x(submission: Submission, inputs: Inputs, accelerators) -> None:
    """numerical_gradient takes a single number too, answers on x's device, and leaves x as it was."""
    for x in (inputs.normal(dtype=torch.float64), inputs.normal(2, 3, dtype=torch.float64)):
        weights = inputs.normal(*x.shape, dtype=torch.float64)
        for device in ("cpu", *accelerators):
            got = submission.on(device).run(run_differences, device, x, weights, {"eps": 0.1})
            # A float64 x is not copied by .double(): what is moved and not put back shows here.
            close(got["x"], x, what="x after the call", tolerance=FLOAT64)
            close(got["gradient"], central_differences(x, weights, 0.1), what="the differences", tolerance=FLOAT64)
            same_device(got["device"], device, "The result")


# Optimizer steps against torch.optim


def run_steps(m, device, name, param, grads, options):
    step, state, path = getattr(m, name + "_step"), None, []
    param, grads = param.to(device), grads.to(device)
    for grad in grads:
        param, state = step(param, grad, state, **options)
        path.append(param.clone().cpu())
    return {"path": torch.stack(path), "device": str(param.device)}


def run_and_watch_torch_optim(m, name, param, grads, options):
    """Names of torch.optim's own functions that ran, also those that are called without an Optimizer."""
    import sys

    step, state, ran = getattr(m, name + "_step"), None, set()

    def watch(frame, event, value):
        if event == "call" and "/torch/optim/" in frame.f_code.co_filename:
            ran.add(frame.f_code.co_name)

    sys.setprofile(watch)
    try:
        for grad in grads:
            param, state = step(param, grad, state, **options)
    finally:
        sys.setprofile(None)
    return sorted(ran)


def run_second_step_twice(m, name, param, grads, options):
    step = getattr(m, name + "_step")
    first, state = step(param, grads[0], None, **options)
    second, later = step(first, grads[1], state, **options)
    step(second, grads[2], later, **options)
    again, _ = step(first, grads[1], state, **options)
    return {"again": again, "param": param, "grads": grads}


def torch_path(name, param, grads, options):
    leaf = param.clone().requires_grad_()
    optimizer = TORCH[name]([leaf], **options)
    path = []
    for grad in grads:
        leaf.grad = grad.clone()
        optimizer.step()
        path.append(leaf.detach().clone())
    return torch.stack(path)


def gradients(inputs: Inputs, steps: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Columns from size 1 down to 1e-12 and 0, so that every wrong place of an eps shows; one starts with a zero."""
    sizes = torch.tensor([1.0, 1e-3, 1e-6, 1e-9, 1e-12, 0.0], dtype=dtype)
    grads = inputs.normal(steps, 2, 6, dtype=dtype) * sizes
    grads[0, 0, 0] = 0.0
    return grads


def holds_to_torch(submission: Submission, inputs: Inputs, name: str, **options: object) -> None:
    param, grads = inputs.normal(2, 6, dtype=torch.float64), gradients(inputs, 50)
    got = submission.run(run_steps, "cpu", name, param, grads, options)
    expected = torch_path(name, param, grads, options)
    close(got["path"], expected, what="the parameter after each of 50 steps", tolerance=TRAJECTORY)
    by_hand_probe(submission, run_steps, "cpu", name, param, grads[:3], options, autograd=False)
    borrowed = submission.run(run_and_watch_torch_optim, name, param, grads[:3], options)
    expect(
        not borrowed,
        f"{name}_step is to be written by hand: a function of torch.optim ran. Write the update as a formula.",
    )


def keeps_its_inputs(submission: Submission, inputs: Inputs, accelerators, name: str, **options: object) -> None:
    param, grads = inputs.normal(3, 2, dtype=torch.float64), inputs.normal(3, 3, 2, dtype=torch.float64)
    got = submission.run(run_second_step_twice, name, param, grads, options)
    close((got["param"], got["grads"]), (param, grads), what="param and grad after the steps", tolerance=EXACT)
    expected = torch_path(name, param, grads, options)[1]
    close(got["again"], expected, what="the second step, taken again from the same state", tolerance=TRAJECTORY)
    for device in ("cpu", *accelerators):
        got = submission.on(device).run(run_steps, device, name, param.float(), grads.float(), options)
        expected = torch_path(name, param.float().double(), grads.float().double(), options).float()
        close(got["path"], expected, what="the parameter after each float32 step", tolerance=FLOAT32)
        same_device(got["device"], device, "The new parameter")


@check("sgd_step", points=2)
def check_sgd_matches_torch(submission: Submission, inputs: Inputs) -> None:
    """sgd_step takes the same 50 steps as torch.optim, with its default settings."""
    holds_to_torch(submission, inputs, "sgd", lr=0.1)


@check("sgd_step", points=2, after=("sgd_matches_torch",))
def check_sgd_keeps_its_inputs(submission: Submission, inputs: Inputs, accelerators) -> None:
    """sgd_step changes neither param nor grad nor state, and keeps dtype and device."""
    keeps_its_inputs(submission, inputs, accelerators, "sgd", lr=0.1)


@check("momentum_step", points=3)
def check_momentum_matches_torch(submission: Submission, inputs: Inputs) -> None:
    """momentum_step takes the same 50 steps as torch.optim, with its default settings."""
    holds_to_torch(submission, inputs, "momentum", lr=0.1)


@check("momentum_step", points=2)
def check_momentum_follows_its_settings(submission: Submission, inputs: Inputs) -> None:
    """momentum_step takes the same 50 steps as torch.optim, with other settings too."""
    holds_to_torch(submission, inputs, "momentum", lr=0.03, momentum=0.6)


@check("momentum_step", points=2, after=("momentum_matches_torch",))
def check_momentum_keeps_its_inputs(submission: Submission, inputs: Inputs, accelerators) -> None:
    """momentum_step changes neither param nor grad nor state, and keeps dtype and device."""
    keeps_its_inputs(submission, inputs, accelerators, "momentum", lr=0.1)


@check("adagrad_step", points=3)
def check_adagrad_matches_torch(submission: Submission, inputs: Inputs) -> None:
    """adagrad_step takes the same 50 steps as torch.optim, with its default settings."""
    holds_to_torch(submission, inputs, "adagrad", lr=0.1)


@check("adagrad_step", points=2)
def check_adagrad_follows_its_settings(submission: Submission, inputs: Inputs) -> None:
    """adagrad_step takes the same 50 steps as torch.optim, with other settings too."""
    holds_to_torch(submission, inputs, "adagrad", lr=0.5, eps=1e-3)


@check("adagrad_step", points=2, after=("adagrad_matches_torch",))
def check_adagrad_keeps_its_inputs(submission: Submission, inputs: Inputs, accelerators) -> None:
    """adagrad_step changes neither param nor grad nor state, and keeps dtype and device."""
    keeps_its_inputs(submission, inputs, accelerators, "adagrad", lr=0.1)


@check("rmsprop_step", points=3)
def check_rmsprop_matches_torch(submission: Submission, inputs: Inputs) -> None:
    """rmsprop_step takes the same 50 steps as torch.optim, with its default settings."""
    holds_to_torch(submission, inputs, "rmsprop", lr=0.01)


@check("rmsprop_step", points=2)
def check_rmsprop_follows_its_settings(submission: Submission, inputs: Inputs) -> None:
    """rmsprop_step takes the same 50 steps as torch.optim, with other settings too."""
    holds_to_torch(submission, inputs, "rmsprop", lr=0.02, alpha=0.4, eps=1e-3)


@check("rmsprop_step", points=2, after=("rmsprop_matches_torch",))
def check_rmsprop_keeps_its_inputs(submission: Submission, inputs: Inputs, accelerators) -> None:
    """rmsprop_step changes neither param nor grad nor state, and keeps dtype and device."""
    keeps_its_inputs(submission, inputs, accelerators, "rmsprop", lr=0.01)


@check("adadelta_step", points=4)
def check_adadelta_matches_torch(submission: Submission, inputs: Inputs) -> None:
    """adadelta_step takes the same 50 steps as torch.optim, with its default settings."""
    holds_to_torch(submission, inputs, "adadelta")


@check("adadelta_step", points=2)
def check_adadelta_follows_its_settings(submission: Submission, inputs: Inputs) -> None:
    """adadelta_step takes the same 50 steps as torch.optim, with other settings too."""
    holds_to_torch(submission, inputs, "adadelta", lr=0.4, rho=0.4, eps=1e-3)


@check("adadelta_step", points=2, after=("adadelta_matches_torch",))
def check_adadelta_keeps_its_inputs(submission: Submission, inputs: Inputs, accelerators) -> None:
    """adadelta_step changes neither param nor grad nor state, and keeps dtype and device."""
    keeps_its_inputs(submission, inputs, accelerators, "adadelta")


@check("adam_step", points=5)
def check_adam_matches_torch(submission: Submission, inputs: Inputs) -> None:
    """adam_step takes the same 50 steps as torch.optim, with its default settings."""
    holds_to_torch(submission, inputs, "adam", lr=0.01)


@check("adam_step", points=3)
def check_adam_follows_its_settings(submission: Submission, inputs: Inputs) -> None:
    """adam_step takes the same 50 steps as torch.optim, with other settings too."""
    holds_to_torch(submission, inputs, "adam", lr=0.05, betas=(0.3, 0.4), eps=1e-3)


@check("adam_step", points=2, after=("adam_matches_torch",))
def check_adam_keeps_its_inputs(submission: Submission, inputs: Inputs, accelerators) -> None:
    """adam_step changes neither param nor grad nor state, and keeps dtype and device."""
    keeps_its_inputs(submission, inputs, accelerators, "adam", lr=0.01)


# The loop around them


def run_optimizer(m, name, weight, bias, grads, lr):
    params = [weight.requires_grad_(), bias.requires_grad_()]
    optimizer = m.make_optimizer(name, iter(params), lr)
    for grad in grads:
        weight.grad, bias.grad = grad, grad[0]
        optimizer.step()
    ours = [base.__name__ for base in type(optimizer).__mro__ if base.__module__.startswith("torch.optim")]
    return {"weight": weight.detach(), "bias": bias.detach(), "classes": ours}


@check("make_optimizer", points=5)
def check_each_name_makes_its_optimizer(submission: Submission, inputs: Inputs) -> None:
    """make_optimizer makes torch's own optimizer for each of the six names, with the given rate for every parameter."""
    for lr, (name, make) in zip((0.1, 0.3, 0.1, 0.02, 0.5, 0.05), TORCH.items(), strict=True):
        weight, bias = inputs.normal(2, 3, dtype=torch.float64), inputs.normal(3, dtype=torch.float64)
        grads = inputs.normal(6, 2, 3, dtype=torch.float64)
        got = submission.run(run_optimizer, name, weight, bias, grads, lr)
        wanted = type(make([torch.zeros(1, requires_grad=True)], lr=lr)).__name__
        expect(wanted in got["classes"], f'"{name}" must make torch.optim.{wanted}; got {got["classes"]}.')
        paths = (torch_path(name, weight, grads, {"lr": lr}), torch_path(name, bias, grads[:, 0], {"lr": lr}))
        expected = [path[-1] for path in paths]
        close(
            [got["weight"], got["bias"]], expected, what=f'the parameters after six "{name}" steps', tolerance=FLOAT64
        )


@check("make_optimizer", points=3)
def check_unknown_names_are_refused(submission: Submission, inputs: Inputs) -> None:
    """make_optimizer raises a ValueError that names the six choices when the name is not among them."""
    for name in ("lbfgs", "nonesuch"):
        params = [inputs.normal(2).requires_grad_()]
        raises(submission, "make_optimizer", name, params, 0.1, error="ValueError", mentions=tuple(TORCH))


def batches_of_epochs(m, n, epochs, options):
    """The (x id, y id) pairs of every batch of every epoch, in order, and the losses; the net never moves."""
    x = torch.arange(float(n)).reshape(n, 1)
    net, batches = nn.Linear(1, 1), []
    nn.init.ones_(net.weight)
    nn.init.zeros_(net.bias)

    def criterion(outputs, targets):
        if outputs.requires_grad:
            ids = outputs.detach().reshape(-1).round().long().tolist(), targets.reshape(-1).long().tolist()
            batches.append(list(zip(*ids, strict=True)))
        return ((outputs - targets) ** 2).mean()

    losses = m.train_loop(net, x, x.clone(), criterion, torch.optim.SGD(net.parameters(), lr=0.0), epochs, **options)
    each = len(batches) // epochs
    return [batches[each * epoch : each * (epoch + 1)] for epoch in range(epochs)], losses


def run_batches(m, n, epochs, options):
    passes, _ = batches_of_epochs(m, n, epochs, options)
    return {
        "sizes": [[len(batch) for batch in one] for one in passes],
        "distinct": [len({x for batch in one for x, _ in batch}) for one in passes],
        "mixed up": any(x != y for one in passes for batch in one for x, y in batch),
    }


def run_orders(m, n, epochs, options):
    passes, _ = batches_of_epochs(m, n, epochs, options)
    orders = [[x for batch in one for x, _ in batch] for one in passes]
    sets = [sorted(sorted(x for x, _ in batch) for batch in one) for one in passes]
    return {
        "the order is as given": list(range(n)) in orders,
        "the order repeats": any(orders[0] == other for other in orders[1:]),
        "the batches repeat": any(sets[0] == other for other in sets[1:]),
    }


def run_seeds(m, n, seed):
    runs = []
    for before, options in enumerate(({"seed": seed}, {"seed": seed}, {"seed": seed + 1}, {}, {"seed": 0})):
        torch.manual_seed(before)
        np.random.seed(before)
        runs.append(batches_of_epochs(m, n, 2, {"batch_size": 8, **options}))
    in_given_order = [x for batch in runs[0][0][0] for x, _ in batch] == list(range(n))
    same = {"same seed": runs[0] == runs[1], "another seed": runs[0] == runs[2], "no seed and 0": runs[3] == runs[4]}
    return {**same, "given order": in_given_order}


def run_one_weight(m, start, target, lr, n, epochs, options):
    """Every sample is alike, so the losses do not depend on the order; a batch of s samples costs s / 10 extra."""
    net = nn.Linear(1, 1, bias=False, dtype=torch.float64)
    nn.init.constant_(net.weight, start)
    x = torch.ones(n, 1, dtype=torch.float64)

    def criterion(outputs, targets):
        return ((outputs - targets) ** 2).mean() + 0.1 * len(targets)

    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = m.train_loop(net, x, target * x, criterion, optimizer, epochs, **options)
    return {"losses": losses, "weight": net.weight.item()}


def one_weight_by_hand(weight, target, lr, n, epochs, batch_size):
    sizes = [min(batch_size, n - start) for start in range(0, n, batch_size)]
    losses = []
    for _ in range(epochs):
        total = 0.0
        for size in sizes:
            total += size * ((weight - target) ** 2 + 0.1 * size)
            weight -= lr * 2 * (weight - target)
        losses.append(total / n)
    return {"losses": losses, "weight": weight}


def run_classifier(m, x, y, weight, lr, epochs):
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=False, dtype=weight.dtype)
    layer.weight.data.copy_(weight)
    net = nn.Sequential(nn.Flatten(), layer)
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    losses = m.train_loop(net, x, y, nn.CrossEntropyLoss(), optimizer, epochs)
    return {"losses": losses, "weight": layer.weight.detach(), "x": x, "y": y}


def classifier_by_torch(x, y, weight, lr, epochs):
    weight = weight.clone().requires_grad_()
    optimizer, losses = torch.optim.Adam([weight], lr=lr), []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(x.flatten(1) @ weight.T, y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {"losses": losses, "weight": weight.detach(), "x": x, "y": y}


@check("train_loop", points=4)
def check_every_sample_is_used_once_an_epoch(submission: Submission, inputs: Inputs) -> None:
    """train_loop trains on every sample once an epoch, with its own target, in full batches and a short last one."""
    for n, options, sizes in ((19, {"batch_size": 8}, [8, 8, 3]), (40, {}, [32, 8]), (12, {"batch_size": 4}, [4] * 3)):
        got = submission.run(run_batches, n, 3, options, using=(batches_of_epochs,))
        close(got["sizes"], [sizes] * 3, what=f"the batch sizes of three epochs of {n} samples", tolerance=EXACT)
        close(got["distinct"], [n] * 3, what="the number of different samples an epoch", tolerance=EXACT)
        expect(got["mixed up"] is False, "x and y must be shuffled together; a sample met another one's target.")


@check("train_loop", points=3)
def check_batches_are_reshuffled(submission: Submission, inputs: Inputs) -> None:
    """train_loop puts the samples into new batches, in a new order, at every epoch."""
    options = {"batch_size": 8, "seed": inputs.seed()}
    got = submission.run(run_orders, 40, 3, options, using=(batches_of_epochs,))
    for finding, found in got.items():
        expect(found is False, f"Every epoch must be shuffled anew; over three epochs {finding}.")


@check("train_loop", points=3)
def check_seed_decides_the_order(submission: Submission, inputs: Inputs) -> None:
    """train_loop repeats itself for an equal seed, whatever ran before, and goes another way for another seed."""
    got = submission.run(run_seeds, 40, inputs.seed() % 1000 + 1, using=(batches_of_epochs,))
    expect(got["same seed"] is True, "Two runs with the same seed must be equal, whatever ran before them.")
    expect(got["another seed"] is False, "Two runs with different seeds must take different orders; they are the same.")
    expect(got["no seed and 0"] is True, "Without a seed the loop must run as with seed=0, whatever ran before.")


@check("train_loop", points=6)
def check_losses_are_means_before_each_step(submission: Submission, inputs: Inputs) -> None:
    """train_loop returns each epoch's mean loss per sample, taken before each of its steps."""
    for n, batch_size in ((10, 4), (9, 3), (5, 8)):
        start, target, lr = (value.item() for value in inputs.uniform(0.1, 0.3, 3).double())
        start += 1
        got = submission.run(run_one_weight, start, target, lr, n, 3, {"batch_size": batch_size, "seed": n})
        expected = one_weight_by_hand(start, target, lr, n, 3, batch_size)
        close(got, expected, what="losses and last weight of a net with one weight", tolerance=FLOAT32)
    x, y = inputs.normal(20, 2, 3, dtype=torch.float64), inputs.integers(0, 4, 20)
    weight = inputs.normal(4, 6, dtype=torch.float64)
    got, expected = submission.run(run_classifier, x, y, weight, 0.1, 20), classifier_by_torch(x, y, weight, 0.1, 20)
    lines = {"yours": got["losses"], "reference": expected["losses"]}
    plot(submission, "loss of train_loop", lines, x_label="epoch", y_label="loss")
    close(got, expected, what="losses and weights of a classifier on one batch", tolerance=FLOAT32)
