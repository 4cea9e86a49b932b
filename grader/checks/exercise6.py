"""Checks of exercise 6: backpropagation and the optimizer loop."""

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
    asked_to_draw,
    boundary_sizes,
    by_hand_probe,
    check,
    close,
    draw_ways,
    expect,
    plot,
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


def same_device(got: str, device: str, what: str) -> None:
    expect(got.split(":")[0] == device.split(":")[0], f"{what} must be on the input's device, {device}; got {got}.")


def recorded(submission: Submission, probe: Any, *values: object) -> Any:
    """The value of a probe that was watched and in which nothing ran that is to be written by hand."""
    by_hand_probe(submission, probe, *values, autograd=False)
    return submission.transcript.entries[-1][2].value


def well_formed(got: Any, rule: str) -> None:
    """What a probe says of a result that it could not use."""
    form = got.get("form") if isinstance(got, dict) else None
    expect(form is None, f"{rule}; got {form}.")


def left_alone(flags: dict[str, bool], function: str) -> None:
    """None of the inputs was given requires_grad or a .grad, and no dict has grown."""
    for what, changed in flags.items():
        expect(not changed, f"{function} must leave its inputs as they are; after the call {what}.")


# The two-layer net: forward and backward


def net_inputs(inputs: Inputs, n: int, d: int, h: int, k: int, dtype: torch.dtype = torch.float32):
    shapes = {"W1": (d, h), "b1": (h,), "W2": (h, k), "b2": (k,)}
    params = {name: inputs.normal(*shape, dtype=dtype) for name, shape in shapes.items()}
    return inputs.normal(n, d, dtype=dtype), params, inputs.normal(n, k, dtype=dtype)


def reference_logits(x, params):
    return torch.tanh(x @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]


def reference_gradients(x, params, dlogits):
    leaves = {name: value.double().clone().requires_grad_() for name, value in params.items()}
    (reference_logits(x.double(), leaves) * dlogits).sum().backward()
    return {name: leaf.grad.to(params[name].dtype) for name, leaf in leaves.items()}


def run_forward(m, device, x, params):
    x, params = x.to(device), {name: value.to(device) for name, value in params.items()}
    names = list(params)
    result = m.forward(x, params)
    if not isinstance(result, tuple | list) or len(result) != 2 or not isinstance(result[0], torch.Tensor):
        kinds = [type(part).__name__ for part in result] if isinstance(result, tuple | list) else type(result).__name__
        return {"form": str(kinds)}
    tensors = [x, *(params[name] for name in names)]
    changed = {
        "params holds keys that were not there": list(params) != names,
        "one of them has requires_grad": any(tensor.requires_grad for tensor in tensors),
    }
    kept = [tensor.detach().cpu() for tensor in tensors]
    return {"logits": result[0].cpu(), "device": str(result[0].device), "kept": kept, "changed": changed}


def run_backward(m, device, x, params, dlogits, calls):
    x, dlogits = x.to(device), dlogits.to(device)
    params = {name: value.to(device) for name, value in params.items()}
    names = list(params)
    _, cache = m.forward(x, params)
    before = list(params)
    for _ in range(calls):
        grads = m.backward(dlogits, cache, params)
    if not isinstance(grads, dict):
        return {"form": type(grads).__name__}
    if any(name in grads and not isinstance(grads[name], torch.Tensor) for name in names):
        return {"form": "a dict of " + ", ".join(sorted({type(grad).__name__ for grad in grads.values()}))}
    found = {name: grads[name] for name in names if name in grads}
    return {
        "grads": {name: grad.detach().cpu() for name, grad in found.items()},
        "keys": sorted(str(key) for key in grads),
        "devices": sorted({str(grad.device) for grad in found.values()}),
        "kept": [tensor.detach().cpu() for tensor in (dlogits, *(params[name] for name in names))],
        "changed": {
            "params holds keys that were not there": list(params) != before,
            "one of them has requires_grad": any(
                t.requires_grad for t in (dlogits, *params.values()) if hasattr(t, "grad")
            ),
        },
    }


FORWARD_RULE = "forward must return (logits, cache), logits a tensor"


@check("forward", points=5)
def check_logits_match_the_net(submission: Submission, inputs: Inputs) -> None:
    """forward returns tanh(x @ W1 + b1) @ W2 + b2, for one sample and for many."""
    for sizes in ((5, 3, 4, 2), *boundary_sizes(4)):
        x, params, _ = net_inputs(inputs, *sizes)
        got = submission.run(run_forward, "cpu", x, params)
        well_formed(got, FORWARD_RULE)
        close(got["logits"], reference_logits(x, params), what="the logits", tolerance=FLOAT32)


