"""Bugs to hunt in exercise 6, and the scenes in which they show."""

from grader.debugging.declaring import bug, scene


@scene("x", "logit", -3, 0.5)
def one_hidden_unit():
    """the logit that forward gives, by x, for one hidden unit with W1 = 1, b1 = 1, W2 = 3, b2 = 0.5"""
    params = {"W1": [[1.0]], "b1": [1.0], "W2": [[3.0]], "b2": [0.5]}
    params = {name: torch.tensor(value) for name, value in params.items()}
    return forward(torch.arange(-3.0, 3.5, 0.5).reshape(-1, 1), params)[0].flatten().tolist()


@scene("step", "loss")
def trained_by_hand():
    """the loss of a net trained by your forward, backward and sgd_step on 40 points of a curve"""
    torch.manual_seed(0)
    x = torch.linspace(-2, 2, 40).reshape(-1, 1)
    y = torch.sin(2 * x) + 0.5
    params = {"W1": torch.randn(1, 8), "b1": torch.randn(8), "W2": torch.randn(8, 1) / 3, "b2": torch.zeros(1)}
    losses = []
    for _ in range(60):
        logits, cache = forward(x, params)
        losses.append(((logits - y) ** 2).mean().item())
        blame = backward(2 * (logits - y) / len(x), cache, params)
        params = {name: sgd_step(params[name], blame[name], None, lr=0.1)[0] for name in params}
    return losses


@scene("x", "slope", -2, 0.5)
def slopes_of_a_cube():
    """the slope of x^3 by numerical_gradient with eps = 0.1, along x"""
    x = torch.arange(-2.0, 2.5, 0.5)
    return [numerical_gradient(lambda p: (p**3).sum(), one, eps=0.1).item() for one in x]


@scene("steps", "loss")
def momentum_in_the_valley():
    """the loss of momentum_step in a narrow valley, from a new start at step 12"""
    steep, losses = torch.tensor([1.0, 20.0]), []
    for _ in range(2):
        place, state = torch.tensor([5.0, 1.0]), None
        for _ in range(12):
            losses.append(((steep * place**2).sum() / 2).item())
            place, state = momentum_step(place, steep * place, state, lr=0.04)
    return losses


@scene("step", "loss")
def adagrad_in_the_valley():
    """the loss of adagrad_step in a narrow valley"""
    steep, place, state, losses = torch.tensor([1.0, 20.0]), torch.tensor([5.0, 1.0]), None, []
    for _ in range(50):
        losses.append(((steep * place**2).sum() / 2).item())
        place, state = adagrad_step(place, steep * place, state, lr=1.0)
    return losses


@scene("step", "loss")
def rmsprop_in_the_valley():
    """the loss of rmsprop_step in a narrow valley"""
    steep, place, state, losses = torch.tensor([1.0, 20.0]), torch.tensor([5.0, 1.0]), None, []
    for _ in range(50):
        losses.append(((steep * place**2).sum() / 2).item())
        place, state = rmsprop_step(place, steep * place, state, lr=0.1)
    return losses


@scene("step", "loss")
def adadelta_in_the_valley():
    """the loss of adadelta_step in a narrow valley, at lr = 20"""
    steep, place, state, losses = torch.tensor([1.0, 20.0]), torch.tensor([5.0, 1.0]), None, []
    for _ in range(100):
        losses.append(((steep * place**2).sum() / 2).item())
        place, state = adadelta_step(place, steep * place, state, lr=20.0)
    return losses


@scene("step", "loss")
def adam_in_the_valley():
    """the loss of adam_step in a narrow valley"""
    steep, place, state, losses = torch.tensor([1.0, 20.0]), torch.tensor([5.0, 1.0]), None, []
    for _ in range(50):
        losses.append(((steep * place**2).sum() / 2).item())
        place, state = adam_step(place, steep * place, state, lr=0.3)
    return losses


