"""What learners believe about gradients and gradient descent, as code that does it."""

import math

import torch

from grader.kit import misconception

SQUARE = ("square_has_its_gradient", "square_leaves_x_alone", "square_keeps_dtype_and_device")
PARTIALS = ("partials_match", "partials_are_zero_where_ignored", "partials_come_from_autograd")
LOSS = ("loss_is_mean_of_squares", "loss_keeps_dtype_and_device")
MODEL = ("model_predicts", "model_keeps_dtype_and_device")
GRADIENTS = ("gradients_match_the_loss", "gradients_keep_dtype_and_device")
STEP = ("step_goes_downhill", "step_leaves_old_parameters", "step_keeps_dtype_and_device")
FIT = ("fit_descends", "fit_reports_losses", "fit_keeps_dtype_and_device")
BORDER = ("divergence_has_a_border", "divergence_compares_with_the_first_loss")
# No step can be taken at all, so that everything that descends stops with an error.
STUCK = GRADIENTS + FIT + BORDER + ("fit_is_by_hand", "divergence_sees_nan")


def errors(x, y, w, b):
    return x @ w + b - y


def zeros_for(x):
    return x.new_zeros(x.shape[1], 1), x.new_zeros(1)


def descend(x, y, lr, epochs):
    """The right fit_line."""
    return descend_from(*zeros_for(x), x, y, lr, epochs)


def descend_from(w, b, x, y, lr, epochs):
    losses = []
    for _ in range(epochs):
        e = errors(x, y, w, b)
        losses.append((e**2).mean().item())
        w, b = w - lr * 2 * x.T @ e / len(x), b - lr * 2 * e.mean(0)
    return w, b, losses


@misconception(replaces="gradient_of_square", fails=("square_leaves_x_alone",))
def marks_the_callers_tensor(x):
    """You call requires_grad_ and backward on the caller's x, which keeps a .grad: use x.detach() instead."""
    x.requires_grad_()
    ((x + 2) ** 2).sum().backward()
    return x.grad.clone()


@misconception(replaces="gradient_of_square", fails=SQUARE)
def forgets_the_shift(x):
    """You differentiated x^2; the square is of x + 2, so its derivative is 2 (x + 2)."""
    return 2 * x.detach()


@misconception(replaces="gradient_of_square", fails=SQUARE)
def forgets_the_factor(x):
    """Your gradient lacks the factor 2 of the derivative of a square."""
    return x.detach() + 2


@misconception(replaces="gradient_of_square", fails=SQUARE)
def averages_instead_of_summing(x):
    """You took the mean of (x + 2)^2; z is its sum, so nothing is divided by the number of entries."""
    return 2 * (x.detach() + 2) / x.numel()


@misconception(replaces="gradient_of_square", fails=SQUARE)
def returns_the_square(x):
    """You returned (x + 2)^2 itself; asked for is its derivative, 2 (x + 2)."""
    return (x.detach() + 2) ** 2


@misconception(replaces="gradient_of_square", fails=SQUARE)
def expands_the_square_wrongly(x):
    """(x + 2)^2 is x^2 + 4 x + 4, whose derivative is 2 x + 4: yours is 2 too small everywhere."""
    return 2 * x.detach() + 2


@misconception(replaces="partial_gradients", fails=("partials_are_zero_where_ignored",))
def forgets_the_ignored_argument(f, x, y):
    """f may ignore an argument, and autograd then refuses: tell it materialize_grads=True."""
    x, y = x.detach().requires_grad_(), y.detach().requires_grad_()
    return torch.autograd.grad(f(x, y), (x, y))


@misconception(replaces="partial_gradients", fails=("partials_are_zero_where_ignored",))
def leaves_none(f, x, y):
    """With allow_unused alone an ignored argument gets None; its derivative is zero, in its own shape."""
    x, y = x.detach().requires_grad_(), y.detach().requires_grad_()
    return torch.autograd.grad(f(x, y), (x, y), allow_unused=True)