@check("forward", points=3, after=("logits_match_the_net",))
def check_forward_keeps_dtype_device_and_inputs(submission: Submission, inputs: Inputs, accelerators) -> None:
    """forward gives float64 logits for float64 input, on the input's device, and leaves x and params as they were."""
    x, params, _ = net_inputs(inputs, 4, 3, 5, 2, torch.float64)
    for device in ("cpu", *accelerators):
        got = submission.on(device).run(run_forward, device, x, params)
        well_formed(got, FORWARD_RULE)
        close(got["logits"], reference_logits(x, params), what="the logits", tolerance=FLOAT64)
        same_device(got["device"], device, "The logits")
        names = ("x", *params)
        close(got["kept"], [x, *params.values()], what="the inputs after forward", tolerance=EXACT, parts=names)
        left_alone(got["changed"], "forward")


def judge_gradients(got: Any, expected: dict[str, torch.Tensor], tolerance: Tolerance, when: str = "") -> None:
    """Every parameter's gradient, under the parameter's name."""
    names = sorted(expected)
    well_formed(got, f"backward must return a dict with a tensor for each of {', '.join(names)}")
    absent = [name for name in names if name not in got["grads"]]
    came = ", ".join(got["keys"][:12]) or "none"
    expect(not absent, f"backward must return a dict with the keys {', '.join(names)}; got the keys {came}.")
    mine, right = [got["grads"][name] for name in names], [expected[name] for name in names]
    close(mine, right, what=f"the gradients{when}", tolerance=tolerance, parts=names)


@check("backward", points=7, after=("logits_match_the_net",))
def check_gradients_follow_the_chain_rule(submission: Submission, inputs: Inputs) -> None:
    """backward returns the gradient of every parameter, for one sample and for many."""
    for sizes in ((5, 3, 4, 2), *boundary_sizes(4)):
        x, params, dlogits = net_inputs(inputs, *sizes)
        got = submission.run(run_backward, "cpu", x, params, dlogits, 1)
        judge_gradients(got, reference_gradients(x, params, dlogits), FLOAT32)


@check("backward", points=4, after=("logits_match_the_net",))
def check_backward_is_written_by_hand(submission: Submission, inputs: Inputs) -> None:
    """backward applies the chain rule itself, without autograd."""
    x, params, dlogits = net_inputs(inputs, 4, 3, 5, 2)
    got = recorded(submission, run_backward, "cpu", x, params, dlogits, 1)
    judge_gradients(got, reference_gradients(x, params, dlogits), FLOAT32)


@check("backward", points=4, after=("gradients_follow_the_chain_rule",))
def check_backward_keeps_dtype_device_and_inputs(submission: Submission, inputs: Inputs, accelerators) -> None:
    """backward keeps dtype and device and leaves its inputs alone: called twice, it says the same twice."""
    x, params, dlogits = net_inputs(inputs, 4, 3, 5, 2, torch.float64)
    for device in ("cpu", *accelerators):
        got = submission.on(device).run(run_backward, device, x, params, dlogits, 2)
        if "kept" in got:
            kept, names = [dlogits, *params.values()], ("dlogits", *params)
            close(got["kept"], kept, what="the inputs after backward", tolerance=EXACT, parts=names)
        judge_gradients(got, reference_gradients(x, params, dlogits), FLOAT64, " of a second call")
        for where in got["devices"]:
            same_device(where, device, "Every gradient")
        left_alone(got["changed"], "backward")


# Central differences


def run_differences(m, device, cases):
    """The gradients of sum(w v^3) + sum(v)^2 for each (x, w, options), one call after the other."""
    results = []
    for x, weights, options in cases:
        x, seen = x.to(device), []

        def f(v, weights=weights, seen=seen):
            seen.append(str(v.dtype))
            return (weights.to(device=v.device, dtype=v.dtype) * v**3).sum() + v.sum() ** 2

        gradient = m.numerical_gradient(f, x, **options)
        if not isinstance(gradient, torch.Tensor):
            return {"form": type(gradient).__name__}
        changed = {"x has requires_grad": x.requires_grad, "x has a .grad": x.grad is not None}
        found = {"gradient": gradient.detach().cpu(), "device": str(gradient.device), "seen": sorted(set(seen))}
        results.append({**found, "x": x.detach().cpu(), "changed": changed})
    return results


def run_wave(m, x):
    return m.numerical_gradient(lambda v: torch.sin(1e5 * v).sum(), x)


def central_differences(x, weights, eps):
    """For f = sum(w v^3) + sum(v)^2 the central difference is exactly 3 w x^2 + w eps^2 + 2 sum(x)."""
    x = x.double()
    return 3 * weights * x**2 + weights * eps**2 + 2 * x.sum()


DIFFERENCES_RULE = "numerical_gradient must return a tensor"


