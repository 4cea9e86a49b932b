"""Bugs to hunt in exercise 2, and the scenes in which they show."""

from grader.debugging.declaring import bug, scene


@scene("x", "slope", -5, 0.5)
def slope_of_the_square():
    """gradient_of_square of x = -5, -4.5, ... 1"""
    return gradient_of_square(torch.arange(-5.0, 1.5, 0.5)).tolist()


@scene("error", "loss", -3, 0.5)
def price_of_an_error():
    """mse_loss of two predictions, one off by the error and one off by 1"""
    errors = torch.arange(-3.0, 3.5, 0.5)
    return [mse_loss(torch.tensor([[float(e)], [1.0]]), torch.zeros(2, 1)).item() for e in errors]


@scene("epoch", "loss")
def thirty_students():
    """the loss while fit_line learns from 30 students, at a rate of 0.05"""
    torch.manual_seed(2)
    x = torch.randn(30, 1)
    y = 2 * x + 3 + 0.3 * torch.randn(30, 1)
    return fit_line(x, y, lr=0.05, epochs=60)[2]


@scene("rate", "answer", 0, 0.25)
def answers_by_rate():
    """what diverges says after 9 epochs of a line through (1, 1) and (-1, -1), by the rate, 0 to 3; 1 is True"""
    x = torch.tensor([[1.0], [-1.0]])
    return [float(diverges(x, x, lr=step / 4, epochs=9)) for step in range(13)]


@scene()
def a_function_that_ignores_y():
    """What partial_gradients gives for an argument that f ignores"""
    try:
        gradient = partial_gradients(lambda x, y: (x * x).sum(), torch.ones(2), torch.ones(2))[1]
    except RuntimeError:
        return "a RuntimeError"
    return "nothing (None)" if gradient is None else str(gradient.tolist())


@scene()
def three_right_answers():
    """The loss of three predictions in a row, (3,), against a column, (3, 1)"""
    try:
        return f"{mse_loss(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([[1.0], [2.0], [3.0]])).item():.3g}"
    except ValueError:
        return "a ValueError"


@scene()
def samples_in_float64():
    """What fit_line gives for samples in float64"""
    x = torch.tensor([[1.0], [-1.0]], dtype=torch.float64)
    try:
        return f"weights in {fit_line(x, x, epochs=2)[0].dtype}"
    except RuntimeError:
        return "a RuntimeError"


@scene()
def a_rate_far_too_large():
    """What diverges says of a rate of a million and 100 epochs"""
    x = torch.tensor([[1.0], [-1.0]])
    return str(bool(diverges(x, x, lr=1e6)))


@scene()
def the_old_parameter():
    """What a parameter of 1.0 is after gradient_step made a new one of it"""
    p = torch.ones(1)
    gradient_step([p], [torch.ones(1)], lr=0.5)
    return str(p.item())


@scene()
def the_callers_x():
    """What stands in the caller's x.grad after gradient_of_square(x)"""
    x = torch.ones(2, requires_grad=True)
    gradient_of_square(x)
    return str(None if x.grad is None else x.grad.tolist())


STEP = "w, b = gradient_step([w, b], mse_gradients(x, y, w, b), lr)"
SLOPE = "(gradient,) = torch.autograd.grad(((leaf + 2) ** 2).sum(), leaf)"
LOSS = "return ((y_pred - y) ** 2).mean()"
BLAME = "return 2 * x.T @ error / len(x), 2 * error.mean(dim=0)"
MOVE = "return [p - lr * g for p, g in zip(params, grads, strict=True)]"
ANSWER = "return not math.isfinite(losses[-1]) or losses[-1] > losses[0]"