@misconception(replaces="partial_gradients", fails=("partials_are_zero_where_ignored",))
def fills_in_plain_zeros(f, x, y):
    """Your zeros are float32 on the CPU whatever the argument is: torch.zeros_like keeps its dtype and device."""
    found = leaves_nothing_out(f, x, y)
    return tuple(torch.zeros(a.shape) if g is None else g for a, g in zip((x, y), found, strict=True))


def leaves_nothing_out(f, x, y):
    x, y = x.detach().requires_grad_(), y.detach().requires_grad_()
    return torch.autograd.grad(f(x, y), (x, y), allow_unused=True)


@misconception(replaces="partial_gradients", fails=PARTIALS + ("partials_leave_arguments_alone",))
def runs_backward_for_each(f, x, y):
    """You run backward once for each argument, and .grad adds up: one backward gives both gradients."""
    x, y = x.detach().requires_grad_(), y.detach().requires_grad_()
    f(x, y).backward()
    f(x, y).backward()
    return [torch.zeros_like(a) if a.grad is None else a.grad for a in (x, y)]


@misconception(replaces="partial_gradients", fails=PARTIALS + ("partials_leave_arguments_alone",))
def gives_df_dy_first(f, x, y):
    """You return df/dy first: the order is that of the arguments, df/dx and then df/dy."""
    x, y = x.detach().requires_grad_(), y.detach().requires_grad_()
    return torch.autograd.grad(f(x, y), (y, x), materialize_grads=True)


@misconception(replaces="partial_gradients", fails=PARTIALS + ("partials_leave_arguments_alone",))
def gives_df_dx_alone(f, x, y):
    """You returned df/dx alone; asked for are two gradients, df/dx and df/dy."""
    x, y = x.detach().requires_grad_(), y.detach().requires_grad_()
    return torch.autograd.grad(f(x, y), (x, y), materialize_grads=True)[0]


@misconception(replaces="partial_gradients", fails=("partials_leave_arguments_alone",))
def marks_the_callers_tensors(f, x, y):
    """You call requires_grad_ and backward on the caller's x and y: use x.detach() and y.detach() instead."""
    x.requires_grad_(), y.requires_grad_()
    f(x, y).backward()
    return [torch.zeros_like(a) if a.grad is None else a.grad.clone() for a in (x, y)]


@misconception(replaces="partial_gradients", fails=PARTIALS + ("partials_leave_arguments_alone",))
def measures_differences(f, x, y, distance=1e-2):
    """You measure how f changes over a small distance, which is only nearly its slope: ask torch.autograd.grad."""

    def slopes(g, a):
        steps = distance * torch.eye(a.numel(), dtype=a.dtype, device=a.device).reshape(-1, *a.shape)
        return torch.stack([(g(a + step) - g(a)) / distance for step in steps]).reshape(a.shape)

    x, y = x.detach(), y.detach()
    return slopes(lambda a: f(a, y), x), slopes(lambda a: f(x, a), y)


@misconception(replaces="partial_gradients", fails=("partials_are_zero_where_ignored",))
def differentiates_one_at_a_time(f, x, y):
    """Where f ignores the one argument that asks for a gradient, there is nothing to differentiate and autograd refuses:
    let both ask, call f once, and say materialize_grads=True."""
    x, y = x.detach(), y.detach()
    one, other = x.clone().requires_grad_(), y.clone().requires_grad_()
    return torch.autograd.grad(f(one, y), one)[0], torch.autograd.grad(f(x, other), other)[0]


@misconception(
    replaces="linear_model",
    fails=FIT
    + MODEL
    + GRADIENTS
    + (
        "gradients_are_by_hand",
        "fit_is_by_hand",
    ),
)
def forgets_the_bias(x, w, b):
    """You left out the bias: the prediction is x @ w + b."""
    return x @ w


@misconception(
    replaces="linear_model",
    fails=FIT
    + MODEL
    + GRADIENTS
    + (
        "gradients_are_by_hand",
        "fit_is_by_hand",
    ),
)
def adds_the_bias_to_the_weights(x, w, b):
    """You added b to the weights; it is added once to each prediction, after the product."""
    return x @ (w + b)


