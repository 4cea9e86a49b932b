"""Checks of exercise 3: logistic regression and its loss."""

import math

import torch

from grader.kit import (
    Inputs,
    Limits,
    Submission,
    Tolerance,
    agree,
    by_hand,
    check,
    close,
    demand,
    draw_plane,
    expect,
    fail,
    graded,
    keeps_dtype_and_device,
    losses_of,
    plot,
)
from grader.kit.describe import describe
from grader.kit.judging import gives, late

DOUBLE = Tolerance(1e-6, 1e-7, "float64 keeps 16 digits; a constant such as the rate may have been made in float32")
# Whether the arguments stay as they are is judged by other checks.
IN_DOUBLE = {"wide": DOUBLE, "unchanged": False}
LONG_RUN = Tolerance(1e-3, 1e-3, "250 steps in float32 lose up to 4 of its 7 digits")
HINTS = {
    "sigmoid": (
        "1 / (1 + exp(-z)) is right on paper. What is exp(1e4) in float32, and what becomes of its gradient?",
        "Look for a way to write the same curve with an operation that cannot overflow; tanh is an s-curve too.",
        "Return (1 + torch.tanh(z / 2)) / 2.",
    ),
    "logistic_regression": (
        "Two steps: a linear score for every sample, then a probability for every score.",
        "The score is a matrix product of x (n, d) with w (d, 1), plus b; your sigmoid does the rest.",
        "Return sigmoid(x @ w + b).",
    ),
    "binary_loss": (
        "Compute by hand what a single sample with p = 0 and y = 0 costs. Where does it go wrong in the computer?",
        "Both logarithms can meet a zero: lift the argument of each to 1e-12 before you take the log.",
        "Use y_pred.clamp(min=1e-12) and (1 - y_pred).clamp(min=1e-12) inside the logs, then negate the mean.",
    ),
    "binary_loss_with_logits": (
        "Put p = 1 / (1 + exp(-z)) into the loss on paper and simplify before you write code.",
        "What remains is log(1 + exp(z)) - y z. Find a way to compute log(1 + exp(z)) that never computes exp(1e4).",
        "log(1 + exp(z)) is torch.logaddexp(torch.zeros_like(logits), logits); subtract y * logits, take the mean.",
    ),
    "classify": (
        "A comparison gives True and False; what does the contract ask for?",
        "Compare the probabilities (not the scores) with the threshold, and mind the sample that lies exactly on it.",
        "Return (logistic_regression(x, w, b) >= threshold).to(x.dtype).",
    ),
    "accuracy": (
        "How many labels are equal, and out of how many?",
        "predicted == y is a tensor of True and False; turn it into numbers, average them, and leave torch.",
        "Return (predicted == y).double().mean().item().",
    ),
    "fit": (
        "Say in words what happens in one epoch, in order; which of these lines must run before the step?",
        "Zeros with x's dtype and device and requires_grad=True, torch.optim.SGD([w, b], lr=lr), then the loop.",
        "Each epoch: loss = ...; optimizer.zero_grad(); loss.backward(); optimizer.step(); losses.append(loss.item()).",
    ),
}


def reference_regression(x, w, b):
    return torch.sigmoid(x @ w + b)


def reference_loss(p, y):
    return -(y * p.clamp(min=1e-12).log() + (1 - y) * (1 - p).clamp(min=1e-12).log()).mean()


def reference_logits_loss(z, y):
    return (torch.logaddexp(torch.zeros_like(z), z) - y * z).mean()


def reference_classify(x, w, b, threshold=0.5):
    return (reference_regression(x, w, b) >= threshold).to(x.dtype)


def reference_accuracy(predicted, y):
    return float((predicted == y).double().mean())


def reference_fit(x, y, lr=1.0, epochs=1000, at_zero=(0.5, 0.5)):
    """Plain descent; `at_zero` is the slope of the loss at a score of 0, plus y, for the labels 0 and 1."""
    w, b, losses = x.new_zeros(x.shape[1], 1), x.new_zeros(1), []
    for epoch in range(epochs):
        z = x @ w + b
        losses.append(float(reference_logits_loss(z, y)))
        p = torch.sigmoid(z) if epoch else at_zero[0] + (at_zero[1] - at_zero[0]) * y
        slope = (p - y) / len(x)
        w, b = w - lr * x.T @ slope, b - lr * slope.sum(0)
    return w, b, losses


