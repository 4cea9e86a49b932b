"""Checks of exercise 2: gradient descent by hand."""

import math

import torch

from grader.kit import (
    EXACT,
    Inputs,
    Submission,
    Tolerance,
    agree,
    asked_to_draw,
    boundary_sizes,
    by_hand,
    by_hand_probe,
    check,
    close,
    demand,
    draw_line,
    expect,
    keeps_dtype_and_device,
    losses_of,
    plot,
    raises,
)
from grader.kit.describe import describe
from grader.kit.judging import gives, late

DOUBLE = Tolerance(1e-6, 1e-7, "float64 keeps 16 digits; a constant such as the rate may have been made in float32")
# Whether the arguments stay as they are is judged by other checks.
IN_DOUBLE = {"wide": DOUBLE, "unchanged": False}
HINTS = {
    "gradient_of_square": (
        "Autograd differentiates by tensors that have requires_grad; does the caller's x have to be that tensor?",
        "Make a tensor of your own from x with x.detach().requires_grad_(), compute z from it, ask for dz.",
        "leaf = x.detach().requires_grad_(); return torch.autograd.grad(((leaf + 2) ** 2).sum(), leaf)[0].",
    ),
    "partial_gradients": (
        "One call of f, two tensors to differentiate by. What does autograd say about one that f never touched?",
        "torch.autograd.grad takes several inputs; read about its arguments allow_unused and materialize_grads.",
        "With x and y detached and requiring grad: torch.autograd.grad(f(x, y), (x, y), materialize_grads=True).",
    ),
    "linear_model": (
        "Each row of x meets the column w.",
        "The matrix product of (n, d) and (d, 1) is (n, 1); b of shape (1,) broadcasts over it.",
        "Return x @ w + b.",
    ),
    "mse_loss": (
        "What is the shape of (n,) minus (n, 1)?",
        "Compare the two shapes first and raise ValueError; then subtract, square, average.",
        "if y_pred.shape != y.shape: raise ValueError(...); return ((y_pred - y) ** 2).mean().",
    ),
    "mse_gradients": (
        "Differentiate (x w + b - y)^2 for a single sample on paper, by w and by b; then average over the samples.",
        "With e = x w + b - y of shape (n, 1): dL/dw = 2/n x^T e and dL/db = 2/n sum of e. Mind both shapes.",
        "Return 2 * x.T @ e / len(x) and 2 * e.mean(dim=0).",
    ),
    "gradient_step": (
        "Downhill is against the gradient. Do you change the caller's tensors or make new ones?",
        "p -= ... writes into the caller's tensor; p - ... makes a new one.",
        "Return [p - lr * g for p, g in zip(params, grads)].",
    ),
    "fit_line": (
        "Which three of your functions does one epoch call, and which of them gives the number for the list?",
        "Zeros with x's dtype and device; in each epoch note the loss, then both gradients, then both new parameters.",
        "Each epoch: losses.append(mse_loss(linear_model(x, w, b), y).item()); "
        "w, b = gradient_step([w, b], mse_gradients(x, y, w, b), lr).",
    ),
    "diverges": (
        "Let fit_line do the work and look at its losses. What is float('nan') > 1.0?",
        "Two ways to run away: the last loss is not finite, or it is above the first one.",
        "Return not math.isfinite(losses[-1]) or losses[-1] > losses[0].",
    ),
}


def reference_model(x, w, b):
    return x @ w + b


def reference_loss(y_pred, y):
    return ((y_pred - y) ** 2).mean()


def reference_gradients(x, y, w, b):
    error = x @ w + b - y
    return 2 * x.T @ error / len(x), 2 * error.mean(0)


def reference_step(params, grads, lr):
    return [p - lr * g for p, g in zip(params, grads, strict=True)]