@check("numerical_gradient", points=4)
def check_differences_are_central(submission: Submission, inputs: Inputs) -> None:
    """numerical_gradient is (f(x + eps) - f(x - eps)) / (2 eps) in each coordinate, for the eps it is given."""
    cases = []
    for shape, eps in (((3, 2), 0.1), ((4,), 0.25), ((2, 1, 3), 0.5)):
        x, weights = inputs.normal(*shape, dtype=torch.float64), inputs.normal(*shape, dtype=torch.float64)
        cases.append((x, weights, {"eps": eps}))
    results = submission.run(run_differences, "cpu", cases)
    well_formed(results, DIFFERENCES_RULE)
    for got, (x, weights, options) in zip(results, cases, strict=True):
        expected = central_differences(x, weights, options["eps"])
        what = f"the differences for x of shape {tuple(x.shape)} at eps={options['eps']}"
        close(got["gradient"], expected, what=what, tolerance=FLOAT64)


@check("numerical_gradient", points=3)
def check_differences_are_taken_in_float64(submission: Submission, inputs: Inputs) -> None:
    """numerical_gradient takes a float32 x to float64 before it calls f, and steps by 1e-6 unless told otherwise."""
    x, weights = 30 + inputs.normal(3, 2), inputs.normal(3, 2, dtype=torch.float64)
    results = submission.run(run_differences, "cpu", [(x, weights, {})])
    well_formed(results, DIFFERENCES_RULE)
    close(results[0]["gradient"], central_differences(x, weights, 1e-6), what="the differences", tolerance=DIFFERENCES)
    seen = ", ".join(results[0]["seen"])
    expect(seen == "torch.float64", f"numerical_gradient must call f with float64 tensors; got {seen}.")
    wave = inputs.normal(5, dtype=torch.float64)
    # A wave this short bends within 1e-6: the answer shows which eps was used.
    expected = (torch.sin(1e5 * (wave + 1e-6)) - torch.sin(1e5 * (wave - 1e-6))) / 2e-6
    close(submission.run(run_wave, wave), expected, what="the differences at the default eps", tolerance=DIFFERENCES)


@check("numerical_gradient", points=3)
def check_differences_keep_shape_device_and_x(submission: Submission, inputs: Inputs, accelerators) -> None:
    """numerical_gradient takes a single number too, answers on x's device, and leaves x exactly as it was."""
    cases = []
    for shape in ((), (2, 3)):
        x, weights = inputs.normal(*shape, dtype=torch.float64), inputs.normal(*shape, dtype=torch.float64)
        cases.append((x, weights, {"eps": 0.1}))
    for device in ("cpu", *accelerators):
        results = submission.on(device).run(run_differences, device, cases)
        well_formed(results, DIFFERENCES_RULE)
        for got, (x, weights, _) in zip(results, cases, strict=True):
            close(got["gradient"], central_differences(x, weights, 0.1), what="the differences", tolerance=FLOAT64)
            same_device(got["device"], device, "The result")
            # A float64 x is not copied by .double(): what is moved and not put back to the last bit shows here.
            close(got["x"], x, what="x after the call", tolerance=EXACT)
            left_alone(got["changed"], "numerical_gradient")


# Optimizer steps against the formulas of torch.optim, which check_each_name_makes_its_optimizer holds them to


def mean_of(old, new, keep):
    return keep * old + (1 - keep) * new


def sgd_formula(grad, memory, lr):
    return lr * grad


def momentum_formula(grad, memory, lr, momentum=0.9):
    memory["v"] = momentum * memory.get("v", 0.0) + grad
    return lr * memory["v"]


def adagrad_formula(grad, memory, lr, eps=1e-10):
    memory["s"] = memory.get("s", 0.0) + grad**2
    return lr * grad / (memory["s"].sqrt() + eps)


def rmsprop_formula(grad, memory, lr, alpha=0.99, eps=1e-8):
    memory["s"] = mean_of(memory.get("s", 0.0), grad**2, alpha)
    return lr * grad / (memory["s"].sqrt() + eps)


def adadelta_formula(grad, memory, lr=1.0, rho=0.9, eps=1e-6):
    moved = memory.get("u", torch.zeros_like(grad))
    memory["s"] = mean_of(memory.get("s", 0.0), grad**2, rho)
    step = grad * (moved + eps).sqrt() / (memory["s"] + eps).sqrt()
    memory["u"] = mean_of(moved, step**2, rho)
    return lr * step


def adam_formula(grad, memory, lr, betas=(0.9, 0.999), eps=1e-8):
    memory["t"] = memory.get("t", 0) + 1
    memory["m"] = mean_of(memory.get("m", 0.0), grad, betas[0])
    memory["s"] = mean_of(memory.get("s", 0.0), grad**2, betas[1])
    corrected = memory["m"] / (1 - betas[0] ** memory["t"])
    return lr * corrected / ((memory["s"] / (1 - betas[1] ** memory["t"])).sqrt() + eps)