def slopes_at_zero(x, y, lr, w, b):
    """The `at_zero` of `reference_fit` with which a first step leads to (w, b); (0.5, 0.5) when no subgradient does.

    All scores are 0 before the first step. There the clamp, abs or relu of a loss may have another slope than its
    value suggests, which the contract leaves free: any p from 0 to 1 stands for a subgradient.
    """
    padded = torch.cat([x, torch.ones_like(x[:, :1])], dim=1).double()
    moves = -lr / len(x) * torch.cat([padded.T @ (y == label).double() for label in (0, 1)], dim=1)
    reached = torch.cat([w.double().reshape(-1, 1), b.double().reshape(1, 1)])
    found = torch.linalg.lstsq(moves, reached + moves[:, 1:]).solution
    fits = bool(((moves @ found - moves[:, 1:] - reached).abs() <= 1e-4 * lr).all())
    inside = bool(((found >= -1e-3) & (found <= 1 + 1e-3)).all())
    half = not (fits and inside) or bool(((found - 0.5).abs() < 1e-3).all())
    return (0.5, 0.5) if half else tuple(found.flatten().tolist())


def own_reference(submission, x, y, lr):
    """`reference_fit` with the first step as the learner's own loss takes it."""
    (w, b), _ = fitted(submission, x, y, lr=lr, epochs=1)
    at_zero = slopes_at_zero(x, y, lr, w, b)
    return lambda x, y, lr, epochs: reference_fit(x, y, lr, epochs, at_zero)


