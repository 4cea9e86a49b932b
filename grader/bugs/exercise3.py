"""Bugs to hunt in exercise 3, and the scenes in which they show."""

from grader.debugging.declaring import bug, scene


@scene("z", "probability", -6, 0.5)
def probabilities():
    """sigmoid of the scores -6, -5.5, ... 6"""
    return sigmoid(torch.arange(-6.0, 6.5, 0.5)).tolist()


@scene("z", "loss", -6)
def loss_of_one_answer():
    """binary_loss_with_logits for one sample of class 1, by its score, -6 to 6"""
    scores = torch.arange(-6.0, 7.0).reshape(-1, 1)
    y = torch.ones(1, 1)
    return [binary_loss_with_logits(z.reshape(1, 1), y).item() for z in scores]


@scene("p", "loss", 0.05, 0.05)
def price_of_a_belief():
    """binary_loss for one sample of class 1, by its probability, 0.05 to 1"""
    y = torch.ones(1, 1)
    return [binary_loss(torch.full((1, 1), p / 20), y).item() for p in range(1, 21)]


@scene("epoch", "loss")
def sixty_students():
    """the loss while fit learns from 60 students, at a rate of 1"""
    torch.manual_seed(1)
    hours = 10 * torch.rand(60, 1)
    y = (torch.rand(60, 1) < torch.sigmoid(1.5 * (hours - 6))).float()
    return fit((hours - 5) / 2.9, y, lr=1.0, epochs=60)[2]


@scene("threshold", "share of ones", 0, 0.1)
def more_careful():
    """the share of 40 students that classify says will pass, by the threshold"""
    x = torch.linspace(-3, 3, 40).reshape(-1, 1)
    w, b = torch.tensor([[1.5]]), torch.tensor([0.5])
    return [classify(x, w, b, t / 10).mean().item() for t in range(11)]


@scene()
def labels_of_float64():
    """The dtype of what classify gives for samples in float64"""
    x = torch.tensor([[1.0], [-1.0]], dtype=torch.float64)
    w, b = torch.ones(1, 1).double(), torch.zeros(1).double()
    return str(classify(x, w, b).dtype)


@scene()
def slope_at_a_sure_mistake():
    """The slope of binary_loss where p is exactly 0 and the label is 1"""
    p = torch.zeros(1, 1, requires_grad=True)
    binary_loss(p, torch.ones(1, 1)).backward()
    return "nan or inf" if not p.grad.isfinite().all() else "a finite number"


@scene()
def loss_when_sure_and_right():
    """The loss where p is exactly 1 and the label is 1"""
    return f"{binary_loss(torch.ones(1, 1), torch.ones(1, 1)).item() + 0.0:.3g}"


@scene()
def fit_in_float64():
    """What fit does with samples in float64"""
    x, y = torch.tensor([[-1.0], [1.0]]).double(), torch.tensor([[0.0], [1.0]]).double()
    try:
        return f"weights in {fit(x, y, epochs=3)[0].dtype}"
    except RuntimeError:
        return "a RuntimeError"


@scene()
def on_the_threshold():
    """The label of a sample whose probability is exactly the threshold, 0.5"""
    return str(classify(torch.zeros(1, 1), torch.ones(1, 1), torch.zeros(1)).item())


@scene()
def slope_of_a_large_score():
    """The slope of sigmoid at the score -200"""
    z = torch.tensor([-200.0], requires_grad=True)
    sigmoid(z).sum().backward()
    return f"{z.grad.item():.3g}"