@scene("epoch", "loss")
def houses_by_a_river():
    """the loss of train_loop on 200 houses by a river, with plain SGD"""
    torch.manual_seed(0)
    homes = torch.rand(200, 2) * 4 - 2
    bank = homes[:, 1] > torch.sin(2 * homes[:, 0])
    homes, north = homes[bank.int().argsort()], bank.float().sort().values.reshape(-1, 1)
    net = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1))
    sgd = torch.optim.SGD(net.parameters(), lr=0.3)
    return train_loop(net, homes, north, nn.BCEWithLogitsLoss(), sgd, epochs=40)


@scene("step", "way")
def a_made_optimizer():
    """how far a parameter is from its start while the optimizer "momentum" of make_optimizer sees a slope of 1"""
    p, way = torch.zeros(1, requires_grad=True), []
    optimizer = make_optimizer("momentum", [p], lr=0.1)
    for _ in range(20):
        way.append(-p.item())
        p.grad = torch.ones(1)
        optimizer.step()
    return way


@scene()
def dtype_of_the_logits():
    """The dtype of forward's logits for x and params in float64"""
    shapes = {"W1": (2, 3), "b1": (3,), "W2": (3, 1), "b2": (1,)}
    params = {name: torch.ones(shape).double() for name, shape in shapes.items()}
    return str(forward(torch.ones(4, 2).double(), params)[0].dtype)


@scene()
def slope_of_float32():
    """numerical_gradient of x^2 at x = 3, given in float32, with the usual eps"""
    return f"{numerical_gradient(lambda x: (x**2).sum(), torch.tensor([3.0])).item():.3g}"


@scene()
def old_velocity():
    """What a velocity of 1.0 is after it was handed to momentum_step"""
    state = momentum_step(torch.zeros(1), torch.ones(1), None, lr=0.1)[1]
    before = state.clone() if isinstance(state, torch.Tensor) else None
    momentum_step(torch.zeros(1), torch.ones(1), state, lr=0.1)
    return "1.0" if before is not None and torch.equal(before, state) else "another number"


@scene()
def a_weight_without_blame():
    """Where adam_step takes a weight of 1.0 whose gradient is 0"""
    return str(adam_step(torch.ones(1), torch.zeros(1), None, lr=0.1)[0].item())


@scene()
def loss_of_five_samples():
    """The loss of one epoch on 5 samples in batches of 2, where the loss of each is 1"""
    net = nn.Linear(1, 1)

    def one(out, y):
        return (out * 0).sum() + 1

    sgd = torch.optim.SGD(net.parameters(), lr=0.1)
    return str(round(train_loop(net, torch.ones(5, 1), torch.ones(5, 1), one, sgd, 1, batch_size=2)[0], 3))


@scene()
def samples_of_an_epoch():
    """How many samples of 5 are trained on in an epoch, in batches of 2"""
    net, met = nn.Linear(1, 1), []

    def counted(out, y):
        met.append(len(y))
        return (out - y).square().mean()

    sgd = torch.optim.SGD(net.parameters(), lr=0.1)
    train_loop(net, torch.ones(5, 1), torch.ones(5, 1), counted, sgd, 1, batch_size=2)
    return str(sum(met))


@scene()
def two_calls_with_one_seed():
    """What two calls of train_loop with the same seed, on equal nets, give"""
    losses = []
    for call in range(2):
        torch.manual_seed(0)
        net = nn.Linear(1, 1)
        torch.manual_seed(call)
        sgd = torch.optim.SGD(net.parameters(), lr=0.1)
        x = torch.linspace(-1, 1, 9).reshape(-1, 1)
        losses.append(train_loop(net, x, x**2, nn.MSELoss(), sgd, 3, batch_size=2, seed=5))
    return "the same losses" if losses[0] == losses[1] else "different losses"