BUGS = (
    bug(
        "forgets_the_shift", 1, slope_of_the_square,
        {SLOPE: "(gradient,) = torch.autograd.grad((leaf**2).sum(), leaf)"},
        "It is the derivative of a square, and the slope of the line is right.",
    ),
    bug(
        "averages_instead_of_summing", 1, slope_of_the_square,
        {SLOPE: "(gradient,) = torch.autograd.grad(((leaf + 2) ** 2).mean(), leaf)"},
        "Losses are mostly means, so a mean is what one expects; and for a single number it is right.",
    ),
    bug(
        "returns_the_square", 1, slope_of_the_square,
        {SLOPE: "gradient = (leaf + 2) ** 2", "return gradient": "return gradient.detach()"},
        "Shape, dtype and formula look as they should.",
    ),
    bug(
        "takes_the_root", 1, price_of_an_error,
        {LOSS: "return ((y_pred - y) ** 2).mean().sqrt()"},
        "It has the unit of the targets and its lowest place where it should.",
    ),
    bug(
        "forgets_to_square", 1, price_of_an_error,
        {LOSS: "return (y_pred - y).abs().mean()"},
        "It is a known loss too, just not this one.",
    ),
    bug(
        "halves_the_mean", 1, price_of_an_error,
        {LOSS: "return ((y_pred - y) ** 2).mean() / 2"},
        "Many books write it so, because the 2 of the derivative goes away.",
    ),
    bug(
        "squares_the_mean", 1, price_of_an_error,
        {LOSS: "return (y_pred - y).mean() ** 2"},
        "The same operations, in another order.",
    ),
    bug(
        "sums_over_the_batch", 1, price_of_an_error,
        {LOSS: "return ((y_pred - y) ** 2).sum()"},
        "It has its lowest place where the mean has it.",
    ),
    bug(
        "forgets_the_bias", 2, thirty_students,
        {"return x @ w + b": "return x @ w"},
        "Where the data lie around zero, nothing is missed.",
    ),
    bug(
        "points_downhill", 2, thirty_students,
        {"error = linear_model(x, w, b) - y": "error = y - linear_model(x, w, b)"},
        "Error as target minus prediction is how people speak of it, and squared it is the same.",
    ),
    bug(
        "sums_over_the_samples", 2, thirty_students,
        {BLAME: "return 2 * x.T @ error, 2 * error.sum(dim=0)"},
        "The direction is right, and so is the lowest place.",
    ),
    bug(
        "forgets_the_two", 2, thirty_students,
        {BLAME: "return x.T @ error / len(x), error.mean(dim=0)"},
        "It gets to the same place, only later.",
    ),
    bug(
        "sums_the_bias_gradient", 2, thirty_students,
        {BLAME: "return 2 * x.T @ error / len(x), 2 * error.sum(dim=0)"},
        "The shape is right, and the weight learns as it should.",
    ),
    bug(
        "climbs", 2, thirty_students,
        {MOVE: "return [p + lr * g for p, g in zip(params, grads, strict=True)]"},
        "One sign.",
    ),
    bug(
        "ignores_the_rate", 2, thirty_students,
        {MOVE: "return [p - g for p, g in zip(params, grads, strict=True)]"},
        "The direction is right.",
    ),
    bug(
        "returns_the_change", 2, thirty_students,
        {MOVE: "return [-lr * g for p, g in zip(params, grads, strict=True)]"},
        "That is the step, and a step was asked for.",
    ),
    bug(
        "never_moves_the_bias", 2, thirty_students,
        {STEP: "(w,) = gradient_step([w], mse_gradients(x, y, w, b)[:1], lr)"},
        "The loss falls all the same, as the weight does what it can.",
    ),
    bug(
        "hard_codes_a_hundredth", 2, thirty_students,
        {STEP: "w, b = gradient_step([w, b], mse_gradients(x, y, w, b), 0.01)"},
        "The loss falls with every epoch: only slowly.",
    ),
    bug(
        "takes_one_step_too_few", 2, thirty_students,
        {"for _ in range(epochs):": "for _ in range(1, epochs):"},
        "People count from 1 to the number of epochs.",
    ),
    bug(
        "answers_the_other_way_round", 1, answers_by_rate,
        {ANSWER: "return math.isfinite(losses[-1]) and losses[-1] <= losses[0]"},
        "Every comparison is right; the question was the other one.",
    ),
    bug(
        "ignores_the_rate_asked_for", 1, answers_by_rate,
        {"losses = fit_line(x, y, lr, epochs)[2]": "losses = fit_line(x, y, epochs=epochs)[2]"},
        "fit_line has a default rate, so nothing crashes.",
    ),
    bug(
        "waits_for_nan", 1, answers_by_rate,
        {ANSWER: "return not math.isfinite(losses[-1])"},
        "In the end every runaway loss is inf or nan, if one waits long enough.",
    ),
    bug(
        "forgets_the_ignored_argument", 3, a_function_that_ignores_y,
        {
            "return torch.autograd.grad(f(x, y), (x, y), materialize_grads=True)":
            "return torch.autograd.grad(f(x, y), (x, y))",
        },
        "Nearly every function uses all of its arguments.",
    ),
    bug(
        "leaves_none", 3, a_function_that_ignores_y,
        {
            "return torch.autograd.grad(f(x, y), (x, y), materialize_grads=True)":
            "return torch.autograd.grad(f(x, y), (x, y), allow_unused=True)",
        },
        "torch's own error message tells one to write allow_unused=True.",
    ),
    bug(
        "lets_shapes_broadcast", 3, three_right_answers,
        {
            "if y_pred.shape != y.shape:\n"
            '    shapes = f"{tuple(y_pred.shape)} and {tuple(y.shape)}"\n'
            '    raise ValueError(f"predictions and targets need one shape; got {shapes}")': "",
        },
        "With the right shapes it is right, and with the wrong ones it says nothing.",
    ),
    bug(
        "makes_float32_zeros", 3, samples_in_float64,
        {
            "w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device)": "w = torch.zeros(x.shape[1], 1)",
            "b = torch.zeros(1, dtype=x.dtype, device=x.device)": "b = torch.zeros(1)",
        },
        "torch's default is float32, and so are nearly all samples.",
    ),
    bug(
        "takes_nan_for_small", 3, a_rate_far_too_large,
        {ANSWER: "return losses[-1] > losses[0]"},
        "For every rate that is only a little too large it is right.",
    ),
    bug(
        "writes_into_the_parameters", 3, the_old_parameter,
        {MOVE: "return [p.sub_(lr * g) for p, g in zip(params, grads, strict=True)]"},
        "What comes back is right; who still needs the old parameter is the one who is hurt.",
    ),
    bug(
        "marks_the_callers_tensor", 3, the_callers_x,
        {
            "leaf = x.detach().requires_grad_()": "leaf = x.requires_grad_()",
            SLOPE: "((leaf + 2) ** 2).sum().backward()",
            "return gradient": "return leaf.grad.clone()",
        },
        "What comes back is right, the first time.",
    ),
)  # fmt: skip