def reference_fit(x, y, lr=0.1, epochs=200):
    w, b, losses = x.new_zeros(x.shape[1], 1), x.new_zeros(1), []
    for _ in range(epochs):
        losses.append(float(reference_loss(reference_model(x, w, b), y)))
        w, b = reference_step([w, b], reference_gradients(x, y, w, b), lr)
    return w, b, losses


def line(inputs: Inputs, n: int, d: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Samples and targets near a line through them."""
    x = inputs.normal(n, d)
    return x, x @ inputs.uniform(0.5, 2, d, 1) + inputs.uniform(-1, 1, 1) + inputs.normal(n, 1, scale=0.1)


def valley(inputs: Inputs, across: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Samples whose loss is a valley of curvature 3.6 across, 0.4 along and 2 for b; `across` is the start's offset."""
    u, v = torch.tensor([[1.0], [1], [-1], [-1]]), torch.tensor([[1.0], [-1], [1], [-1]])
    x = torch.cat([u, 0.8 * u + 0.6 * v], dim=1)
    return x, inputs.uniform(1, 2, 1) * x @ torch.tensor([[across + 1], [across - 1]])


PARTIALS = ("df/dx", "df/dy")
GRADIENTS = ("dL/dw", "dL/db")
FIT = ("w", "b", "losses")
# Descent runs away when the rate times the largest curvature is above 2.
BORDER = 2 / 3.6


def verdicts(m, x, y, cases):
    """What diverges says at each (rate, epochs); epochs None stands for the default."""
    return [m.diverges(x, y, lr) if epochs is None else m.diverges(x, y, lr, epochs) for lr, epochs in cases]


def agree_verdicts(submission, x, y, cases):
    """diverges is right in each (rate in units of the border, epochs, answer)."""
    said = submission.run(verdicts, x, y, [(rate * BORDER, epochs) for rate, epochs, _ in cases])
    for (rate, epochs, answer), one in zip(cases, said, strict=True):
        close(one, answer, what=f"diverges at {rate:g} times the rate where descent turns, {epochs or 100} epochs,")


def surface(kind):
    """A scalar function of two tensors (helper of the probes)."""
    surfaces = {
        "product": lambda x, y: (x.sum() + 1) * (y**3).sum(),
        "wave": lambda x, y: (torch.sin(x) * y[0]).sum() + (y * y).mean() * x.sum(),
        "only x": lambda x, y: (x**2).sum(),
        "only y": lambda x, y: (y.exp() * 3).sum(),
        # Its value moves in stairs, its slope as autograd sees it is that of a ramp.
        "stairs": lambda x, y: (((x.round() - x).detach() + x) * 2).sum() + (y * y).sum(),
    }
    return surfaces[kind]


def partials(m, kind, device, x, y):
    """The partial gradients of a surface for arguments on a device."""
    return m.partial_gradients(surface(kind), x.to(device), y.to(device))


def arguments_after(m, x, y, mark):
    """What partial_gradients returned, and what it left: .grad, requires_grad and the values of its arguments."""
    x, y = x.clone().requires_grad_(mark), y.clone().requires_grad_(mark)
    found = m.partial_gradients(surface("product"), x, y)
    return list(found), [x.grad is None, y.grad is None, x.requires_grad, y.requires_grad], [x.detach(), y.detach()]


def step(m, device, params, grads, lr):
    """One step on a device."""
    return m.gradient_step([p.to(device) for p in params], [g.to(device) for g in grads], lr)


def old_ones(m, params, grads, lr):
    """How many of the new parameters share the memory of an old one."""
    old = {p.untyped_storage().data_ptr() for p in params}
    return sum(new.untyped_storage().data_ptr() in old for new in m.gradient_step(params, grads, lr))


def agree_partials(submission, kind, x, y, device="cpu"):
    """partial_gradients gives what autograd gives in float64, where its arguments are."""
    reply = demand(submission.attempt(partials, kind, device, x, y, using=(surface,)))
    close(reply.value, partials_of(kind, x, y), what=f'partial_gradients, f is "{kind}",', parts=PARTIALS)
    stays(reply, device)


def partials_of(kind, x, y):
    """What autograd gives in float64, in the dtype of x."""
    leaves = x.double().requires_grad_(), y.double().requires_grad_()
    wanted = torch.autograd.grad(surface(kind)(*leaves), leaves, materialize_grads=True)
    return [gradient.to(x.dtype) for gradient in wanted]


def stays(reply, device):
    for facts in reply.facts:
        rule = f"Every result must stay on the device of the input, {device}"
        expect(facts.device == device, f"{rule}; one came on {facts.device}.")


@check("gradient_of_square", points=6)
def check_square_has_its_gradient(submission: Submission, inputs: Inputs) -> None:
    """gradient_of_square gives 2 (x + 2) for x of any shape."""
    for x in (inputs.normal(3), inputs.normal(2, 4), inputs.noncontiguous(3, 2), inputs.normal(1)):
        agree(submission, "gradient_of_square", x, reference=lambda x: 2 * (x + 2), unchanged=False)
    for size in boundary_sizes(3):
        x = inputs.whole(*size)
        agree(submission, "gradient_of_square", x, reference=lambda x: 2 * (x + 2), unchanged=False, tolerance=EXACT)
    earlier = [(inputs.normal(3),)]
    late(submission, "gradient_of_square", earlier, inputs.normal(3), reference=lambda x: 2 * (x + 2))


@check("gradient_of_square", points=3)
def check_square_leaves_x_alone(submission: Submission, inputs: Inputs) -> None:
    """gradient_of_square leaves x as it was: no .grad, and requires_grad as before."""
    for x in (inputs.normal(3), inputs.normal(), inputs.normal(3).requires_grad_()):
        agree(submission, "gradient_of_square", x, reference=lambda x: 2 * (x + 2))


@check("gradient_of_square", points=2)
def check_square_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """gradient_of_square keeps the dtype and the device of x."""
    x = inputs.normal(4)
    keeps_dtype_and_device(
        submission, accelerators, "gradient_of_square", x, reference=lambda x: 2 * (x + 2), **IN_DOUBLE
    )


@check("partial_gradients", points=6)
def check_partials_match(submission: Submission, inputs: Inputs) -> None:
    """partial_gradients gives df/dx and df/dy, in this order, each shaped like its argument."""
    agree_partials(submission, "product", inputs.normal(3), inputs.normal(2, 2))
    agree_partials(submission, "wave", inputs.normal(4, 1), inputs.normal(2))
    agree_partials(submission, "product", inputs.normal(2, 3), inputs.normal())


@check("partial_gradients", points=4)
def check_partials_are_zero_where_ignored(submission: Submission, inputs: Inputs, accelerators) -> None:
    """partial_gradients gives zeros of the right shape, dtype and device for an argument that f ignores."""
    x, y = inputs.normal(3), inputs.normal(2, 2)
    for kind in ("only x", "only y"):
        agree_partials(submission, kind, x.double(), y.double())
        for accelerator in accelerators:
            agree_partials(submission.on(accelerator), kind, x, y, f"{accelerator}:0")


@check("partial_gradients", points=3)
def check_partials_come_from_autograd(submission: Submission, inputs: Inputs) -> None:
    """partial_gradients asks autograd; it does not measure differences of f."""
    agree_partials(submission, "stairs", inputs.uniform(0.1, 0.4, 3), inputs.normal(2))


@check("partial_gradients", points=3, after=("partials_match",))
def check_partials_leave_arguments_alone(submission: Submission, inputs: Inputs) -> None:
    """partial_gradients leaves x and y as they were: no .grad, and requires_grad as before."""
    x, y = inputs.normal(3), inputs.normal(2, 2)
    for mark in (False, True):
        found, left, after = submission.run(arguments_after, x, y, mark, using=(surface,))
        close(found, partials_of("product", x, y), what='partial_gradients, f is "product",', parts=PARTIALS)
        close(left[:2], [True, True], what="x.grad is None and y.grad is None after the call", parts=("x", "y"))
        close(left[2:], [mark, mark], what="the requires_grad of x and y after the call", parts=("x", "y"))
        close(after, [x, y], what="the arguments after the call", tolerance=EXACT, parts=("x", "y"))


@check("linear_model", points=6)
def check_model_predicts(submission: Submission, inputs: Inputs) -> None:
    """linear_model gives x w + b as (n, 1), with the right gradients for x, w and b."""
    for x in (inputs.normal(1, 1), inputs.normal(5, 3), inputs.normal(3, 3), inputs.noncontiguous(2, 6)):
        args = (x, inputs.normal(x.shape[1], 1), inputs.normal(1))
        agree(submission, "linear_model", *args, reference=reference_model, gradients=(0, 1, 2))
        agree(submission, "linear_model", *args, reference=reference_model)
    late(submission, "linear_model", [args], -args[0], *args[1:], reference=reference_model)
    for n, d in boundary_sizes(2):
        args = (inputs.whole(n, d), inputs.whole(d, 1), inputs.whole(1))
        agree(submission, "linear_model", *args, reference=reference_model, tolerance=EXACT)


@check("linear_model", points=2)
def check_model_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """linear_model keeps the dtype and the device of x."""
    args = (inputs.normal(5, 2), inputs.normal(2, 1), inputs.normal(1))
    keeps_dtype_and_device(submission, accelerators, "linear_model", *args, reference=reference_model, unchanged=False)


@check("mse_loss", points=7)
def check_loss_is_mean_of_squares(submission: Submission, inputs: Inputs) -> None:
    """mse_loss is the mean of the squared errors, a scalar with the right gradients."""
    # Columns first: other shapes tell n from the number of elements.
    for shape in ((1, 1), (4, 1), (7, 1), (3, 5), (17,), (2, 1, 3)):
        args = (inputs.normal(*shape, scale=3), inputs.normal(*shape, scale=3))
        agree(submission, "mse_loss", *args, reference=reference_loss, gradients=(0, 1))
        agree(submission, "mse_loss", *args, reference=reference_loss)
    late(submission, "mse_loss", [args], 2 * args[0], args[1], reference=reference_loss)


@check("mse_loss", points=6, after=("loss_is_mean_of_squares",))
def check_loss_refuses_two_shapes(submission: Submission, inputs: Inputs) -> None:
    """mse_loss raises ValueError when the shapes differ, even where they would broadcast."""
    columns = (((4, 1), (1, 1)), ((3, 1), (1, 3)), ((5, 1), (4, 1)))
    for one, other in (((5,), (5, 1)), ((5, 1), (5,)), ((1,), (1, 1)), *columns):
        raises(submission, "mse_loss", inputs.normal(*one), inputs.normal(*other), error="ValueError")


@check("mse_loss", points=2)
def check_loss_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """mse_loss keeps the dtype and the device of the predictions."""
    args = (inputs.normal(5, 1), inputs.normal(5, 1))
    keeps_dtype_and_device(submission, accelerators, "mse_loss", *args, reference=reference_loss, unchanged=False)


@check("mse_gradients", points=8)
def check_gradients_match_the_loss(submission: Submission, inputs: Inputs) -> None:
    """mse_gradients gives dL/dw as (d, 1) and dL/db as (1,), the derivatives of the mean squared error."""
    for x in (inputs.normal(1, 1), inputs.normal(5, 3), inputs.normal(4, 4), inputs.noncontiguous(2, 6)):
        n, d = x.shape
        args = (x, inputs.normal(n, 1), inputs.normal(d, 1), inputs.normal(1))
        agree(submission, "mse_gradients", *args, reference=reference_gradients, parts=GRADIENTS)
    for n, d in boundary_sizes(2):
        args = (inputs.whole(n, d), inputs.whole(n, 1), inputs.whole(d, 1), inputs.whole(1))
        agree(submission, "mse_gradients", *args, reference=reference_gradients, parts=GRADIENTS)
    x = args[0]
    late(submission, "mse_gradients", [args], x, 2 * args[1], *args[2:], reference=reference_gradients)


@check("mse_gradients", points=4, after=("gradients_match_the_loss",))
def check_gradients_are_by_hand(submission: Submission, inputs: Inputs) -> None:
    """mse_gradients is the formula itself, without autograd."""
    args = (inputs.normal(5, 2), inputs.normal(5, 1), inputs.normal(2, 1), inputs.normal(1))
    by_hand(submission, "mse_gradients", *args, autograd=False, reference=reference_gradients)


@check("mse_gradients", points=2)
def check_gradients_keep_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """mse_gradients keeps the dtype and the device of x."""
    args = (inputs.normal(5, 2), inputs.normal(5, 1), inputs.normal(2, 1), inputs.normal(1))
    given = dict(reference=reference_gradients, parts=GRADIENTS)
    keeps_dtype_and_device(submission, accelerators, "mse_gradients", *args, **given, **IN_DOUBLE)


def new_parameters(params):
    """Names of the results of gradient_step."""
    return tuple(f"new parameter {number}" for number in range(1, len(params) + 1))


@check("gradient_step", points=6)
def check_step_goes_downhill(submission: Submission, inputs: Inputs) -> None:
    """gradient_step gives p - lr * g for every parameter, as a list."""
    for shapes, lr in ((((3, 1), (1,)), 0.1), (((2, 2),), 1.5), (((4,), (1,), (1, 2)), 0.03)):
        params, grads = [inputs.normal(*shape) for shape in shapes], [inputs.normal(*shape) for shape in shapes]
        given = dict(reference=reference_step, parts=new_parameters(params))
        agree(submission, "gradient_step", params, grads, lr, unchanged=False, **given)
    late(submission, "gradient_step", [(grads, params, 1.0)], params, grads, 0.2, **given)


@check("gradient_step", points=4)
def check_step_leaves_old_parameters(submission: Submission, inputs: Inputs) -> None:
    """gradient_step makes new parameters and leaves the old ones and the gradients as they were."""
    params, grads = [inputs.normal(3, 1), inputs.normal(1)], [inputs.normal(3, 1), inputs.normal(1)]
    given = dict(reference=reference_step, parts=new_parameters(params))
    agree(submission, "gradient_step", params, grads, 0.5, **given)
    for slopes, lr in ((grads, 0.0), ([grads[0], torch.zeros(1)], 0.5)):
        agree(submission, "gradient_step", params, slopes, lr, **given)
        old = submission.run(old_ones, params, slopes, lr)
        rule = "gradient_step must make new parameters, also where the step is 0"
        expect(old == 0, f"{rule}; {old} of yours share the memory of an old one.")


@check("gradient_step", points=2)
def check_step_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """gradient_step keeps the dtype and the device of each parameter."""
    params, grads = [inputs.normal(3, 1), inputs.normal(1)], [inputs.normal(3, 1, scale=4), inputs.normal(1, scale=4)]
    wide = [[p.double() for p in params], [g.double() for g in grads]]
    given = dict(reference=reference_step, tolerance=DOUBLE, parts=new_parameters(params))
    agree(submission, "gradient_step", *wide, 0.1, unchanged=False, **given)
    for accelerator in accelerators:
        reply = demand(submission.on(accelerator).attempt(step, f"{accelerator}:0", params, grads, 0.1))
        expected, what = reference_step(params, grads, 0.1), f"gradient_step on {accelerator}"
        close(reply.value, expected, what=what, parts=new_parameters(params))
        stays(reply, f"{accelerator}:0")


def described_parts(result):
    """What came back, and of a few things each."""
    few = isinstance(result, (tuple, list)) and 0 < len(result) <= 4
    return f"{describe(result)} ({', '.join(map(describe, result))})" if few else describe(result)


def fitted(submission, x, y, **kwargs):
    """The (w, b) and the losses of fit_line, as many as epochs."""
    result = submission.fit_line(x, y, **kwargs)
    triple = isinstance(result, (tuple, list)) and len(result) == 3 and isinstance(result[2], (tuple, list))
    three, came = "w, b and the list of losses", described_parts(result)
    expect(triple, f"fit_line must return three things, {three}; got {came}.", expected=three, got=came)
    for name, part, shape in zip("wb", result, ((x.shape[1], 1), (1,)), strict=False):
        right = isinstance(part, torch.Tensor) and part.shape == shape
        wanted, came = f"a tensor of shape {shape}", describe(part)
        expect(right, f"{name} of fit_line must be {wanted}; got {came}.", expected=wanted, got=came)
    epochs = kwargs.get("epochs", 200)
    rule = f"fit_line must take one step an epoch and note one loss each: {epochs} epochs were asked for"
    count = len(result[2])
    expect(count == epochs, f"{rule}, {count} losses came.", expected=epochs, got=count)
    return tuple(result[:2]), list(result[2])


def first_loss(m, x, y):
    """The first loss of fit_line: None when two calls begin with different ones, nan when what came back has none."""
    try:
        firsts = [float(m.fit_line(x.clone(), y.clone(), lr=1e-6, epochs=1)[2][0]) for _ in range(2)]
    except (TypeError, IndexError):
        return math.nan
    return None if abs(firsts[0] - firsts[1]) > 1e-4 else firsts[0]


def weights_of_fit(m, x, y):
    """The weights after three epochs."""
    return tuple(m.fit_line(x, y, lr=0.1, epochs=3))[:2]


@check("fit_line", points=2)
def check_fit_starts_from_zeros(submission: Submission, inputs: Inputs) -> None:
    """fit_line starts from w = 0 and b = 0."""
    x, y = line(inputs, 7, 2)
    first, start = submission.run(first_loss, x, y), "fit_line must start from w = 0 and b = 0"
    both = dict(expected="w = 0 and b = 0", got="other weights at each call")
    expect(first is not None, f"{start}; two calls with the same samples began with different losses.", **both)
    (w, b), _ = fitted(submission, x, y, lr=1e-6, epochs=1)
    # A wrong loss alone is no wrong start: other checks judge it.
    if max(float(w.abs().max()), float(b.abs().max())) > 1e-3:
        close(first, float(y.double().square().mean()), what="the first loss of fit_line, that of w = 0 and b = 0,")


def draw_fit(submission, x, y):
    """The line that fit_line finds by default, beside the reference's."""
    mine = asked_to_draw(submission, line_of_fit, x, y)
    if mine is not None:
        lines = {"yours": mine, "reference": reference_fit(x, y)[:2]}
        draw_line(submission, "the line of fit_line", x, y, lines)


def line_of_fit(m, x, y):
    """The slope and the height of the line."""
    w, b, _ = m.fit_line(x, y)
    return [float(w), float(b)]


@check("fit_line", points=4, after=("fit_starts_from_zeros",))
def check_fit_descends(submission: Submission, inputs: Inputs) -> None:
    """fit_line moves w and b against their gradients in every epoch."""
    draw_fit(submission, *line(inputs, 40, 1))
    for n, d, kwargs in ((20, 2, {"lr": 0.3, "epochs": 1}), (300, 1, {"lr": 0.2, "epochs": 6}), (40, 3, {})):
        x, y = line(inputs, n, d)
        weights, _ = fitted(submission, x, y, **kwargs)
        options = "".join(f", {name}={value:g}" for name, value in kwargs.items())
        close(weights, reference_fit(x, y, **kwargs)[:2], what=f"fit_line(x, y{options})", parts=("w", "b"))


@check("fit_line", points=4, after=("fit_starts_from_zeros",))
def check_fit_reports_losses(submission: Submission, inputs: Inputs) -> None:
    """fit_line gives a list of Python floats, the loss before each step, and leaves x and y alone."""
    x, y = line(inputs, 12, 3)
    lines = {"yours": losses_of(submission.fit_line(x, y)), "reference": reference_fit(x, y)[2]}
    plot(submission, "loss of fit_line", lines, x_label="epoch", y_label="mean squared error")
    for kwargs, what in (({"lr": 0.15, "epochs": 5}, "fit_line(x, y, lr=0.15, epochs=5)"), ({}, "fit_line(x, y)")):
        expected = reference_fit(x, y, **kwargs)
        close((fitted(submission, x, y, **kwargs)[1],), expected[2:], what=what, parts=("losses",))
        gives(submission, "fit_line", x, y, kwargs=kwargs, expected=expected, what=what, parts=FIT)
    other = line(inputs, 12, 3)
    late(submission, "fit_line", [(*other, 0.1, 2)], x, y, 0.15, 3, reference=reference_fit, parts=FIT, calls=20)
    none = dict(kwargs={"epochs": 0}, expected=reference_fit(x, y, epochs=0), what="fit_line(x, y, epochs=0)")
    gives(submission, "fit_line", x, y, **none, parts=FIT)


@check("fit_line", points=3, after=("fit_descends",))
def check_fit_is_by_hand(submission: Submission, inputs: Inputs) -> None:
    """fit_line needs neither autograd nor torch.optim."""
    x, y = line(inputs, 10, 2)
    expected = reference_fit(x, y, lr=0.1, epochs=3)[:2]
    by_hand_probe(submission, weights_of_fit, x, y, autograd=False, expected=expected, what="(w, b) after 3 epochs")


@check("fit_line", points=2, after=("fit_starts_from_zeros",))
def check_fit_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """fit_line keeps the dtype and the device of the samples."""
    x, y = line(inputs, 10, 2)
    given = dict(reference=reference_fit, parts=FIT, kwargs={"lr": 0.1, "epochs": 4})
    keeps_dtype_and_device(submission, accelerators, "fit_line", x, y, **given, **IN_DOUBLE)


@check("diverges", points=5)
def check_divergence_has_a_border(submission: Submission, inputs: Inputs) -> None:
    """diverges is False below the rate at which descent runs away and True above it."""
    x, y = valley(inputs, across=1.0)
    cases = (
        (0.05, None, False),
        (0.6, 30, False),
        (0.95, None, False),
        # Here the last loss is but a third above the first.
        (1.1, 2, True),
        (1.1, None, True),
        (1.5, 20, True),
        (4, 6, True),
        # Here the last loss is inf, not nan.
        (4, 30, True),
    )
    agree_verdicts(submission, x, y, cases)
    agree(submission, "diverges", x, y, 0.5 * BORDER, reference=lambda *_: False, tolerance=EXACT)


@check("diverges", points=2, after=("divergence_has_a_border",))
def check_divergence_sees_nan(submission: Submission, inputs: Inputs) -> None:
    """diverges is True when the loss has become inf or nan."""
    agree_verdicts(submission, *valley(inputs, across=1.0), ((20.0, None, True), (1e4, None, True)))


@check("diverges", points=2)
def check_divergence_compares_with_the_first_loss(submission: Submission, inputs: Inputs) -> None:
    """diverges compares the last loss with the first one, after as many epochs as asked for."""
    # Just above the border: the loss falls along the valley for some 9 epochs, then what swings across it takes over.
    swing = ((1.025, 4, False), (1.025, 20, False), (1.025, 100, True))
    agree_verdicts(
        submission, *valley(inputs, across=0.05), (*swing, (0.6, 30, False), (4, 6, True), (0.0, None, False))
    )