def separable(inputs: Inputs, n: int, d: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Samples and labels of two classes with a gap between them."""
    x, direction = inputs.normal(2 * n, d), inputs.normal(d, 1)
    score = x @ (direction / direction.norm()) + 0.3
    clear = score.abs().flatten() > 0.3
    return x[clear][:n], (score[clear][:n] > 0).float()


def described_parts(result):
    """What came back, and of a few things each."""
    few = isinstance(result, (tuple, list)) and 0 < len(result) <= 4
    return f"{describe(result)} ({', '.join(map(describe, result))})" if few else describe(result)


def fitted(submission, x, y, **kwargs):
    """The (w, b) and the losses of fit, as many as epochs."""
    result = submission.fit(x, y, **kwargs)
    triple = isinstance(result, (tuple, list)) and len(result) == 3 and isinstance(result[2], (tuple, list))
    expect(triple, f"fit must return three things, w, b and the list of losses; got {described_parts(result)}.")
    for name, part, shape in zip("wb", result, ((x.shape[1], 1), (1,)), strict=False):
        right = isinstance(part, torch.Tensor) and part.shape == shape
        expect(right, f"{name} of fit must be a tensor of shape {shape}; got {describe(part)}.")
    epochs = kwargs.get("epochs", 1000)
    rule = f"fit must take one step an epoch and note one loss each: {epochs} epochs were asked for"
    expect(len(result[2]) == epochs, f"{rule}, {len(result[2])} losses came.")
    return tuple(result[:2]), list(result[2])


def first_loss(m, x, y):
    """The first loss of fit: None when two calls begin with different ones, nan when what came back has none."""
    try:
        firsts = [float(m.fit(x.clone(), y.clone(), lr=1e-6, epochs=1)[2][0]) for _ in range(2)]
    except (TypeError, IndexError):
        return math.nan
    return None if abs(firsts[0] - firsts[1]) > 1e-4 else firsts[0]


def optimizers_of_fit(m, x, y):
    """The kinds of optimizer that took a step in fit, the most steps that one of them took, and how many losses came."""
    from torch.optim.optimizer import register_optimizer_step_pre_hook

    kinds, steps, alive = set(), {}, []

    def note(optimizer, args, kwargs):
        kinds.add("SGD" if isinstance(optimizer, torch.optim.SGD) else type(optimizer).__name__)
        steps[id(optimizer)] = steps.get(id(optimizer), 0) + 1
        alive.append(optimizer)

    hook = register_optimizer_step_pre_hook(note)
    result = m.fit(x, y, lr=0.5, epochs=3)
    hook.remove()
    counted = isinstance(result, (tuple, list)) and len(result) == 3 and isinstance(result[2], (tuple, list))
    return sorted(kinds), max(steps.values(), default=0), len(result[2]) if counted else 0


@check("sigmoid", points=6)
def check_sigmoid_has_values_and_slopes(submission: Submission, inputs: Inputs) -> None:
    """sigmoid has torch's values and slopes, 0.25 at zero too."""
    for z in (inputs.normal(7, 1, scale=3), inputs.normal(3, 4), inputs.noncontiguous(4, 3), torch.zeros(2, 1)):
        agree(submission, "sigmoid", z, reference=torch.sigmoid, gradients=(0,))
    for z in (inputs.normal(5, 1), inputs.normal()):
        agree(submission, "sigmoid", z, reference=torch.sigmoid)
    late(submission, "sigmoid", [(inputs.normal(4, 1),)], inputs.normal(4, 1), reference=torch.sigmoid)


@check("sigmoid", points=5)
def check_sigmoid_stays_finite(submission: Submission, inputs: Inputs) -> None:
    """sigmoid and its slope stay finite and right for scores up to 1e4 on both sides."""
    for size in (100.0, 1e3, 1e4):
        z = torch.tensor([[-size], [size]]) * inputs.uniform(0.95, 1, 2, 1)
        agree(submission, "sigmoid", z, reference=torch.sigmoid, gradients=(0,))


@check("sigmoid", points=3)
def check_sigmoid_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """sigmoid keeps the dtype and the device of the scores."""
    keeps_dtype_and_device(
        submission, accelerators, "sigmoid", inputs.normal(5, 2), reference=torch.sigmoid, unchanged=False
    )


@check("sigmoid", points=3, after=("sigmoid_has_values_and_slopes",))
def check_sigmoid_is_by_hand(submission: Submission, inputs: Inputs) -> None:
    """sigmoid is written by hand, without torch's own sigmoid or autograd."""
    rules = dict(banned=("sigmoid", "expit"), autograd=False, reference=torch.sigmoid)
    by_hand(submission, "sigmoid", inputs.normal(6, 1), **rules)


@check("logistic_regression", points=7)
def check_regression_gives_probabilities(submission: Submission, inputs: Inputs) -> None:
    """logistic_regression turns (n, d) samples into (n, 1) probabilities, with the right gradients for x, w and b."""
    for n, d in ((1, 1), (5, 3), (2, 6)):
        x, w, b = inputs.normal(n, d), inputs.normal(d, 1), inputs.normal(1)
        agree(submission, "logistic_regression", x, w, b, reference=reference_regression, gradients=(0, 1, 2))
    x, w, b = inputs.noncontiguous(4, 2), inputs.normal(2, 1), inputs.normal(1)
    agree(submission, "logistic_regression", x, w, b, reference=reference_regression)
    other = (inputs.normal(4, 2), w, b)
    late(submission, "logistic_regression", [(x, w, b)], *other, reference=reference_regression)


@check("logistic_regression", points=3)
def check_regression_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """logistic_regression keeps the dtype and the device of the samples."""
    args = (inputs.normal(5, 2), inputs.normal(2, 1), inputs.normal(1))
    keeps_dtype_and_device(
        submission, accelerators, "logistic_regression", *args, reference=reference_regression, unchanged=False
    )


@check("binary_loss", points=8)
def check_loss_matches_definition(submission: Submission, inputs: Inputs) -> None:
    """binary_loss is the mean of -(y log p + (1 - y) log(1 - p)), with the right gradient."""
    for n in (1, 4, 7):
        p, y = inputs.uniform(0.05, 0.95, n, 1), inputs.labels(n)
        agree(submission, "binary_loss", p, y, reference=reference_loss, gradients=(0,))
    earlier = [(inputs.uniform(0.05, 0.95, 4, 1), inputs.labels(4))]
    late(submission, "binary_loss", earlier, p, y, reference=reference_loss)


@check("binary_loss", points=8)
def check_loss_clamps_both_logs(submission: Submission, inputs: Inputs) -> None:
    """binary_loss lifts the argument of each log to 1e-12, no more and no less: at p = 0 and p = 1 it is 0 or 27.63."""
    for dtype in (torch.float64, torch.float32):
        for p, y in ((0, 1), (0, 0), (1, 0), (1, 1), (1e-13, 1), (4e-12, 1), (1 - 4e-12, 0), (1e-9, 1)):
            args = (torch.tensor([[p]], dtype=dtype), torch.tensor([[y]], dtype=dtype))
            agree(submission, "binary_loss", *args, reference=reference_loss)
    mixed = torch.cat([inputs.uniform(0.1, 0.9, 3, 1), torch.zeros(2, 1), torch.ones(2, 1)])
    agree(submission, "binary_loss", mixed, torch.tensor([[0.0, 1, 1, 0, 1, 0, 1]]).T, reference=reference_loss)


@check("binary_loss", points=4, after=("loss_matches_definition",))
def check_loss_has_finite_gradients(submission: Submission, inputs: Inputs) -> None:
    """The gradient of binary_loss is finite at p = 0 and p = 1."""
    p = torch.cat([torch.tensor([[0.0], [0.0], [1.0], [1.0]]), inputs.uniform(0.1, 0.9, 2, 1)])
    y = torch.tensor([[0.0], [1.0], [0.0], [1.0], [0.0], [1.0]])
    reply = demand(submission.call("binary_loss", (p.requires_grad_(), y), cotangent=torch.tensor(1.0)))
    gradient = reply.gradients[0] if reply.gradients else None
    if gradient is None:
        fail("binary_loss must let gradients through to y_pred; none arrived there.")
    for slope, prediction, label in zip(gradient.flatten(), p.flatten(), y.flatten(), strict=False):
        where = f"at p = {prediction:g}, y = {label:g}"
        expect(bool(slope.isfinite()), f"The gradient of binary_loss must be finite; got {slope:g} {where}.")


@check("binary_loss", points=2)
def check_loss_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """binary_loss keeps the dtype and the device of the probabilities."""
    args = (inputs.uniform(0.1, 0.9, 5, 1), inputs.labels(5))
    keeps_dtype_and_device(submission, accelerators, "binary_loss", *args, reference=reference_loss, **IN_DOUBLE)


@check("binary_loss_with_logits", points=6)
def check_logits_loss_matches_definition(submission: Submission, inputs: Inputs) -> None:
    """binary_loss_with_logits is the binary loss of sigmoid(logits), with the right gradient."""
    for n in (1, 4, 7):
        z, y = inputs.normal(n, 1, scale=2), inputs.labels(n)
        agree(submission, "binary_loss_with_logits", z, y, reference=reference_logits_loss, gradients=(0,))
    agree(submission, "binary_loss_with_logits", z, y, reference=reference_logits_loss)
    earlier = [(inputs.normal(4, 1), inputs.labels(4))]
    late(submission, "binary_loss_with_logits", earlier, z, y, reference=reference_logits_loss)


@check("binary_loss_with_logits", points=6)
def check_logits_loss_survives_large_scores(submission: Submission, inputs: Inputs) -> None:
    """binary_loss_with_logits and its gradient are accurate for scores up to 1e4 on both sides."""
    for z in (-1e4, -200.0, -40.0, 40.0, 200.0, 1e4):
        for y in (0.0, 1.0):
            args = (torch.full((1, 1), z) * inputs.uniform(0.95, 1, 1, 1), torch.full((1, 1), y))
            agree(submission, "binary_loss_with_logits", *args, reference=reference_logits_loss, gradients=(0,))


@check("binary_loss_with_logits", points=2)
def check_logits_loss_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """binary_loss_with_logits keeps the dtype and the device of the scores."""
    args = (inputs.normal(5, 1), inputs.labels(5))
    keeps_dtype_and_device(
        submission, accelerators, "binary_loss_with_logits", *args, reference=reference_logits_loss, unchanged=False
    )


@check("binary_loss_with_logits", points=3, after=("logits_loss_matches_definition",))
def check_logits_loss_is_by_hand(submission: Submission, inputs: Inputs) -> None:
    """binary_loss_with_logits is written by hand, without torch's own loss or autograd."""
    banned = ("binary_cross_entropy_with_logits", "BCEWithLogitsLoss")
    rules = dict(banned=banned, autograd=False, reference=reference_logits_loss)
    by_hand(submission, "binary_loss_with_logits", inputs.normal(6, 1), inputs.labels(6), **rules)


@check("classify", points=5)
def check_labels_follow_threshold(submission: Submission, inputs: Inputs) -> None:
    """classify gives 1 where the probability reaches the threshold and 0 elsewhere, for any threshold."""
    x, w, b = inputs.normal(80, 2), inputs.uniform(0.8, 1.2, 2, 1), inputs.uniform(-0.5, 0.5, 1)
    for kwargs in ({}, {"threshold": 0.2}, {"threshold": 0.85}):
        distance = (reference_regression(x, w, b) - kwargs.get("threshold", 0.5)).abs().flatten()
        agree(submission, "classify", x[distance > 1e-3], w, b, kwargs=kwargs, reference=reference_classify)
    # Probabilities a hair below and above one half.
    near = torch.tensor([[-1.0], [1.0], [-2.0], [2.0]]) * inputs.uniform(5e-5, 2e-4, 1, 1)
    agree(submission, "classify", near, torch.ones(1, 1), torch.zeros(1), reference=reference_classify)
    far = x[distance > 0.1]
    late(submission, "classify", [(-far, w, b), (far, -w, b)], far, w, b, kwargs=kwargs, reference=reference_classify)


@check("classify", points=3, after=("labels_follow_threshold",))
def check_labels_include_threshold(submission: Submission, inputs: Inputs) -> None:
    """classify puts a sample whose probability equals the threshold into class 1."""
    steepness = inputs.uniform(0.5, 2, 1, 1)
    x, w = torch.tensor([[1.0, 1.0], [-3.0, -3.0], [0.0, 0.0]]), torch.cat([steepness, -steepness])
    close(submission.classify(x, w, torch.zeros(1), 0.5), torch.ones(3, 1), what="the labels of samples with p = 0.5")


@check("classify", points=2)
def check_labels_keep_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """classify gives its labels in the dtype of x and on its device."""
    w = inputs.uniform(0.5, 1, 1, 1)
    rows = torch.cat([torch.arange(3), inputs.integers(0, 3, 6)])[inputs.permutation(9)]
    args = (torch.tensor([[-2.0], [1.0], [3.0]])[rows], w, torch.zeros(1))
    keeps_dtype_and_device(submission, accelerators, "classify", *args, reference=reference_classify, **IN_DOUBLE)


@check("accuracy", points=5)
def check_accuracy_is_share(submission: Submission, inputs: Inputs) -> None:
    """accuracy is the share of equal labels, a Python float from 0 to 1."""
    for n in (1, 2, 10, 37, 129):
        predicted, y = inputs.labels(n), inputs.labels(n)
        for guess in (predicted, y, 1 - y):
            agree(submission, "accuracy", guess, y, reference=reference_accuracy)
    late(submission, "accuracy", [(y, y), (1 - y, y)], predicted, y, reference=reference_accuracy)


@check("accuracy", points=2)
def check_accuracy_reads_every_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """accuracy works for labels of any float dtype on any device."""
    args = (inputs.labels(9), inputs.labels(9))
    keeps_dtype_and_device(submission, accelerators, "accuracy", *args, reference=reference_accuracy, **IN_DOUBLE)


@check("fit", points=2)
def check_fit_starts_from_zeros(submission: Submission, inputs: Inputs) -> None:
    """fit starts from w = 0 and b = 0."""
    x, y = inputs.normal(7, 2), inputs.labels(7)
    first, start = submission.run(first_loss, x, y), "fit must start from w = 0 and b = 0"
    expect(first is not None, f"{start}; two calls with the same samples began with different losses.")
    (w, b), _ = fitted(submission, x, y, lr=1e-6, epochs=1)
    # A wrong loss alone is no wrong start: other checks judge it.
    if max(float(w.abs().max()), float(b.abs().max())) > 1e-3:
        close(first, math.log(2), what="the first loss of fit, that of w = 0 and b = 0,")


@check("fit", points=4, after=("fit_starts_from_zeros",))
def check_fit_takes_plain_steps(submission: Submission, inputs: Inputs) -> None:
    """fit takes one plain step on all samples an epoch, each with fresh gradients."""
    for n, d, lr, epochs in ((20, 2, 0.5, 2), (300, 2, 2.0, 6), (9, 4, 1.0, 20)):
        x, y = inputs.normal(n, d), inputs.labels(n)
        reference = own_reference(submission, x, y, lr)
        weights, _ = fitted(submission, x, y, lr=lr, epochs=epochs)
        what = f"fit(x, y, lr={lr:g}, epochs={epochs})"
        close(weights, reference(x, y, lr, epochs)[:2], what=what, parts=("w", "b"))
    close(fitted(submission, x, y, epochs=20)[0], weights, what="fit(x, y, epochs=20), lr left at 1,", parts=("w", "b"))
    x, y = separable(inputs, 20, 2)
    # Far samples: after 250 epochs their scores are so large that a float32 rounds the probability to 1 under every seed.
    x[:8] *= 6 / x[:8].norm(dim=1, keepdim=True)
    reference, (weights, _) = own_reference(submission, x, y, 1.0), fitted(submission, x, y, epochs=250)
    close(weights, reference(x, y, 1.0, 250)[:2], what="fit(x, y, epochs=250)", tolerance=LONG_RUN, parts=("w", "b"))


@check("fit", points=3, after=("fit_starts_from_zeros",))
def check_fit_reports_losses(submission: Submission, inputs: Inputs) -> None:
    """fit gives a list of Python floats, the mean loss of all samples before each step, and leaves x and y alone."""
    x, y = inputs.normal(12, 3), inputs.labels(12)
    lines = {"yours": losses_of(submission.fit(x, y, epochs=100)), "reference": reference_fit(x, y, epochs=100)[2]}
    plot(submission, "loss of fit", lines, x_label="epoch", y_label="binary loss")
    expected = own_reference(submission, x, y, 0.8)(x, y, 0.8, 5)
    _, losses = fitted(submission, x, y, lr=0.8, epochs=5)
    close((losses,), expected[2:], what="fit(x, y, lr=0.8, epochs=5)", parts=("losses",))
    given = dict(kwargs={"lr": 0.8, "epochs": 5}, parts=("w", "b", "losses"))
    gives(submission, "fit", x, y, expected=expected, what="fit(x, y, lr=0.8, epochs=5)", **given)
    own, earlier = own_reference(submission, x, y, 0.8), [(-x, y, 0.3, 2)]
    late(submission, "fit", earlier, x, y, 0.8, 3, reference=own, parts=("w", "b", "losses"), calls=20)


@check("fit", points=2)
def check_fit_uses_sgd(submission: Submission, inputs: Inputs) -> None:
    """fit leaves the steps to torch.optim.SGD, one an epoch."""
    got = submission.run(optimizers_of_fit, inputs.normal(70, 2), inputs.labels(70))
    used, steps, losses = got if isinstance(got, (list, tuple)) and len(got) == 3 else (None, 0, None)
    took = ", ".join(used) if isinstance(used, list) and used else "no optimizer of torch.optim"
    expect(used == ["SGD"], f"fit must take its steps with torch.optim.SGD; {took:.80} took them.")
    rule = "fit must take one step an epoch, on all samples at once"
    expect(not losses or steps <= losses, f"{rule}; yours took {steps} steps for {losses} losses.")


@check("fit", points=4, limits=Limits(cpu_s=60, wall_s=240))
def check_fit_learns(submission: Submission, inputs: Inputs) -> None:
    """fit with its default rate and epochs labels at least 95 % of new, separable samples right."""
    x, y = separable(inputs, 360, 2)
    weights, _ = fitted(submission, x[:60], y[:60])
    w, b = (weight.double() for weight in weights)
    draw_plane(submission, "what fit has learned", x[:60], y[:60], lambda at: torch.sigmoid(at @ w + b))
    right = reference_classify(x[60:], *weights) == y[60:]
    graded(float(right.float().mean()), full=0.95, part=0.85, what="The accuracy on new samples")


@check("fit", points=2, after=("fit_starts_from_zeros",))
def check_fit_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """fit keeps the dtype and the device of the samples."""
    x, y = inputs.normal(10, 2).double(), inputs.labels(10).double()
    reference = own_reference(submission, x, y, 0.5)
    given = dict(kwargs={"lr": 0.5, "epochs": 4}, reference=reference, unchanged=False, parts=("w", "b", "losses"))
    agree(submission, "fit", x, y, **given, tolerance=DOUBLE)
    for accelerator in accelerators:
        agree(submission.on(accelerator), "fit", x.float(), y.float(), **given, device=f"{accelerator}:0")