FORMULAS: dict[str, Any] = {
    "sgd": sgd_formula,
    "momentum": momentum_formula,
    "adagrad": adagrad_formula,
    "rmsprop": rmsprop_formula,
    "adadelta": adadelta_formula,
    "adam": adam_formula,
}
CLASSES = {"sgd": "SGD", "momentum": "SGD", "adagrad": "Adagrad", "rmsprop": "RMSprop"}
CLASSES |= {"adadelta": "Adadelta", "adam": "Adam"}


def reference_path(name, param, grads, options):
    """The parameter after each step, in the dtype of param, computed in float64."""
    memory, here, path = {}, param.double(), []
    for grad in grads.double():
        here = here - FORMULAS[name](grad, memory, **options)
        path.append(here)
    return torch.stack(path).to(param.dtype)


def run_steps(m, device, name, runs, options):
    """The parameter after each step of each run, which begins with state None, and what of torch.optim's own ran."""
    import sys

    step, paths, borrowed = getattr(m, name + "_step"), [], set()

    def watch(frame, event, value):
        if event == "call" and "/torch/optim/" in frame.f_code.co_filename:
            borrowed.add(frame.f_code.co_name)

    for param, grads in runs:
        param, grads, state, path = param.to(device), grads.to(device), None, []
        for grad in grads:
            sys.setprofile(watch)
            try:
                result = step(param, grad, state, **options)
            finally:
                sys.setprofile(None)
            if not isinstance(result, tuple | list) or len(result) != 2 or not isinstance(result[0], torch.Tensor):
                pair = isinstance(result, tuple | list)
                kinds = [type(part).__name__ for part in result] if pair else type(result).__name__
                return {"form": str(kinds)}
            param, state = result
            path.append(param.detach().clone().cpu())
        alike = len({(one.shape, one.dtype) for one in path}) == 1
        paths.append(torch.stack(path) if alike else path)
    return {"paths": paths, "device": str(param.device), "borrowed": bool(borrowed)}


def run_second_step_twice(m, name, param, grads, options):
    step = getattr(m, name + "_step")
    first, state = step(param, grads[0], None, **options)
    second, later = step(first, grads[1], state, **options)
    step(second, grads[2], later, **options)
    again, _ = step(first, grads[1], state, **options)
    changed = {"param or grad has requires_grad": param.requires_grad or grads.requires_grad}
    return {"again": again, "param": param.detach(), "grads": grads.detach(), "changed": changed}


def share_of_the_step(start, mine, right) -> float | None:
    """How many times the right step the step taken is, when that is one number for all entries."""
    wanted, taken = start - right, start - mine
    moving = wanted.abs() > 1e-13
    if not bool(moving.any()) or not bool(taken.isfinite().all()) or bool((taken[~moving].abs() > 1e-9).any()):
        return None
    ratios = taken[moving] / wanted[moving]
    ratio = ratios[wanted[moving].abs().argmax()]
    tight = (ratios - ratio).abs() <= 1e-3 * ratio.abs()
    # The smallest steps keep few digits next to a parameter of size 1.
    return float(ratio) if bool((tight | (wanted[moving].abs() < 1e-9)).all()) else None


def judge_path(path: Any, start: torch.Tensor, expected: torch.Tensor, run: str, tolerance: Tolerance) -> None:
    """The first step that is wrong, with what the steps before it or its length tell."""
    for number, (mine, right) in enumerate(zip(path, expected, strict=True), 1):
        comparable = isinstance(mine, torch.Tensor) and mine.shape == right.shape and mine.dtype == right.dtype
        allowed = {"rtol": tolerance.rtol, "atol": tolerance.atol}
        if comparable and torch.allclose(mine, right, **allowed):
            continue
        before = f"steps 1 to {number - 1} are right" if number > 2 else "step 1 is right"
        told = f"{before}: look at the state" if number > 1 else ""
        if comparable and number == 1:
            share = share_of_the_step(start.double(), mine.double(), right.double())
            told = (
                "" if share is None or abs(share - 1) < 1e-3 else f"the step taken is {share:.6g} times the right one"
            )
        note = f" ({told})" if told else ""
        close(mine, right, what=f"the parameter after step {number}{run}{note}", tolerance=tolerance)