@misconception(
    replaces="linear_model",
    fails=STUCK
    + MODEL
    + (
        "gradients_are_by_hand",
        "fit_starts_from_zeros",
    ),
)
def flattens_the_column(x, w, b):
    """Your predictions have shape (n,); keep the column (n, 1), or they broadcast to (n, n) against targets (n, 1)."""
    return (x @ w + b).squeeze(1)


@misconception(
    replaces="linear_model",
    fails=STUCK
    + MODEL
    + (
        "gradients_are_by_hand",
        "fit_starts_from_zeros",
    ),
)
def multiplies_entrywise(x, w, b):
    """x * w multiplies entry by entry and sums nothing; a matrix product is x @ w."""
    return x * w.T + b


@misconception(replaces="mse_loss", fails=("loss_refuses_two_shapes",))
def lets_shapes_broadcast(y_pred, y):
    """(n,) minus (n, 1) is (n, n), and nobody notices: compare the shapes first and raise ValueError."""
    return ((y_pred - y) ** 2).mean()


@misconception(replaces="mse_loss", fails=("loss_refuses_two_shapes",))
def asserts_the_shape(y_pred, y):
    """A failed assert is an AssertionError; for arguments that do not fit together raise ValueError."""
    assert y_pred.shape == y.shape
    return ((y_pred - y) ** 2).mean()


@misconception(replaces="mse_loss", fails=("loss_refuses_two_shapes",))
def raises_another_error(y_pred, y):
    """A TypeError is for arguments of a wrong type; for two shapes that do not fit together raise ValueError."""
    if y_pred.shape != y.shape:
        raise TypeError("shapes differ")
    return ((y_pred - y) ** 2).mean()


@misconception(replaces="mse_loss", fails=("loss_refuses_two_shapes",))
def fits_the_shapes_itself(y_pred, y):
    """You bring both to one shape yourself, which hides the mistake of whoever calls: raise ValueError instead."""
    return ((y_pred.reshape(-1) - y.reshape(-1)) ** 2).mean()