BUGS = (
    bug(
        "hidden_bias_after_the_tanh", 1, one_hidden_unit,
        {'hidden = torch.tanh(x @ params["W1"] + params["b1"])': 'hidden = torch.tanh(x @ params["W1"]) + params["b1"]'},
        "The same names stand in the same order; a bracket closes one word too early.",
    ),
    bug(
        "relu_hidden_layer", 1, one_hidden_unit,
        {
            'hidden = torch.tanh(x @ params["W1"] + params["b1"])':
            'hidden = torch.relu(x @ params["W1"] + params["b1"])',
        },
        "Most nets of today have a relu in this place.",
    ),
    bug(
        "forgets_the_output_bias", 1, one_hidden_unit,
        {'logits = hidden @ params["W2"] + params["b2"]': 'logits = hidden @ params["W2"]'},
        "With the usual zeros for a start, b2 changes nothing at first.",
    ),
    bug(
        "forgets_the_activation", 2, trained_by_hand,
        {"dz = dhidden * (1 - hidden**2)": "dz = dhidden"},
        "Near 0 the slope of tanh is 1, so at small weights hardly anything is off.",
    ),
    bug(
        "slope_of_relu", 2, trained_by_hand,
        {"dz = dhidden * (1 - hidden**2)": "dz = dhidden * (hidden > 0)"},
        "Most nets of today have a relu, and this is its slope.",
    ),
    bug(
        "tanh_twice", 2, trained_by_hand,
        {"dz = dhidden * (1 - hidden**2)": "dz = dhidden * (1 - torch.tanh(hidden) ** 2)"},
        "1 - tanh^2 is the right formula; the tanh has been taken already.",
    ),
    bug(
        "divides_by_the_batch_again", 2, trained_by_hand,
        {
            "dz = dhidden * (1 - hidden**2)": "dz = dhidden * (1 - hidden**2) / len(x)",
            'return layer1 | {"W2": hidden.T @ dlogits, "b2": dlogits.sum(dim=0)}':
            'return layer1 | {"W2": hidden.T @ dlogits / len(x), "b2": dlogits.mean(dim=0)}',
        },
        "A mean over the batch must be somewhere, and one does not see that dlogits has it already.",
    ),
    bug(
        "averages_the_biases", 2, trained_by_hand,
        {
            'layer1 = {"W1": x.T @ dz, "b1": dz.sum(dim=0)}': 'layer1 = {"W1": x.T @ dz, "b1": dz.mean(dim=0)}',
            'return layer1 | {"W2": hidden.T @ dlogits, "b2": dlogits.sum(dim=0)}':
            'return layer1 | {"W2": hidden.T @ dlogits, "b2": dlogits.mean(dim=0)}',
        },
        "The shape is right, and the weights learn as they should.",
    ),
    bug(
        "climbs_instead", 2, trained_by_hand,
        {"return param - lr * grad, state": "return param + lr * grad, state"},
        "One sign; and people do speak of adding the gradient.",
    ),
    bug(
        "forgets_the_rate", 2, trained_by_hand,
        {"return param - lr * grad, state": "return param - grad, state"},
        "The direction is right; and at a rate of 1 it is the same.",
    ),
    bug(
        "one_sided_difference", 1, slopes_of_a_cube,
        {
            "gradient[index] = (f(x + shift) - f(x - shift)) / (2 * eps)":
            "gradient[index] = (f(x + shift) - f(x)) / eps",
        },
        "It is the definition of the derivative from school, and with a tiny eps nearly right.",
    ),
    bug(
        "divides_by_one_eps", 1, slopes_of_a_cube,
        {
            "gradient[index] = (f(x + shift) - f(x - shift)) / (2 * eps)":
            "gradient[index] = (f(x + shift) - f(x - shift)) / eps",
        },
        "The fraction of the other formula, f(x + eps) - f(x), has just eps below.",
    ),
    bug(
        "momentum_hands_back_the_old_state", 2, momentum_in_the_valley,
        {"return param - lr * velocity, velocity": "return param - lr * velocity, before"},
        "The step itself is right, and the first one too.",
    ),
    bug(
        "averages_the_gradients", 2, momentum_in_the_valley,
        {"velocity = momentum * before + grad": "velocity = momentum * before + (1 - momentum) * grad"},
        "That is how Adam does it, and how some books write momentum.",
    ),
    bug(
        "momentum_in_a_global", 2, momentum_in_the_valley,
        {
            "def momentum_step(": "MEMORY: dict[torch.Size, Tensor] = {}\n\n\ndef momentum_step(",
            "before = torch.zeros_like(param) if state is None else state":
            'before = MEMORY.get(param.shape, torch.zeros_like(param))',
            "return param - lr * velocity, velocity":
            'MEMORY[param.shape] = velocity\nreturn param - lr * velocity, velocity',
        },
        "The first training is right in every step; it is the second that starts with a push.",
    ),
    bug(
        "adagrad_without_the_root", 2, adagrad_in_the_valley,
        {
            "return param - lr * grad / (square_sum.sqrt() + eps), square_sum":
            "return param - lr * grad / (square_sum + eps), square_sum",
        },
        "Large gradients still take small steps, as they should.",
    ),
    bug(
        "adagrad_forgets_the_past", 2, adagrad_in_the_valley,
        {"square_sum = before + grad**2": "square_sum = grad**2"},
        "The first step is right, and the loss falls at first.",
    ),
    bug(
        "rmsprop_weights_swapped", 2, rmsprop_in_the_valley,
        {
            "square_mean = alpha * before + (1 - alpha) * grad**2":
            "square_mean = (1 - alpha) * before + alpha * grad**2",
        },
        "The two weights sum to 1 either way.",
    ),
    bug(
        "rmsprop_without_the_root", 2, rmsprop_in_the_valley,
        {
            "return param - lr * grad / (square_mean.sqrt() + eps), square_mean":
            "return param - lr * grad / (square_mean + eps), square_mean",
        },
        "Dividing by the size of the gradients is the idea; that it is squared is easily forgotten.",
    ),
    bug(
        "adadelta_never_updates_the_mean_of_steps", 2, adadelta_in_the_valley,
        {"step_mean = rho * step_before + (1 - rho) * step**2": "step_mean = step_before"},
        "The first step is right, and so is every line about the gradients.",
    ),
    bug(
        "adadelta_remembers_the_scaled_step", 3, adadelta_in_the_valley,
        {
            "step = grad * (step_before + eps).sqrt() / (square_mean + eps).sqrt()":
            "step = lr * grad * (step_before + eps).sqrt() / (square_mean + eps).sqrt()",
            "return param - lr * step, (square_mean, step_mean)": "return param - step, (square_mean, step_mean)",
        },
        "At lr = 1, which is the default, nothing is different.",
    ),
    bug(
        "adam_without_bias_correction", 2, adam_in_the_valley,
        {
            "corrected_mean = mean / (1 - beta1**steps)": "corrected_mean = mean",
            "corrected_square = square_mean / (1 - beta2**steps)": "corrected_square = square_mean",
        },
        "After some hundred steps the correction is 1, and both are the same.",
    ),
    bug(
        "adam_swaps_the_betas", 2, adam_in_the_valley,
        {"beta1, beta2 = betas": "beta2, beta1 = betas"},
        "Both are numbers just below 1.",
    ),
    bug(
        "adam_never_counts", 2, adam_in_the_valley,
        {"return new, (steps, mean, square_mean)": "return new, (steps_before, mean, square_mean)"},
        "The first step is right, and it is the one that people check.",
    ),
    bug(
        "adam_without_eps", 3, a_weight_without_blame,
        {
            "new = param - lr * corrected_mean / (corrected_square.sqrt() + eps)":
            "new = param - lr * corrected_mean / corrected_square.sqrt()",
        },
        "A gradient of exactly 0 is rare, until a unit dies or a word does not occur.",
    ),
    bug(
        "momentum_without_momentum", 2, a_made_optimizer,
        {'"momentum": partial(torch.optim.SGD, momentum=0.9),': '"momentum": torch.optim.SGD,'},
        "It trains; nobody sees from a loss that falls that it could fall faster.",
    ),
    bug(
        "momentum_is_nesterov", 2, a_made_optimizer,
        {
            '"momentum": partial(torch.optim.SGD, momentum=0.9),':
            '"momentum": partial(torch.optim.SGD, momentum=0.9, nesterov=True),',
        },
        "It has momentum, and on many problems it is even a little better.",
    ),
    bug(
        "default_rates", 2, a_made_optimizer,
        {"return factories[name](params, lr=lr)": "return factories[name](params)"},
        "Every optimizer has a default rate, so nothing crashes.",
    ),
    bug(
        "never_clears_gradients", 2, houses_by_a_river,
        {"optimizer.zero_grad()": ""},
        "Every line that is there is right; what is wrong is a line that is not.",
    ),
    bug(
        "clears_before_the_step", 2, houses_by_a_river,
        {
            "optimizer.zero_grad()\nloss.backward()\noptimizer.step()":
            "loss.backward()\noptimizer.zero_grad()\noptimizer.step()",
        },
        "All three lines are there; only their order is another.",
    ),
    bug(
        "one_step_an_epoch", 2, houses_by_a_river,
        {
            "    optimizer.step()\n    loss_sum += loss.item() * len(rows)\nlosses.append(loss_sum / len(x))":
            "    loss_sum += loss.item() * len(rows)\noptimizer.step()\nlosses.append(loss_sum / len(x))",
        },
        "It is one step to the left: a matter of four blanks.",
    ),
    bug(
        "shuffles_only_x", 2, houses_by_a_river,
        {
            "for rows in order.split(batch_size):\n    loss = criterion(net(x[rows]), y[rows])":
            "for rows, targets in zip(order.split(batch_size), y.split(batch_size)):\n"
            "    loss = criterion(net(x[rows]), targets)",
        },
        "Both go in batches of the right size, and nothing in their shapes says that they do not belong together.",
    ),
    bug(
        "never_shuffles", 2, houses_by_a_river,
        {"order = torch.randperm(len(x)).to(x.device)": "order = torch.arange(len(x)).to(x.device)"},
        "Each sample comes once an epoch; where the data lie in no order at all, it makes no difference.",
    ),
    bug(
        "draws_with_replacement", 2, houses_by_a_river,
        {
            "order = torch.randperm(len(x)).to(x.device)":
            "order = torch.randint(len(x), (len(x),)).to(x.device)",
        },
        "The numbers are drawn by chance and in the right range, and the loss falls.",
    ),
    bug(
        "loss_of_the_last_batch", 2, houses_by_a_river,
        {
            "loss_sum += loss.item() * len(rows)": "loss_sum = loss.item() * len(rows)",
            "losses.append(loss_sum / len(x))": "losses.append(loss_sum / len(rows))",
        },
        "It is a true loss of this net, and it falls: just of 8 samples, where 200 are meant.",
    ),
    bug(
        "always_float32", 3, dtype_of_the_logits,
        {"return logits, (x, hidden)": "return logits.float(), (x, hidden)"},
        "Nearly all nets are float32, and then it does nothing.",
    ),
    bug(
        "stays_in_the_dtype_of_x", 3, slope_of_float32,
        {"x = x.detach().to(torch.float64)": "x = x.detach()"},
        "In a test with float64 or with a large eps it is right.",
    ),
    bug(
        "updates_the_velocity_in_place", 3, old_velocity,
        {"velocity = momentum * before + grad": "velocity = before.mul_(momentum).add_(grad)"},
        "The values that come back are right; the one who keeps an old state is the one who is hurt.",
    ),
    bug(
        "weights_the_short_batch_as_a_full_one", 3, loss_of_five_samples,
        {"loss_sum += loss.item() * len(rows)": "loss_sum += loss.item() * batch_size"},
        "Where the batches divide the samples it is right, and people like round numbers.",
    ),
    bug(
        "drops_the_short_batch", 3, samples_of_an_epoch,
        {
            "for rows in order.split(batch_size):":
            "for rows in order.split(batch_size)[: len(x) // batch_size]:",
        },
        "Where the batches divide the samples it is right.",
    ),
    bug(
        "ignores_the_seed", 3, two_calls_with_one_seed,
        {"torch.manual_seed(seed)": ""},
        "Each call trains well; only who calls twice can see it.",
    ),
)  # fmt: skip