def gradients(inputs: Inputs, steps: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Columns from size 1 down to 1e-12 and 0, so that every wrong place of an eps shows; one starts with a zero."""
    sizes = torch.tensor([1.0, 1e-3, 1e-6, 1e-9, 1e-12, 0.0], dtype=dtype)
    grads = inputs.normal(steps, 2, 6, dtype=dtype) * sizes
    grads[0, 0, 0] = 0.0
    return grads


SECOND_RUN = " of a second run, begun with state None"


def walk_the_valley(m, name, start, steps, options):
    """Places of so many steps down the valley (a^2 + 100 b^2) / 2."""
    place, state, places = start, None, [start]
    for _ in range(steps):
        place, state = getattr(m, name + "_step")(place, place * torch.tensor([1.0, 100.0]), state, **options)
        places.append(place.detach())
    return torch.stack(places)


def valley(places):
    """Its height."""
    return (places**2 * torch.tensor([1.0, 100.0], dtype=places.dtype)).sum(1) / 2


# Rates that suit the valley, as in the lesson.
RATES = {"sgd": 0.018, "momentum": 0.018, "adagrad": 0.5, "rmsprop": 0.1, "adadelta": 1.0, "adam": 0.5}


def draw_walk(submission: Submission, name: str) -> None:
    """The way of one optimizer down the valley, beside the right one."""
    start, options, steps = torch.tensor([9.0, 1.0]), {"lr": RATES[name]}, 60
    memory, here, right = {}, start.double(), [start.double()]
    for _ in range(steps):
        here = here - FORMULAS[name](here * torch.tensor([1.0, 100.0]), memory, **options)
        right.append(here)
    mine = asked_to_draw(submission, walk_the_valley, name, start, steps, options)
    ways = {"yours": mine, "reference": torch.stack(right)}
    draw_ways(submission, f"{name}_step, 60 steps down a valley", valley, (-4.0, 10.0, -1.6, 1.6), ways)


def holds_to_torch(submission: Submission, inputs: Inputs, name: str, **options: object) -> None:
    runs = [(inputs.normal(2, 6, dtype=torch.float64), gradients(inputs, steps)) for steps in (50, 3)]
    # Watching costs a multiple of the steps, so the long run goes unwatched; the short one is judged both ways.
    for ask, some in ((Submission.run, runs), (recorded, runs[1:])):
        got = ask(submission, run_steps, "cpu", name, some, options)
        well_formed(got, f"{name}_step must return (new_param, new_state), new_param a tensor")
        for run, path, (param, grads) in zip(("", SECOND_RUN), got["paths"], some, strict=False):
            judge_path(path, param, reference_path(name, param, grads, options), run, TRAJECTORY)
        rule = f"{name}_step must be written by hand; a function of torch.optim ran. Write the update as a formula."
        expect(not got["borrowed"], rule)


def keeps_its_inputs(submission: Submission, inputs: Inputs, accelerators, name: str, **options: object) -> None:
    param, grads = inputs.normal(3, 2, dtype=torch.float64), inputs.normal(3, 3, 2, dtype=torch.float64)
    got = submission.run(run_second_step_twice, name, param, grads, options)
    after = f"the inputs after {name}_step"
    close((got["param"], got["grads"]), (param, grads), what=after, tolerance=EXACT, parts=("param", "grad"))
    left_alone(got["changed"], f"{name}_step")
    expected = reference_path(name, param, grads, options)[1]
    close(got["again"], expected, what="the second step, taken again from the same state,", tolerance=TRAJECTORY)
    for device in ("cpu", *accelerators):
        got = submission.on(device).run(run_steps, device, name, [(param.float(), grads.float())], options)
        expected = reference_path(name, param.float(), grads.float(), options)
        judge_path(got["paths"][0], param.float(), expected, f" in float32 on {device}", FLOAT32)
        same_device(got["device"], device, "The new parameter")


@check("sgd_step", points=2)
def check_sgd_matches_torch(submission: Submission, inputs: Inputs) -> None:
    """sgd_step takes the same 50 steps as torch.optim, with its default settings."""
    draw_walk(submission, "sgd")
    holds_to_torch(submission, inputs, "sgd", lr=0.1)


@check("sgd_step", points=2, after=("sgd_matches_torch",))
def check_sgd_keeps_its_inputs(submission: Submission, inputs: Inputs, accelerators) -> None:
    """sgd_step changes neither param nor grad nor state, and keeps dtype and device."""
    keeps_its_inputs(submission, inputs, accelerators, "sgd", lr=0.1)


@check("momentum_step", points=3)
def check_momentum_matches_torch(submission: Submission, inputs: Inputs) -> None:
    """momentum_step takes the same 50 steps as torch.optim, with its default settings."""
    draw_walk(submission, "momentum")
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
    draw_walk(submission, "adagrad")
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
    draw_walk(submission, "rmsprop")
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
    draw_walk(submission, "adadelta")
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
    draw_walk(submission, "adam")
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
    params, path = [weight.requires_grad_(), bias.requires_grad_()], []
    optimizer = m.make_optimizer(name, iter(params), lr)
    if not isinstance(optimizer, torch.optim.Optimizer):
        return {"form": type(optimizer).__name__}
    for grad in grads:
        weight.grad, bias.grad = grad, grad[0]
        optimizer.step()
        path.append(weight.detach().clone())
    ours = [base.__name__ for base in type(optimizer).__mro__ if base.__module__.startswith("torch.optim")]
    return {"path": torch.stack(path), "bias": bias.detach(), "classes": ours}


def run_names(m, unknown, choices, weight, grad, lr):
    """One step of "sgd", and what each unknown name brings: the kind of error, and the choices that it leaves out."""
    leaf = weight.requires_grad_()
    optimizer = m.make_optimizer("sgd", [leaf], lr)
    leaf.grad = grad
    optimizer.step()
    answers: list[dict[str, object]] = []
    for name in unknown:
        try:
            came = m.make_optimizer(name, [torch.zeros(2, requires_grad=True)], lr)
            answers.append({"returned": type(came).__name__})
        except Exception as error:
            kind = "ValueError" if isinstance(error, ValueError) else type(error).__name__
            left_out = [choice for choice in choices if choice not in str(error)] if kind == "ValueError" else []
            answers.append({"raised": kind, "left out": left_out})
    return {"weight": leaf.detach(), "answers": answers}


@check("make_optimizer", points=5)
def check_each_name_makes_its_optimizer(submission: Submission, inputs: Inputs) -> None:
    """make_optimizer makes torch's own optimizer for each of the six names, with the given rate for every parameter."""
    for lr, name in zip((0.1, 0.3, 0.1, 0.02, 0.5, 0.05), FORMULAS, strict=True):
        weight, bias = inputs.normal(2, 3, dtype=torch.float64), inputs.normal(3, dtype=torch.float64)
        grads = inputs.normal(6, 2, 3, dtype=torch.float64)
        got = submission.run(run_optimizer, name, weight, bias, grads, lr)
        well_formed(got, f'make_optimizer("{name}", ...) must return a torch.optim.{CLASSES[name]}')
        made = ", ".join(one for one in got["classes"] if one != "Optimizer") or "an Optimizer of your own"
        rule = f'make_optimizer("{name}", ...) must return a torch.optim.{CLASSES[name]}; got {made}.'
        expect(CLASSES[name] in got["classes"], rule)
        run = f' of make_optimizer("{name}", params, lr={lr})'
        judge_path(got["path"], weight, reference_path(name, weight, grads, {"lr": lr}), run, FLOAT64)
        expected = reference_path(name, bias, grads[:, 0], {"lr": lr})[-1]
        close(got["bias"], expected, what=f"the second parameter after six steps{run}", tolerance=FLOAT64)


@check("make_optimizer", points=3)
def check_unknown_names_are_refused(submission: Submission, inputs: Inputs) -> None:
    """make_optimizer raises a ValueError that names the six choices when the name is not among them."""
    letters = "".join("bcfhjkqvwxz"[i] for i in inputs.integers(0, 11, 6).tolist())
    unknown = [("lbfgs", "nadam", "adamw", "rprop")[int(inputs.integers(0, 4, 1))], letters]
    weight, grad = inputs.normal(3, dtype=torch.float64), inputs.normal(3, dtype=torch.float64)
    lr = round(float(inputs.uniform(0.05, 0.5, 1)), 3)
    got = submission.run(run_names, unknown, list(FORMULAS), weight, grad, lr)
    close(got["weight"], weight - lr * grad, what='the parameter after one step of "sgd"', tolerance=FLOAT64)
    for name, answer in zip(unknown, got["answers"], strict=True):
        rule = f'make_optimizer("{name}", ...) must raise a ValueError'
        expect("raised" in answer, f"{rule}; it returned {answer.get('returned')}.")
        expect(answer["raised"] == "ValueError", f"{rule}; it raised {answer['raised']}.")
        absent = ", ".join(answer["left out"])
        expect(not absent, f"{rule} whose text names all six choices; it lacks {absent}.")


def batches_of_epochs(m, ids, epochs, options):
    """The (x id, y id) pairs of every batch of every epoch, in order, the losses, the modes; the net never moves."""
    x = torch.tensor(ids).float().reshape(-1, 1)

    class Watcher(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight, self.modes = nn.Parameter(torch.ones(1)), set()

        def forward(self, x):
            self.modes.add(self.training)
            self.seen = x.detach().reshape(-1).long().tolist()
            return x * self.weight

    net, batches = Watcher(), []

    def criterion(outputs, targets):
        if outputs.requires_grad:
            batches.append(list(zip(net.seen, targets.reshape(-1).long().tolist(), strict=True)))
        return ((outputs - targets) ** 2).mean()

    losses = m.train_loop(net, x, x.clone(), criterion, torch.optim.SGD(net.parameters(), lr=0.0), epochs, **options)
    each = len(batches) // epochs
    return [batches[each * epoch : each * (epoch + 1)] for epoch in range(epochs)], losses, sorted(net.modes)


def run_batches(m, ids, epochs, options):
    passes, _, modes = batches_of_epochs(m, ids, epochs, options)
    once = [sorted(x for batch in one for x, _ in batch) == sorted(ids) for one in passes]
    sizes = [[len(batch) for batch in one] for one in passes]
    return {
        # Where a short batch comes is luck, if batches are shuffled: only that it came early is told.
        "sizes": [sorted(one, reverse=True) for one in sizes],
        "short before another": any(one != sorted(one, reverse=True) for one in sizes),
        "each once": once,
        "mixed up": any(x != y for one in passes for batch in one for x, y in batch),
        "modes": modes,
        "sum": sum(x for one in passes for batch in one for x, _ in batch) if all(once) else None,
    }


def run_orders(m, ids, epochs, options):
    passes, *_ = batches_of_epochs(m, ids, epochs, options)
    orders = [[x for batch in one for x, _ in batch] for one in passes]
    sets = [sorted(sorted(x for x, _ in batch) for batch in one) for one in passes]
    return {
        "findings": {
            "the order is as given": list(ids) in orders,
            "the order repeats": any(orders[0] == other for other in orders[1:]),
            "the same samples meet in a batch again": any(sets[0] == other for other in sets[1:]),
        },
        "batches": len(passes[0]),
        "sum": sum(orders[0]) if sorted(orders[0]) == sorted(ids) else None,
    }


def run_seeds(m, ids, seed):
    runs = []
    for before, options in enumerate(({"seed": seed}, {"seed": seed}, {"seed": seed + 1}, {}, {"seed": 0})):
        torch.manual_seed(before)
        np.random.seed(before)
        runs.append(batches_of_epochs(m, ids, 2, {"batch_size": 8, **options}))
    first = [x for batch in runs[0][0][0] for x, _ in batch]
    same = {"same seed": runs[0] == runs[1], "another seed": runs[0] == runs[2], "no seed and 0": runs[3] == runs[4]}
    complete = sorted(first) == sorted(ids)
    return {
        **same,
        "given order": first == list(ids),
        "batches": len(runs[0][0][0]),
        "sum": sum(first) if complete else None,
    }


def numbers_of_samples(inputs: Inputs, n: int) -> list[int]:
    """n different whole numbers that stand for samples."""
    return (inputs.permutation(4 * n)[:n] + int(inputs.integers(1, 1000, 1))).tolist()


def run_one_weight(m, start, target, lr, n, epochs, options):
    """Every sample is alike, so the losses do not depend on the order; a batch of s samples costs s / 10 extra."""
    sizes = []

    def criterion(outputs, targets):
        if outputs.requires_grad:
            sizes.append(len(targets))
        return ((outputs - targets) ** 2).mean() + 0.1 * len(targets)

    class Counting(torch.optim.SGD):
        steps = 0

        def step(self, closure=None):
            self.steps += 1
            return super().step(closure)

    net = nn.Linear(1, 1, bias=False, dtype=torch.float64)
    nn.init.constant_(net.weight, start)
    x = torch.ones(n, 1, dtype=torch.float64)
    optimizer = Counting(net.parameters(), lr=lr)
    losses = m.train_loop(net, x, target * x, criterion, optimizer, epochs, **options)
    each = len(sizes) // epochs
    passes = [sizes[each * epoch : each * (epoch + 1)] for epoch in range(epochs)]
    if sum(sizes) == n * epochs and any(one != sorted(one, reverse=True) for one in passes):
        # The losses depend on where the short batch happened to come.
        return {"short before another": True, "steps": optimizer.steps}
    return {"losses": losses, "weight": net.weight.item(), "steps": optimizer.steps}


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
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9)
    losses = m.train_loop(net, x, y, nn.CrossEntropyLoss(), optimizer, epochs)
    changed = {"x has requires_grad": x.requires_grad}
    return {"losses": losses, "weight": layer.weight.detach(), "kept": [x.detach(), y.detach()], "changed": changed}


def classifier_by_hand(x, y, weight, lr, epochs):
    """Losses and last weight of SGD with momentum 0.9 on the whole batch."""
    losses, memory = [], {}
    for _ in range(epochs):
        leaf = weight.clone().requires_grad_()
        loss = torch.nn.functional.cross_entropy(x.flatten(1) @ leaf.T, y)
        losses.append(loss.item())
        weight = weight - momentum_formula(torch.autograd.grad(loss, leaf)[0], memory, lr)
    return {"losses": losses, "weight": weight}


def judge_losses(got: dict[str, Any], expected: dict[str, Any], what: str) -> None:
    """One float an epoch, the first wrong one told, and the weight at the end."""
    losses, epochs = got["losses"], len(expected["losses"])
    rule = f"train_loop must return a list of {epochs} floats, one an epoch"
    count = len(losses) if isinstance(losses, tuple | list) else None
    expect(count is not None, f"{rule}; got {type(losses).__name__}.")
    expect(count == epochs, f"{rule}; got {count}.")
    kinds = {type(loss).__name__ for loss in losses} - {"float"}
    expect(
        not kinds - {"float64", "float32"}, f"{rule}; got a list of {', '.join(sorted(kinds))}: .item() makes a float."
    )
    mine, right = ([one["losses"], one["weight"]] for one in (got, expected))
    close(mine, right, what=what, tolerance=FLOAT32, parts=("losses", "weight"))


@check("train_loop", points=4)
def check_every_sample_is_used_once_an_epoch(submission: Submission, inputs: Inputs) -> None:
    """train_loop trains on every sample once an epoch, with its own target, in full batches and a short last one."""
    short, more = (int(number) for number in inputs.integers(1, 8, 2))
    for n, options in (
        (16 + short, {"batch_size": 8}),
        (32 + more, {}),
        (12, {"batch_size": 4}),
        (17, {"batch_size": 8}),
    ):
        ids, size = numbers_of_samples(inputs, n), options.get("batch_size", 32)
        got = submission.run(run_batches, ids, 6, options, using=(batches_of_epochs,))
        sizes = [min(size, n - start) for start in range(0, n, size)]
        expect(got["mixed up"] is False, "x and y must be shuffled together; a sample met another one's target.")
        rule = f"With {n} samples and batches of {size}, each epoch must have batches of {sizes} samples"
        wrong = next((one for one in got["sizes"] if one != sizes), None)
        expect(wrong is None, f"{rule}; got {wrong}.")
        expect(got["short before another"] is False, f"{rule}, in this order; the short one came before a full one.")
        rule = "Every sample must be used exactly once an epoch; some came more than once and some not at all."
        expect(all(got["each once"]), rule)
        close(got["sum"], 6 * sum(ids), what="the sum of all samples seen", tolerance=EXACT)
        rule = "train_loop must train a network that came in training mode in that mode; it ran in evaluation mode"
        expect(got["modes"] == [True], f"{rule}.")


@check("train_loop", points=3)
def check_batches_are_reshuffled(submission: Submission, inputs: Inputs) -> None:
    """train_loop puts the samples into new batches, in a new order, at every epoch."""
    ids, options = numbers_of_samples(inputs, 40), {"batch_size": 8, "seed": inputs.seed()}
    got = submission.run(run_orders, ids, 3, options, using=(batches_of_epochs,))
    for finding, found in got["findings"].items():
        expect(found is False, f"Every epoch must be shuffled anew; over three epochs {finding}.")
    if got["sum"] is not None:
        close(got["sum"], sum(ids), what="the sum of all samples seen in an epoch", tolerance=EXACT)


@check("train_loop", points=3)
def check_seed_decides_the_order(submission: Submission, inputs: Inputs) -> None:
    """train_loop repeats itself for an equal seed, whatever ran before, and goes another way for another seed."""
    ids = numbers_of_samples(inputs, 40)
    got = submission.run(run_seeds, ids, inputs.seed() % 1000 + 1, using=(batches_of_epochs,))
    expect(got["same seed"] is True, "Two runs with the same seed must be equal, whatever ran before them.")
    expect(got["another seed"] is False, "Two runs with different seeds must take different orders; they are the same.")
    expect(got["no seed and 0"] is True, "Without a seed the loop must run as with seed=0, whatever ran before.")
    if got["sum"] is not None:
        close(got["sum"], sum(ids), what="the sum of all samples seen in an epoch", tolerance=EXACT)


@check("train_loop", points=6)
def check_losses_are_means_before_each_step(submission: Submission, inputs: Inputs) -> None:
    """train_loop returns each epoch's mean loss per sample, taken before each of its steps."""
    epochs = 6
    for n, batch_size in ((10, 4), (9, 3), (5, 8)):
        start, target, lr = (value.item() for value in inputs.uniform(0.1, 0.3, 3).double())
        options = {"batch_size": batch_size, "seed": n}
        got = submission.run(run_one_weight, 1 + start, target, lr, n, epochs, options)
        what, wanted = f"a net with one weight, {n} samples in batches of {batch_size},", epochs * -(-n // batch_size)
        rule = f"train_loop must call step() of the optimizer that it is given once a batch, {wanted} times in {what}"
        expect(got["steps"] == wanted, f"{rule} {epochs} epochs; it did so {got['steps']} times.")
        early = "short before another" in got
        expect(not early, f"The short batch must be the last one of its epoch; in {what} it came before a full one.")
        judge_losses(got, one_weight_by_hand(1 + start, target, lr, n, epochs, batch_size), what)
    x, y = inputs.normal(20, 2, 3, dtype=torch.float64), inputs.integers(0, 4, 20)
    weight = inputs.normal(4, 6, dtype=torch.float64)
    got, expected = submission.run(run_classifier, x, y, weight, 0.1, 12), classifier_by_hand(x, y, weight, 0.1, 12)
    lines = {"yours": got["losses"], "reference": expected["losses"]}
    plot(submission, "loss of train_loop", lines, x_label="epoch", y_label="loss")
    judge_losses(got, expected, "a classifier on one batch")
    close(got["kept"], [x, y], what="the inputs after train_loop", tolerance=EXACT, parts=("x", "y"))
    left_alone(got["changed"], "train_loop")