BUGS = (
    bug(
        "forgets_the_minus_in_exp", 1, probabilities,
        {"return (1 + torch.tanh(z / 2)) / 2": "return 1 / (1 + torch.exp(z))"},
        "Both formulas hold an exp and a 1, and at z = 0 both give 0.5.",
    ),
    bug(
        "forgets_to_halve", 1, probabilities,
        {"return (1 + torch.tanh(z / 2)) / 2": "return (1 + torch.tanh(z)) / 2"},
        "The curve has the right form, the right middle and the right ends.",
    ),
    bug(
        "returns_tanh", 1, probabilities,
        {"return (1 + torch.tanh(z / 2)) / 2": "return torch.tanh(z / 2)"},
        "It is an S that rises, just not from 0 to 1.",
    ),
    bug(
        "forgets_the_minus", 1, price_of_a_belief,
        {"return -(y * log_p + (1 - y) * log_not_p).mean()": "return (y * log_p + (1 - y) * log_not_p).mean()"},
        "Every term of the definition is there; a sign in front of a bracket is easily read over.",
    ),
    bug(
        "swaps_the_classes", 1, price_of_a_belief,
        {
            "return -(y * log_p + (1 - y) * log_not_p).mean()":
            "return -((1 - y) * log_p + y * log_not_p).mean()",
        },
        "Both terms are there, and for half of the samples no one can say from the formula which is which.",
    ),
    bug(
        "counts_in_bits", 1, price_of_a_belief,
        {
            "log_p = torch.log(y_pred.clamp(min=1e-12))": "log_p = torch.log2(y_pred.clamp(min=1e-12))",
            "log_not_p = torch.log((1 - y_pred).clamp(min=1e-12))":
            "log_not_p = torch.log2((1 - y_pred).clamp(min=1e-12))",
        },
        "The loss has its lowest place where it should, and training with it works.",
    ),
    bug(
        "leaves_out_the_labels", 2, sixty_students,
        {
            "return (torch.logaddexp(torch.zeros_like(logits), logits) - y * logits).mean()":
            "return torch.logaddexp(torch.zeros_like(logits), logits).mean()",
        },
        "The loss falls nicely: it is just not the loss of these labels.",
    ),
    bug(
        "swaps_the_labels", 1, loss_of_one_answer,
        {
            "return (torch.logaddexp(torch.zeros_like(logits), logits) - y * logits).mean()":
            "return (torch.logaddexp(torch.zeros_like(logits), logits) - (1 - y) * logits).mean()",
        },
        "Training with it works: the net learns the other class, with the same losses.",
    ),
    bug(
        "forgets_to_clear_gradients", 2, sixty_students,
        {"optimizer.zero_grad()": ""},
        "Every line that is there is right; what is wrong is a line that is not.",
    ),
    bug(
        "sums_the_loss", 2, sixty_students,
        {"loss.backward()": "(loss * len(x)).backward()"},
        "The direction is right, only the length of a step is not.",
    ),
    bug(
        "adds_momentum", 2, sixty_students,
        {"optimizer = torch.optim.SGD([w, b], lr=lr)": "optimizer = torch.optim.SGD([w, b], lr=lr, momentum=0.9)"},
        "It often learns faster so; but it is another method than the one that is asked for.",
    ),
    bug(
        "never_moves_the_bias", 2, sixty_students,
        {"optimizer = torch.optim.SGD([w, b], lr=lr)": "optimizer = torch.optim.SGD([w], lr=lr)"},
        "The loss falls all the same, as the weights do what they can without b.",
    ),
    bug(
        "hard_codes_a_hundredth", 2, sixty_students,
        {"optimizer = torch.optim.SGD([w, b], lr=lr)": "optimizer = torch.optim.SGD([w, b], lr=0.01)"},
        "The loss falls with every epoch, as it should: only slowly.",
    ),
    bug(
        "gives_the_classes_the_wrong_way_round", 1, more_careful,
        {"return (sigmoid(x @ w + b) >= threshold).to(x.dtype)": "return (sigmoid(x @ w + b) < threshold).to(x.dtype)"},
        "Both signs sort the samples into two groups; only the names of the groups are swapped.",
    ),
    bug(
        "compares_scores", 1, more_careful,
        {"return (sigmoid(x @ w + b) >= threshold).to(x.dtype)": "return (x @ w + b >= threshold).to(x.dtype)"},
        "A higher score is a higher probability, so the order of the samples is the same.",
    ),
    bug(
        "ignores_the_threshold", 1, more_careful,
        {"return (sigmoid(x @ w + b) >= threshold).to(x.dtype)": "return (sigmoid(x @ w + b) >= 0.5).to(x.dtype)"},
        "At the default threshold it is right, and nobody tries another.",
    ),
    bug(
        "always_gives_float32", 3, labels_of_float64,
        {"return (sigmoid(x @ w + b) >= threshold).to(x.dtype)": "return (sigmoid(x @ w + b) >= threshold).float()"},
        "Nearly all samples are float32, and then it is right.",
    ),
    bug(
        "leaves_out_the_threshold", 3, on_the_threshold,
        {
            "return (sigmoid(x @ w + b) >= threshold).to(x.dtype)":
            "return (sigmoid(x @ w + b) > threshold).to(x.dtype)",
        },
        "Real samples hardly ever lie exactly on the threshold.",
    ),
    bug(
        "clamps_the_log", 3, slope_at_a_sure_mistake,
        {
            "log_p = torch.log(y_pred.clamp(min=1e-12))": "log_p = torch.log(y_pred).clamp(min=-27.6310)",
            "log_not_p = torch.log((1 - y_pred).clamp(min=1e-12))":
            "log_not_p = torch.log(1 - y_pred).clamp(min=-27.6310)",
        },
        "Its values are right everywhere; only a slope is not, at a single point.",
    ),
    bug(
        "clamps_only_the_first_log", 3, loss_when_sure_and_right,
        {"log_not_p = torch.log((1 - y_pred).clamp(min=1e-12))": "log_not_p = torch.log(1 - y_pred)"},
        "One clamp is there, so zeros seem to be taken care of; and in float32 a p of exactly 1 is rare at first.",
    ),
    bug(
        "makes_float32_zeros", 3, fit_in_float64,
        {
            "w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device, requires_grad=True)":
            "w = torch.zeros(x.shape[1], 1, requires_grad=True)",
            "b = torch.zeros(1, dtype=x.dtype, device=x.device, requires_grad=True)":
            "b = torch.zeros(1, requires_grad=True)",
        },
        "torch's default is float32, and so are nearly all samples.",
    ),
    bug(
        "selects_after_the_overflow", 3, slope_of_a_large_score,
        {
            "return (1 + torch.tanh(z / 2)) / 2":
            "return torch.where(z >= 0, 1 / (1 + torch.exp(-z)), torch.exp(z) / (1 + torch.exp(z)))",
        },
        "Every value is right, also at large scores.",
    ),
)  # fmt: skip