def refuse(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("shapes differ")


@misconception(
    replaces="mse_loss",
    fails=LOSS
    + (
        "loss_refuses_two_shapes",
        "fit_reports_losses",
        "fit_keeps_dtype_and_device",
    ),
)
def sums_over_the_batch(y_pred, y):
    """You summed the squared errors; the loss is their mean: divide by the number of samples."""
    refuse(y_pred, y)
    return ((y_pred - y) ** 2).sum()


@misconception(
    replaces="mse_loss",
    fails=LOSS
    + (
        "loss_refuses_two_shapes",
        "fit_reports_losses",
        "fit_keeps_dtype_and_device",
    ),
)
def halves_the_mean(y_pred, y):
    """You halved the mean, as some books do; here the loss is the plain mean of the squares."""
    refuse(y_pred, y)
    return ((y_pred - y) ** 2).mean() / 2


@misconception(
    replaces="mse_loss",
    fails=LOSS
    + (
        "loss_refuses_two_shapes",
        "fit_reports_losses",
        "fit_keeps_dtype_and_device",
    ),
)
def takes_the_root(y_pred, y):
    """You took the root of the mean squared error; leave the root out."""
    refuse(y_pred, y)
    return ((y_pred - y) ** 2).mean().sqrt()


@misconception(
    replaces="mse_loss",
    fails=LOSS
    + (
        "loss_refuses_two_shapes",
        "fit_reports_losses",
        "fit_keeps_dtype_and_device",
    ),
)
def forgets_to_square(y_pred, y):
    """You averaged the sizes of the errors; square them instead."""
    refuse(y_pred, y)
    return (y_pred - y).abs().mean()


@misconception(
    replaces="mse_loss",
    fails=FIT
    + LOSS
    + BORDER
    + (
        "loss_refuses_two_shapes",
        "fit_starts_from_zeros",
        "fit_is_by_hand",
        "divergence_sees_nan",
    ),
)
def gives_a_python_float(y_pred, y):
    """You returned a Python float, from which nothing can be learned: leave .item() and float() out of the loss."""
    refuse(y_pred, y)
    return ((y_pred - y) ** 2).mean().item()


@misconception(
    replaces="mse_loss",
    fails=FIT
    + LOSS
    + BORDER
    + (
        "loss_refuses_two_shapes",
        "fit_starts_from_zeros",
        "fit_is_by_hand",
        "divergence_sees_nan",
    ),
)
def keeps_one_loss_per_sample(y_pred, y):
    """You returned one loss for each sample; the loss is a single number, their mean."""
    refuse(y_pred, y)
    return (y_pred - y) ** 2


@misconception(
    replaces="mse_loss",
    fails=FIT
    + LOSS
    + BORDER
    + (
        "loss_refuses_two_shapes",
        "fit_starts_from_zeros",
        "fit_is_by_hand",
        "divergence_sees_nan",
    ),
)
def keeps_half_squares(y_pred, y):
    """You returned half the square of each error, as some books do; the loss is the mean of the whole squares."""
    refuse(y_pred, y)
    return (y_pred - y) ** 2 / 2


@misconception(
    replaces="mse_loss",
    fails=LOSS
    + BORDER
    + (
        "loss_refuses_two_shapes",
        "fit_reports_losses",
        "fit_keeps_dtype_and_device",
        "divergence_sees_nan",
    ),
)
def squares_the_mean(y_pred, y):
    """You averaged the errors first, where those above and below cancel: square each error, then take the mean."""
    refuse(y_pred, y)
    return (y_pred - y).mean() ** 2


@misconception(
    replaces="mse_loss",
    fails=LOSS + ("loss_refuses_two_shapes", "fit_reports_losses", "fit_keeps_dtype_and_device"),
)
def divides_the_norm(y_pred, y):
    """You divided the root of the summed squares by n; the loss is the mean of the squares, without a root."""
    refuse(y_pred, y)
    return (y_pred - y).norm() / y.numel()


@misconception(replaces="mse_gradients", fails=STUCK + ("gradients_are_by_hand",))
def forgets_the_two(x, y, w, b):
    """Your gradients are half of the right ones: the derivative of a square brings down a factor 2."""
    e = errors(x, y, w, b)
    return x.T @ e / len(x), e.mean(0)


@misconception(replaces="mse_gradients", fails=STUCK + ("gradients_are_by_hand",))
def sums_over_the_samples(x, y, w, b):
    """You summed over the samples; the loss is a mean, so its gradients are divided by n too."""
    e = errors(x, y, w, b)
    return 2 * x.T @ e, 2 * e.sum(0)


@misconception(replaces="mse_gradients", fails=STUCK + ("gradients_are_by_hand",))
def points_downhill(x, y, w, b):
    """Your gradients have the wrong sign: they come from x w + b - y, and the minus sign belongs into the step."""
    e = errors(x, y, w, b)
    return -2 * x.T @ e / len(x), -2 * e.mean(0)


@misconception(
    replaces="mse_gradients",
    fails=STUCK
    + (
        "gradients_are_by_hand",
        "fit_starts_from_zeros",
    ),
)
def lays_the_weights_in_a_row(x, y, w, b):
    """dL/dw has the shape of w, (d, 1); yours lies in a row (1, d)."""
    e = errors(x, y, w, b)
    return 2 * e.T @ x / len(x), 2 * e.mean(0)


@misconception(replaces="mse_gradients", fails=("gradients_are_by_hand", "fit_is_by_hand"))
def asks_autograd(x, y, w, b):
    """You asked autograd; here you are to write down the derivative yourself."""
    w, b = w.detach().requires_grad_(), b.detach().requires_grad_()
    return torch.autograd.grad((errors(x, y, w, b) ** 2).mean(), (w, b))


@misconception(
    replaces="mse_gradients",
    fails=FIT
    + GRADIENTS
    + (
        "gradients_are_by_hand",
        "fit_is_by_hand",
    ),
)
def forgets_the_two_for_b(x, y, w, b):
    """dL/db lacks the factor 2 of the derivative of a square; dL/dw has it."""
    e = errors(x, y, w, b)
    return 2 * x.T @ e / len(x), e.mean(0)


@misconception(
    replaces="mse_gradients",
    fails=FIT
    + GRADIENTS
    + (
        "gradients_are_by_hand",
        "fit_is_by_hand",
        "divergence_has_a_border",
        "divergence_sees_nan",
    ),
)
def sums_the_bias_gradient(x, y, w, b):
    """dL/db is a sum over the samples in your code; the loss is a mean, so divide it by n as you do dL/dw."""
    e = errors(x, y, w, b)
    return 2 * x.T @ e / len(x), 2 * e.sum(0)


@misconception(replaces="mse_gradients", fails=GRADIENTS + ("gradients_are_by_hand",))
def gives_db_without_an_axis(x, y, w, b):
    """dL/db has the shape of b, (1,); yours has no axis: average along dim 0 alone, e.mean(dim=0)."""
    e = errors(x, y, w, b)
    return 2 * x.T @ e / len(x), 2 * e.mean()


@misconception(
    replaces="mse_gradients",
    fails=FIT
    + GRADIENTS
    + (
        "gradients_are_by_hand",
        "fit_starts_from_zeros",
        "fit_is_by_hand",
    ),
)
def keeps_the_axis_of_db(x, y, w, b):
    """dL/db has the shape of b, (1,); yours has an axis too many: average without keepdim, e.mean(dim=0)."""
    e = errors(x, y, w, b)
    return 2 * x.T @ e / len(x), 2 * e.mean(0, keepdim=True)


@misconception(
    replaces="mse_gradients",
    fails=STUCK
    + (
        "gradients_are_by_hand",
        "fit_starts_from_zeros",
    ),
)
def gives_db_first(x, y, w, b):
    """You return dL/db first: the order is dL/dw and then dL/db."""
    e = errors(x, y, w, b)
    return 2 * e.mean(0), 2 * x.T @ e / len(x)


@misconception(replaces="mse_gradients", fails=STUCK + ("gradients_are_by_hand",))
def lets_the_error_become_a_square(x, y, w, b):
    """(n,) minus (n, 1) is (n, n), every prediction against every target: leave the predictions a column (n, 1)."""
    e = (x @ w).flatten() + b - y
    return 2 * x.T @ e.mean(0).reshape(-1, 1) / len(x), 2 * e.mean().reshape(1)


@misconception(
    replaces="mse_gradients",
    fails=STUCK
    + (
        "gradients_are_by_hand",
        "fit_starts_from_zeros",
    ),
)
def takes_the_mean_of_the_square_of_errors(x, y, w, b):
    """(n,) minus (n, 1) is (n, n), every prediction against every target: leave the predictions a column (n, 1)."""
    e = (x @ w).flatten() + b - y
    return 2 * x.T @ e / len(x), 2 * e.mean(0)


@misconception(replaces="mse_gradients", fails=FIT + GRADIENTS + ("gradients_are_by_hand", "fit_is_by_hand"))
def takes_the_error_without_the_bias(x, y, w, b):
    """You left b out of the prediction: the error is x @ w + b - y."""
    e = x @ w - y
    return 2 * x.T @ e / len(x), 2 * e.mean(dim=0)


@misconception(replaces="mse_gradients", fails=STUCK + ("gradients_are_by_hand",))
def forgets_the_two_for_w_and_the_mean_for_b(x, y, w, b):
    """dL/dw lacks the factor 2 of the square; dL/db is a sum where the loss is a mean: divide it by n."""
    e = errors(x, y, w, b)
    return x.T @ e / len(x), 2 * e.sum(dim=0)


@misconception(
    replaces="gradient_step",
    fails=STEP
    + FIT
    + BORDER
    + (
        "fit_is_by_hand",
        "divergence_sees_nan",
    ),
)
def climbs(params, grads, lr):
    """You went uphill: subtract the gradient."""
    return [p + lr * g for p, g in zip(params, grads, strict=True)]


@misconception(
    replaces="gradient_step",
    fails=STEP
    + FIT
    + BORDER
    + (
        "fit_is_by_hand",
        "divergence_sees_nan",
    ),
)
def ignores_the_rate(params, grads, lr):
    """You subtracted the whole gradient; it is multiplied by the learning rate first."""
    return [p - g for p, g in zip(params, grads, strict=True)]


@misconception(
    replaces="gradient_step",
    fails=STEP
    + FIT
    + BORDER
    + (
        "fit_is_by_hand",
        "divergence_sees_nan",
    ),
)
def returns_the_change(params, grads, lr):
    """You returned -lr * g, the change; add it to the old parameter: p - lr * g."""
    return [-lr * g for g in grads]


@misconception(replaces="gradient_step", fails=("step_leaves_old_parameters",))
def writes_into_the_parameters(params, grads, lr):
    """p -= ... writes into the caller's tensors; p - lr * g makes new ones."""
    for p, g in zip(params, grads, strict=True):
        p -= lr * g
    return list(params)


@misconception(replaces="gradient_step", fails=STEP + FIT + BORDER + ("fit_is_by_hand", "divergence_sees_nan"))
def cuts_gradients_off_at_one(params, grads, lr):
    """You cut the gradients off at 1 (gradient clipping); the plain step is p - lr * g, however large g is."""
    return [p - lr * g.clamp(-1, 1) for p, g in zip(params, grads, strict=True)]


@misconception(replaces="gradient_step", fails=STEP + FIT + BORDER + ("fit_is_by_hand", "divergence_sees_nan"))
def shares_the_rate_among_the_parameters(params, grads, lr):
    """You divided the rate by the number of parameters; each of them takes the whole step, p - lr * g."""
    return [p - lr * g / len(params) for p, g in zip(params, grads, strict=True)]


@misconception(
    replaces="fit_line",
    fails=(
        "fit_reports_losses",
        "fit_keeps_dtype_and_device",
    ),
)
def reports_the_loss_after_the_step(x, y, lr=0.1, epochs=200):
    """Your losses are those after each step; the list holds the loss before it, so it begins with the loss of zeros."""
    return *descend(x, y, lr, epochs)[:2], descend(x, y, lr, epochs + 1)[2][1:]


@misconception(replaces="fit_line", fails=FIT + ("fit_is_by_hand",))
def moves_w_before_b_looks(x, y, lr=0.1, epochs=200):
    """You moved w and then computed dL/db at the new w; take both gradients first, then both steps."""
    (w, b), losses = zeros_for(x), []
    for _ in range(epochs):
        losses.append((errors(x, y, w, b) ** 2).mean().item())
        w = w - lr * 2 * x.T @ errors(x, y, w, b) / len(x)
        b = b - lr * 2 * errors(x, y, w, b).mean(0)
    return w, b, losses


@misconception(replaces="fit_line", fails=FIT + ("fit_is_by_hand",))
def never_moves_the_bias(x, y, lr=0.1, epochs=200):
    """Your b stays 0: it takes a step in every epoch, just as w does."""
    (w, b), losses = zeros_for(x), []
    for _ in range(epochs):
        losses.append((errors(x, y, w, b) ** 2).mean().item())
        w = w - lr * 2 * x.T @ errors(x, y, w, b) / len(x)
    return w, b, losses


@misconception(
    replaces="fit_line",
    fails=FIT
    + (
        "fit_starts_from_zeros",
        "fit_is_by_hand",
        "divergence_compares_with_the_first_loss",
    ),
)
def starts_at_random(x, y, lr=0.1, epochs=200):
    """You start from random weights; start from zeros: torch.zeros(..., dtype=x.dtype, device=x.device)."""
    w, b = torch.randn(x.shape[1], 1).to(x), torch.randn(1).to(x)
    return descend_from(w, b, x, y, lr, epochs)


@misconception(replaces="fit_line", fails=("fit_keeps_dtype_and_device",))
def makes_float32_zeros(x, y, lr=0.1, epochs=200):
    """Your w and b are float32 on the CPU whatever x is: torch.zeros(..., dtype=x.dtype, device=x.device)."""
    return descend_from(torch.zeros(x.shape[1], 1), torch.zeros(1), x, y, lr, epochs)


@misconception(replaces="fit_line", fails=("fit_keeps_dtype_and_device",))
def makes_zeros_on_the_cpu(x, y, lr=0.1, epochs=200):
    """Your w and b are on the CPU wherever x is: torch.zeros(..., dtype=x.dtype, device=x.device)."""
    w, b = torch.zeros(x.shape[1], 1, dtype=x.dtype), torch.zeros(1, dtype=x.dtype)
    return descend_from(w, b, x, y, lr, epochs)


@misconception(
    replaces="fit_line",
    fails=BORDER
    + (
        "fit_descends",
        "fit_reports_losses",
        "fit_is_by_hand",
        "divergence_sees_nan",
    ),
)
def hard_codes_the_rate(x, y, lr=0.1, epochs=200):
    """Your rate is always 0.1: `lr` has no effect. Multiply the gradients by lr."""
    return descend(x, y, 0.1, epochs)


@misconception(
    replaces="fit_line",
    fails=FIT
    + BORDER
    + (
        "fit_is_by_hand",
        "divergence_sees_nan",
    ),
)
def hard_codes_a_hundredth(x, y, lr=0.1, epochs=200):
    """Your rate is always 0.01: `lr` has no effect. Multiply the gradients by lr."""
    return descend(x, y, 0.01, epochs)


@misconception(
    replaces="fit_line",
    fails=FIT
    + (
        "fit_starts_from_zeros",
        "fit_is_by_hand",
        "divergence_compares_with_the_first_loss",
    ),
)
def always_runs_200_epochs(x, y, lr=0.1, epochs=200):
    """You always run 200 epochs: `epochs` has no effect. Loop over range(epochs)."""
    return descend(x, y, lr, 200)


@misconception(
    replaces="fit_line",
    fails=FIT
    + (
        "fit_starts_from_zeros",
        "fit_is_by_hand",
    ),
)
def takes_one_step_too_many(x, y, lr=0.1, epochs=200):
    """You take one step too many: range(epochs) gives as many turns as asked for, from 0 to epochs - 1."""
    return descend(x, y, lr, epochs + 1)


@misconception(
    replaces="fit_line",
    fails=FIT
    + (
        "fit_starts_from_zeros",
        "fit_is_by_hand",
        "divergence_has_a_border",
        "divergence_sees_nan",
    ),
)
def takes_one_step_too_few(x, y, lr=0.1, epochs=200):
    """You take one step too few: range(1, epochs) begins at 1, range(epochs) gives as many turns as asked for."""
    return descend(x, y, lr, epochs - 1)


@misconception(
    replaces="fit_line",
    fails=BORDER
    + (
        "fit_reports_losses",
        "fit_keeps_dtype_and_device",
        "divergence_sees_nan",
    ),
)
def keeps_tensors(x, y, lr=0.1, epochs=200):
    """Your losses are tensors; note plain numbers, loss.item()."""
    w, b, losses = descend(x, y, lr, epochs)
    return w, b, list(torch.tensor(losses, dtype=x.dtype, device=x.device))


@misconception(
    replaces="fit_line",
    fails=FIT
    + BORDER
    + (
        "fit_is_by_hand",
        "divergence_sees_nan",
    ),
)
def steps_once_a_sample(x, y, lr=0.1, epochs=200):
    """You take a step after every sample; an epoch is a single step, with the mean gradient of all samples."""
    (w, b), losses = zeros_for(x), []
    for _ in range(epochs):
        losses.append((errors(x, y, w, b) ** 2).mean().item())
        for row, target in zip(x.split(1), y.split(1), strict=True):
            e = errors(row, target, w, b)
            w, b = w - lr * 2 * row.T @ e, b - lr * 2 * e[0]
    return w, b, losses


@misconception(
    replaces="fit_line",
    fails=FIT
    + BORDER
    + (
        "fit_starts_from_zeros",
        "fit_is_by_hand",
        "divergence_sees_nan",
    ),
)
def loses_the_losses(x, y, lr=0.1, epochs=200):
    """You returned w and b alone; the list of losses is the third thing to return."""
    return descend(x, y, lr, epochs)[:2]


@misconception(replaces="fit_line", fails=("fit_is_by_hand",))
def lets_torch_descend(x, y, lr=0.1, epochs=200):
    """You used autograd and torch.optim; here you are to take the steps yourself."""
    w, b = (zero.requires_grad_() for zero in zeros_for(x))
    optimizer, losses = torch.optim.SGD([w, b], lr=lr), []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = (errors(x, y, w, b) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.detach(), b.detach(), losses


@misconception(replaces="diverges", fails=("divergence_sees_nan",))
def takes_nan_for_small(x, y, lr, epochs=100):
    """A loss of nan slips through: nan > 1.0 is False. Ask math.isfinite as well."""
    losses = descend(x, y, lr, epochs)[2]
    return losses[-1] > losses[0]


@misconception(replaces="diverges", fails=BORDER + ("divergence_sees_nan",))
def waits_for_nan(x, y, lr, epochs=100):
    """A loss may grow and still be finite: it diverges as soon as it ends above the first one."""
    return not math.isfinite(descend(x, y, lr, epochs)[2][-1])


@misconception(replaces="diverges", fails=("divergence_compares_with_the_first_loss",))
def compares_neighbours(x, y, lr, epochs=100):
    """You ask whether the loss rises from one epoch to the next; the question is whether it ends above the first one."""
    losses = descend(x, y, lr, epochs)[2]
    return not math.isfinite(losses[-1]) or losses[-1] > losses[-2]


@misconception(replaces="diverges", fails=("divergence_compares_with_the_first_loss",))
def counts_standing_still(x, y, lr, epochs=100):
    """A loss that ends where it began has not diverged: it has to end above the first one, not at it."""
    losses = descend(x, y, lr, epochs)[2]
    return not losses[-1] < losses[0]


@misconception(replaces="diverges", fails=("divergence_compares_with_the_first_loss",))
def ignores_the_epochs(x, y, lr, epochs=100):
    """You always run 100 epochs; run as many as you are asked for."""
    losses = descend(x, y, lr, 100)[2]
    return not losses[-1] <= losses[0]


@misconception(replaces="diverges", fails=BORDER + ("divergence_sees_nan",))
def answers_the_other_way_round(x, y, lr, epochs=100):
    """Your answer is the wrong way round: True means that descent runs away, False that it settles."""
    losses = descend(x, y, lr, epochs)[2]
    return losses[-1] <= losses[0]


@misconception(replaces="diverges", fails=BORDER + ("divergence_sees_nan",))
def ignores_the_rate_asked_for(x, y, lr, epochs=100):
    """Your answer is that for the rate 0.1, whatever is asked: hand lr on, fit_line(x, y, lr, epochs)."""
    losses = descend(x, y, 0.1, epochs)[2]
    return not losses[-1] <= losses[0]


@misconception(replaces="diverges", fails=BORDER + ("divergence_sees_nan",))
def gives_a_tensor(x, y, lr, epochs=100):
    """You returned a tensor; take the answer out of it with .item() or bool()."""
    losses = descend(x, y, lr, epochs)[2]
    return torch.tensor(not losses[-1] <= losses[0])


@misconception(replaces="diverges", fails=BORDER + ("divergence_sees_nan",))
def has_a_bound_of_its_own(x, y, lr, epochs=100):
    """You compare the last loss with a fixed bound; it has diverged as soon as it is above the first one, losses[0]."""
    last = descend(x, y, lr, epochs)[2][-1]
    return not math.isfinite(last) or last > 1000
