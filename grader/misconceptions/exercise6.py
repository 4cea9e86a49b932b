"""Misconceptions of exercise 6: what learners believe about backpropagation and optimizers."""

import torch

from grader.kit import misconception

FORWARD = ("logits_match_the_net", "forward_keeps_dtype_device_and_inputs", "gradients_follow_the_chain_rule")
FORWARD += ("backward_is_written_by_hand", "backward_keeps_dtype_device_and_inputs")
BACKWARD = ("gradients_follow_the_chain_rule", "backward_is_written_by_hand", "backward_keeps_dtype_device_and_inputs")
CENTRAL = ("differences_are_central", "differences_are_taken_in_float64", "differences_keep_shape_device_and_x")


def every(name):
    return (f"{name}_matches_torch", f"{name}_follows_its_settings", f"{name}_keeps_its_inputs")


def zeros_at_first(state, param, count):
    return [torch.zeros_like(param) for _ in range(count)] if state is None else list(state)


def forward(x, params):
    """The right one, for the caches of the wrong ways backward."""
    hidden = torch.tanh(x @ params["W1"] + params["b1"])
    return hidden @ params["W2"] + params["b2"], (x, hidden)


@misconception(replaces="forward", fails=FORWARD)
def needs_no_activation(x, params):
    """You left out the tanh: without it, two linear layers are no more than one."""
    hidden = x @ params["W1"] + params["b1"]
    return hidden @ params["W2"] + params["b2"], (x, hidden)


@misconception(replaces="forward", fails=FORWARD)
def sigmoid_hidden_layer(x, params):
    """Your hidden layer uses a sigmoid; this net asks for tanh."""
    hidden = torch.sigmoid(x @ params["W1"] + params["b1"])
    return hidden @ params["W2"] + params["b2"], (x, hidden)


@misconception(replaces="forward", fails=FORWARD)
def tanh_on_the_output_too(x, params):
    """You put a tanh on the output as well: logits are plain numbers of any size, only the hidden layer is squashed."""
    hidden = torch.tanh(x @ params["W1"] + params["b1"])
    return torch.tanh(hidden @ params["W2"] + params["b2"]), (x, hidden)


@misconception(replaces="forward", fails=FORWARD)
def forgets_the_hidden_bias(x, params):
    """You forgot b1: it is added to x @ W1 before the tanh."""
    hidden = torch.tanh(x @ params["W1"])
    return hidden @ params["W2"] + params["b2"], (x, hidden)


@misconception(replaces="forward", fails=FORWARD)
def forgets_the_output_bias(x, params):
    """You forgot b2: it is added to hidden @ W2."""
    hidden = torch.tanh(x @ params["W1"] + params["b1"])
    return hidden @ params["W2"], (x, hidden)


@misconception(replaces="forward", fails=FORWARD)
def hidden_bias_after_the_tanh(x, params):
    """You added b1 after the tanh; it belongs inside: tanh(x @ W1 + b1)."""
    hidden = torch.tanh(x @ params["W1"]) + params["b1"]
    return hidden @ params["W2"] + params["b2"], (x, hidden)


@misconception(replaces="forward", fails=FORWARD)
def relu_hidden_layer(x, params):
    """Your hidden layer uses relu; this net asks for tanh."""
    hidden = torch.relu(x @ params["W1"] + params["b1"])
    return hidden @ params["W2"] + params["b2"], (x, hidden)


@misconception(replaces="forward", fails=FORWARD)
def softmax_on_the_output(x, params):
    """You put a softmax on the output: logits are the plain sums hidden @ W2 + b2, the loss does the rest."""
    hidden = torch.tanh(x @ params["W1"] + params["b1"])
    return torch.softmax(hidden @ params["W2"] + params["b2"], dim=1), (x, hidden)


@misconception(replaces="forward", fails=("forward_keeps_dtype_device_and_inputs",))
def keeps_the_cache_in_params(x, params):
    """You stored values of your own in params, which is the caller's dictionary: put them into the cache instead."""
    params["hidden"] = torch.tanh(x @ params["W1"] + params["b1"])
    return params["hidden"] @ params["W2"] + params["b2"], (x, params["hidden"])


@misconception(replaces="forward", fails=("forward_keeps_dtype_device_and_inputs",))
def always_float32(x, params):
    """You turn the logits into float32; keep the dtype that x has."""
    hidden = torch.tanh(x @ params["W1"] + params["b1"])
    return (hidden @ params["W2"] + params["b2"]).float(), (x, hidden)


@misconception(replaces="backward", fails=BACKWARD)
def forgets_the_activation(dlogits, cache, params):
    """You passed the gradient straight through the tanh: multiply it by the derivative, 1 - hidden**2."""
    x, hidden = cache
    dz = dlogits @ params["W2"].T
    return {"W1": x.T @ dz, "b1": dz.sum(0), "W2": hidden.T @ dlogits, "b2": dlogits.sum(0)}


@misconception(replaces="backward", fails=BACKWARD)
def sigmoid_derivative(dlogits, cache, params):
    """hidden * (1 - hidden) is the derivative of the sigmoid; that of tanh is 1 - hidden**2."""
    x, hidden = cache
    dz = (dlogits @ params["W2"].T) * hidden * (1 - hidden)
    return {"W1": x.T @ dz, "b1": dz.sum(0), "W2": hidden.T @ dlogits, "b2": dlogits.sum(0)}


@misconception(replaces="backward", fails=BACKWARD)
def tanh_twice(dlogits, cache, params):
    """You took the tanh of hidden, which is already a tanh: the derivative is 1 - hidden**2."""
    x, hidden = cache
    dz = (dlogits @ params["W2"].T) * (1 - torch.tanh(hidden) ** 2)
    return {"W1": x.T @ dz, "b1": dz.sum(0), "W2": hidden.T @ dlogits, "b2": dlogits.sum(0)}


@misconception(replaces="backward", fails=BACKWARD)
def divides_by_the_batch_again(dlogits, cache, params):
    """You divided by the number of samples; if the loss is a mean, that is already inside dlogits."""
    x, hidden = cache
    dz = (dlogits @ params["W2"].T) * (1 - hidden**2)
    grads = {"W1": x.T @ dz, "b1": dz.sum(0), "W2": hidden.T @ dlogits, "b2": dlogits.sum(0)}
    return {name: grad / len(x) for name, grad in grads.items()}


@misconception(replaces="backward", fails=BACKWARD)
def biases_are_not_summed(dlogits, cache, params):
    """Your bias gradients still have a row for every sample: sum them over the batch, to the shape of the bias."""
    x, hidden = cache
    dz = (dlogits @ params["W2"].T) * (1 - hidden**2)
    return {"W1": x.T @ dz, "b1": dz, "W2": hidden.T @ dlogits, "b2": dlogits}


@misconception(replaces="backward", fails=BACKWARD)
def averages_the_biases(dlogits, cache, params):
    """You took the mean of the bias gradients over the batch; the chain rule sums them."""
    x, hidden = cache
    dz = (dlogits @ params["W2"].T) * (1 - hidden**2)
    return {"W1": x.T @ dz, "b1": dz.mean(0), "W2": hidden.T @ dlogits, "b2": dlogits.mean(0)}


@misconception(replaces="backward", fails=BACKWARD)
def slope_of_relu(dlogits, cache, params):
    """You used the slope of relu (0 or 1); the hidden layer is a tanh, whose slope is 1 - hidden**2."""
    x, hidden = cache
    dz = (dlogits @ params["W2"].T) * (hidden > 0)
    return {"W1": x.T @ dz, "b1": dz.sum(0), "W2": hidden.T @ dlogits, "b2": dlogits.sum(0)}


@misconception(replaces="backward", fails=BACKWARD)
def only_the_last_sample(dlogits, cache, params):
    """Your loop over the samples overwrites the gradients, so only the last sample is left: add them up."""
    x, hidden = (part[-1:] for part in cache)
    dlogits = dlogits[-1:]
    dz = (dlogits @ params["W2"].T) * (1 - hidden**2)
    return {"W1": x.T @ dz, "b1": dz.sum(0), "W2": hidden.T @ dlogits, "b2": dlogits.sum(0)}


@misconception(replaces="backward", fails=BACKWARD)
def takes_the_sum_before_the_tanh(dlogits, cache, params):
    """You multiplied by the sum before the tanh; W2 met the value after it: dW2 = hidden.T @ dlogits."""
    x, hidden = cache
    dz = (dlogits @ params["W2"].T) * (1 - hidden**2)
    before = x @ params["W1"] + params["b1"]
    return {"W1": x.T @ dz, "b1": dz.sum(0), "W2": before.T @ dlogits, "b2": dlogits.sum(0)}


@misconception(replaces="backward", fails=BACKWARD)
def names_the_gradients_with_a_d(dlogits, cache, params):
    """Your gradients are called dW1, db1, ...; each must have the name of its parameter: "W1", "b1", "W2", "b2"."""
    x, hidden = cache
    dz = (dlogits @ params["W2"].T) * (1 - hidden**2)
    return {"dW1": x.T @ dz, "db1": dz.sum(0), "dW2": hidden.T @ dlogits, "db2": dlogits.sum(0)}


@misconception(replaces="backward", fails=("backward_keeps_dtype_device_and_inputs",))
def keeps_the_gradients_in_params(dlogits, cache, params):
    """You stored the gradients in params, which is the caller's dictionary: return a dictionary of your own."""
    x, hidden = cache
    dz = (dlogits @ params["W2"].T) * (1 - hidden**2)
    grads = {"W1": x.T @ dz, "b1": dz.sum(0), "W2": hidden.T @ dlogits, "b2": dlogits.sum(0)}
    params.update({f"d{name}": grad for name, grad in grads.items()})
    return grads


@misconception(replaces="backward", fails=("backward_keeps_dtype_device_and_inputs",))
def takes_the_step_in_backward(dlogits, cache, params):
    """You changed params inside backward (-= works in place); backward only returns gradients, the step comes later."""
    x, hidden = cache
    dz = (dlogits @ params["W2"].T) * (1 - hidden**2)
    grads = {"W1": x.T @ dz, "b1": dz.sum(0), "W2": hidden.T @ dlogits, "b2": dlogits.sum(0)}
    for name, grad in grads.items():
        params[name] -= 0.1 * grad
    return grads


@misconception(replaces="backward", fails=("backward_keeps_dtype_device_and_inputs",))
def squares_the_cache_in_place(dlogits, cache, params):
    """You changed the cache in place (a name that ends in _, or *=): a second backward starts from other values."""
    x, hidden = cache
    grads = {"W2": hidden.T @ dlogits, "b2": dlogits.sum(0)}
    dz = (dlogits @ params["W2"].T) * (1 - hidden.pow_(2))
    return {**grads, "W1": x.T @ dz, "b1": dz.sum(0)}


@misconception(replaces="backward", fails=("backward_is_written_by_hand",))
def lets_autograd_do_it(dlogits, cache, params):
    """You used autograd; here the chain rule is yours to write, from the last line of forward to its first."""
    x, _ = cache
    leaves = {name: value.detach().clone().requires_grad_() for name, value in params.items()}
    logits = torch.tanh(x @ leaves["W1"] + leaves["b1"]) @ leaves["W2"] + leaves["b2"]
    return dict(zip(leaves, torch.autograd.grad(logits, list(leaves.values()), dlogits), strict=True))


def shifted(x, index, by):
    moved = x.detach().double().clone()
    moved[index] += by
    return moved


def each_coordinate(x, slope):
    x = x.detach().double()
    return torch.stack([torch.as_tensor(slope(tuple(i.tolist()))) for i in torch.ones_like(x).nonzero()]).reshape(
        x.shape
    )


@misconception(replaces="numerical_gradient", fails=CENTRAL)
def one_sided_difference(f, x, eps=1e-6):
    """You step to one side only: (f(x + eps) - f(x)) / eps errs by eps, the central difference by eps squared."""
    return each_coordinate(x, lambda i: (f(shifted(x, i, eps)) - f(x.double())) / eps).to(x.device)


@misconception(replaces="numerical_gradient", fails=CENTRAL)
def divides_by_one_eps(f, x, eps=1e-6):
    """You divided by eps; from x - eps to x + eps the distance is 2 * eps."""
    return each_coordinate(x, lambda i: (f(shifted(x, i, eps)) - f(shifted(x, i, -eps))) / eps).to(x.device)


@misconception(replaces="numerical_gradient", fails=CENTRAL)
def steps_back_only(f, x, eps=1e-6):
    """You step to one side only, backwards: (f(x) - f(x - eps)) / eps errs by eps, the central difference by eps**2."""
    return each_coordinate(x, lambda i: (f(x.double()) - f(shifted(x, i, -eps))) / eps).to(x.device)


@misconception(replaces="numerical_gradient", fails=CENTRAL)
def moves_a_whole_row(f, x, eps=1e-6):
    """You moved a whole row at once, so all its entries get one number; move one coordinate at a time."""
    x = x.double()
    if x.dim() == 0:
        return (f(x + eps) - f(x - eps)) / (2 * eps)
    gradient = torch.zeros_like(x)
    for i in range(len(x)):
        gradient[i] = (f(shifted(x, (i,), eps)) - f(shifted(x, (i,), -eps))) / (2 * eps)
    return gradient


@misconception(replaces="numerical_gradient", fails=("differences_are_central", "differences_keep_shape_device_and_x"))
def ignores_the_given_eps(f, x, eps=1e-6):
    """You step by a fixed 1e-6, whatever eps says."""
    return each_coordinate(x, lambda i: (f(shifted(x, i, 1e-6)) - f(shifted(x, i, -1e-6))) / 2e-6).to(x.device)


@misconception(replaces="numerical_gradient", fails=CENTRAL)
def moves_all_coordinates_at_once(f, x, eps=1e-6):
    """You moved every coordinate at once and so got one number for all; move one at a time."""
    slope = (f(x.double() + eps) - f(x.double() - eps)) / (2 * eps)
    return torch.ones_like(x, dtype=torch.float64) * slope


@misconception(replaces="numerical_gradient", fails=("differences_are_taken_in_float64",))
def stays_in_the_dtype_of_x(f, x, eps=1e-6):
    """You work in x's own dtype: in float32 a step of 1e-6 is lost in rounding, so take x to float64 first."""
    gradient = torch.zeros_like(x)
    for i in torch.ones_like(x).nonzero():
        shift = torch.zeros_like(x)
        shift[tuple(i)] = eps
        gradient[tuple(i)] = (f(x + shift) - f(x - shift)) / (2 * eps)
    return gradient


@misconception(replaces="numerical_gradient", fails=("differences_are_central", "differences_keep_shape_device_and_x"))
def leaves_x_moved(f, x, eps=1e-6):
    """You moved x itself and did not put it back; .double() of a float64 x is x, so work on a clone."""
    x = x.double()
    gradient = torch.zeros_like(x)
    for i in torch.ones_like(x).nonzero().tolist():
        x[tuple(i)] += eps
        above = f(x)
        x[tuple(i)] -= 2 * eps
        gradient[tuple(i)] = (above - f(x)) / (2 * eps)
    return gradient


@misconception(replaces="numerical_gradient", fails=("differences_keep_shape_device_and_x",))
def leaves_rounding_errors_in_x(f, x, eps=1e-6):
    """You moved x itself there and back: + eps - 2 * eps + eps leaves rounding errors in it. Work on a clone."""
    x = x.double()
    gradient = torch.zeros_like(x)
    for i in torch.ones_like(x).nonzero().tolist():
        x[tuple(i)] += eps
        above = f(x)
        x[tuple(i)] -= 2 * eps
        gradient[tuple(i)] = (above - f(x)) / (2 * eps)
        x[tuple(i)] += eps
    return gradient


@misconception(replaces="numerical_gradient", fails=("differences_are_central", "differences_keep_shape_device_and_x"))
def never_puts_the_entry_back(f, x, eps=1e-6):
    """You leave each entry eps too small, so the next slopes are measured elsewhere: put it back after both values."""
    x = x.detach().double().clone()
    slopes = torch.zeros_like(x)
    for place in range(x.numel()):
        x.view(-1)[place] += eps
        above = float(f(x))
        x.view(-1)[place] -= 2 * eps
        slopes.view(-1)[place] = (above - float(f(x))) / (2 * eps)
    return slopes


@misconception(replaces="sgd_step", fails=("sgd_matches_torch", "sgd_keeps_its_inputs"))
def climbs_instead(param, grad, state, lr):
    """You added the gradient: that climbs. Subtract lr * grad to go down."""
    return param + lr * grad, state


@misconception(replaces="sgd_step", fails=("sgd_matches_torch", "sgd_keeps_its_inputs"))
def forgets_the_rate(param, grad, state, lr):
    """You subtracted the whole gradient: scale it by lr first."""
    return param - grad, state


@misconception(replaces="sgd_step", fails=("sgd_matches_torch", "sgd_keeps_its_inputs"))
def divides_the_gradient_by_its_rows(param, grad, state, lr):
    """You divided by a number of rows; grad is the gradient already, whatever it was averaged over: lr * grad."""
    return param - lr * grad / len(grad), state


@misconception(replaces="sgd_step", fails=("sgd_matches_torch", "sgd_keeps_its_inputs"))
def returns_the_change_alone(param, grad, state, lr):
    """You returned the change -lr * grad; the new parameter is param plus that change."""
    return -lr * grad, state


@misconception(replaces="sgd_step", fails=("sgd_keeps_its_inputs",))
def subtracts_in_place(param, grad, state, lr):
    """You changed param itself (-= or sub_ works in place): make a new tensor, param - lr * grad."""
    param -= lr * grad
    return param, state


@misconception(replaces="sgd_step", fails=("sgd_matches_torch", "sgd_keeps_its_inputs"))
def lets_torch_optim_do_it(param, grad, state, lr):
    """You called torch.optim; here the update is yours to write: param - lr * grad."""
    leaf = param.clone().requires_grad_()
    leaf.grad = grad.clone()
    torch.optim.SGD([leaf], lr=lr).step()
    return leaf.detach(), state


@misconception(replaces="momentum_step", fails=every("momentum"))
def averages_the_gradients(param, grad, state, lr, momentum=0.9):
    """You took (1 - momentum) of the new gradient; PyTorch's momentum adds the whole gradient to the velocity."""
    (velocity,) = zeros_at_first(state, param, 1)
    velocity = momentum * velocity + (1 - momentum) * grad
    return param - lr * velocity, (velocity,)


@misconception(replaces="momentum_step", fails=every("momentum"))
def looks_ahead(param, grad, state, lr, momentum=0.9):
    """You step by grad + momentum * velocity, which is Nesterov's variant; plain momentum steps by the velocity."""
    (velocity,) = zeros_at_first(state, param, 1)
    velocity = momentum * velocity + grad
    return param - lr * (grad + momentum * velocity), (velocity,)


@misconception(replaces="momentum_step", fails=every("momentum"))
def remembers_only_the_last_gradient(param, grad, state, lr, momentum=0.9):
    """Your state is the last gradient; it must be the whole velocity, or older gradients are forgotten."""
    (before,) = zeros_at_first(state, param, 1)
    return param - lr * (momentum * before + grad), (grad,)


@misconception(replaces="momentum_step", fails=every("momentum"))
def momentum_hands_back_the_old_state(param, grad, state, lr, momentum=0.9):
    """You return the state that came in, so nothing is remembered: return the new velocity."""
    (velocity,) = zeros_at_first(state, param, 1)
    return param - lr * (momentum * velocity + grad), (velocity,)


@misconception(replaces="momentum_step", fails=every("momentum"))
def momentum_steps_by_the_old_velocity(param, grad, state, lr, momentum=0.9):
    """You step by the velocity from before this gradient: renew the velocity first, then step by the new one."""
    (velocity,) = zeros_at_first(state, param, 1)
    return param - lr * velocity, (momentum * velocity + grad,)


@misconception(replaces="momentum_step", fails=every("momentum"))
def momentum_scales_the_gradient(param, grad, state, lr, momentum=0.9):
    """You multiplied the gradient by momentum; the old velocity takes that factor: momentum * velocity + grad."""
    (velocity,) = zeros_at_first(state, param, 1)
    velocity = velocity + momentum * grad
    return param - lr * velocity, (velocity,)


velocities = {}


@misconception(replaces="momentum_step", fails=every("momentum"))
def momentum_in_a_global(param, grad, state, lr, momentum=0.9):
    """Your velocity lives in a variable of the file, so a new training goes on with the old one: keep it in state."""
    before = velocities.get(param.shape)
    velocities[param.shape] = grad.clone() if before is None else momentum * before + grad
    return param - lr * velocities[param.shape], state


@misconception(replaces="momentum_step", fails=("momentum_keeps_its_inputs",))
def updates_the_velocity_in_place(param, grad, state, lr, momentum=0.9):
    """You changed the old state in place (mul_, add_, or *=); return a new velocity and leave the old one as it was."""
    velocity = torch.zeros_like(param) if state is None else state
    velocity.mul_(momentum).add_(grad)
    return param - lr * velocity, velocity


@misconception(replaces="momentum_step", fails=("momentum_follows_its_settings",))
def momentum_is_always_nine_tenths(param, grad, state, lr, momentum=0.9):
    """You wrote 0.9 into the formula: use the argument momentum."""
    (velocity,) = zeros_at_first(state, param, 1)
    velocity = 0.9 * velocity + grad
    return param - lr * velocity, (velocity,)


@misconception(replaces="adagrad_step", fails=every("adagrad"))
def adagrad_eps_inside_the_root(param, grad, state, lr, eps=1e-10):
    """Your eps stands inside the root; Adagrad adds it outside: sqrt(s) + eps."""
    (total,) = zeros_at_first(state, param, 1)
    total = total + grad**2
    return param - lr * grad / torch.sqrt(total + eps), (total,)


@misconception(replaces="adagrad_step", fails=every("adagrad"))
def adagrad_without_the_root(param, grad, state, lr, eps=1e-10):
    """You divided by the sum of squares itself; take its root first."""
    (total,) = zeros_at_first(state, param, 1)
    total = total + grad**2
    return param - lr * grad / (total + eps), (total,)


@misconception(replaces="adagrad_step", fails=every("adagrad"))
def adagrad_forgets_the_past(param, grad, state, lr, eps=1e-10):
    """You used this gradient's square only, or returned the old sum: every step adds to the one before."""
    return param - lr * grad / ((grad**2).sqrt() + eps), None


@misconception(replaces="adagrad_step", fails=every("adagrad"))
def adagrad_with_a_moving_average(param, grad, state, lr, eps=1e-10):
    """You took a moving average of the squares, which is RMSprop; Adagrad sums them all: s = s + grad**2."""
    (total,) = zeros_at_first(state, param, 1)
    total = 0.9 * total + 0.1 * grad**2
    return param - lr * grad / (total.sqrt() + eps), (total,)


@misconception(replaces="adagrad_step", fails=every("adagrad"))
def adagrad_with_one_rate_for_all(param, grad, state, lr, eps=1e-10):
    """You summed the squares over all entries; every entry has a sum, and so a rate, of its own."""
    (total,) = zeros_at_first(state, param, 1)
    total = total + (grad**2).sum()
    return param - lr * grad / (total.sqrt() + eps), (total,)


@misconception(replaces="adagrad_step", fails=every("adagrad"))
def adagrad_sums_absolute_values(param, grad, state, lr, eps=1e-10):
    """You summed the absolute values; Adagrad sums the squares and takes the root of the sum."""
    (total,) = zeros_at_first(state, param, 1)
    total = total + grad.abs()
    return param - lr * grad / (total + eps), (total,)


@misconception(replaces="adagrad_step", fails=("adagrad_keeps_its_inputs",))
def adagrad_sums_in_place(param, grad, state, lr, eps=1e-10):
    """You added to the old sum in place (+= or addcmul_); return a new sum and leave the old one as it was."""
    total = torch.zeros_like(param) if state is None else state
    total += grad**2
    return param - lr * grad / (total.sqrt() + eps), total


@misconception(replaces="rmsprop_step", fails=every("rmsprop"))
def rmsprop_eps_inside_the_root(param, grad, state, lr, alpha=0.99, eps=1e-8):
    """Your eps stands inside the root; PyTorch's RMSprop adds it outside: sqrt(s) + eps."""
    (square,) = zeros_at_first(state, param, 1)
    square = alpha * square + (1 - alpha) * grad**2
    return param - lr * grad / torch.sqrt(square + eps), (square,)


@misconception(replaces="rmsprop_step", fails=every("rmsprop"))
def rmsprop_weights_swapped(param, grad, state, lr, alpha=0.99, eps=1e-8):
    """You swapped the weights: the old mean keeps alpha, the new square gets 1 - alpha."""
    (square,) = zeros_at_first(state, param, 1)
    square = (1 - alpha) * square + alpha * grad**2
    return param - lr * grad / (square.sqrt() + eps), (square,)


@misconception(replaces="rmsprop_step", fails=every("rmsprop"))
def rmsprop_corrects_the_bias(param, grad, state, lr, alpha=0.99, eps=1e-8):
    """You divided the mean by 1 - alpha**t, as Adam does; RMSprop starts at zero and is not corrected."""
    square, count = zeros_at_first(state, param, 2)
    square, count = alpha * square + (1 - alpha) * grad**2, count + 1
    return param - lr * grad / ((square / (1 - alpha**count)).sqrt() + eps), (square, count)


@misconception(replaces="rmsprop_step", fails=every("rmsprop"))
def rmsprop_starts_at_the_first_square(param, grad, state, lr, alpha=0.99, eps=1e-8):
    """You took the first square whole; the mean starts at zero, so the first one is (1 - alpha) * grad**2."""
    square = grad**2 if state is None else alpha * state + (1 - alpha) * grad**2
    return param - lr * grad / (square.sqrt() + eps), square


@misconception(replaces="rmsprop_step", fails=every("rmsprop"))
def rmsprop_starts_at_one(param, grad, state, lr, alpha=0.99, eps=1e-8):
    """Your mean of squares starts at one; it starts at zero (zeros_like)."""
    square = torch.ones_like(param) if state is None else state
    square = alpha * square + (1 - alpha) * grad**2
    return param - lr * grad / (square.sqrt() + eps), square


@misconception(replaces="rmsprop_step", fails=every("rmsprop"))
def rmsprop_without_the_root(param, grad, state, lr, alpha=0.99, eps=1e-8):
    """You divided by the mean of squares itself; take its root first."""
    (square,) = zeros_at_first(state, param, 1)
    square = alpha * square + (1 - alpha) * grad**2
    return param - lr * grad / (square + eps), (square,)


@misconception(replaces="rmsprop_step", fails=every("rmsprop"))
def rmsprop_sums_the_squares(param, grad, state, lr, alpha=0.99, eps=1e-8):
    """You summed the squares, which is Adagrad; RMSprop takes a running mean, alpha * s + (1 - alpha) * grad**2."""
    (square,) = zeros_at_first(state, param, 1)
    square = square + grad**2
    return param - lr * grad / (square.sqrt() + eps), (square,)


@misconception(replaces="rmsprop_step", fails=every("rmsprop"))
def rmsprop_hands_back_the_old_state(param, grad, state, lr, alpha=0.99, eps=1e-8):
    """You return the mean that came in, so no square is remembered: return the new mean."""
    (square,) = zeros_at_first(state, param, 1)
    return param - lr * grad / ((alpha * square + (1 - alpha) * grad**2).sqrt() + eps), (square,)


@misconception(replaces="rmsprop_step", fails=("rmsprop_follows_its_settings",))
def rmsprop_alpha_is_always_099(param, grad, state, lr, alpha=0.99, eps=1e-8):
    """You wrote 0.99 into the formula: use the argument alpha."""
    (square,) = zeros_at_first(state, param, 1)
    square = 0.99 * square + 0.01 * grad**2
    return param - lr * grad / (square.sqrt() + eps), (square,)


@misconception(replaces="rmsprop_step", fails=("rmsprop_keeps_its_inputs",))
def rmsprop_averages_in_place(param, grad, state, lr, alpha=0.99, eps=1e-8):
    """You changed the old mean in place (mul_, add_, or *=); return a new mean and leave the old one as it was."""
    square = torch.zeros_like(param) if state is None else state
    square.mul_(alpha).add_((1 - alpha) * grad**2)
    return param - lr * grad / (square.sqrt() + eps), square


@misconception(replaces="adadelta_step", fails=every("adadelta"))
def adadelta_eps_outside_the_roots(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    """Your eps stands outside the roots; Adadelta adds it inside both, sqrt(u + eps) / sqrt(s + eps)."""
    square, moved = zeros_at_first(state, param, 2)
    square = rho * square + (1 - rho) * grad**2
    step = grad * (moved.sqrt() + eps) / (square.sqrt() + eps)
    return param - lr * step, (square, rho * moved + (1 - rho) * step**2)


@misconception(replaces="adadelta_step", fails=every("adadelta"))
def adadelta_eps_outside_the_lower_root(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    """Your eps stands outside the lower root; Adadelta adds it inside both, sqrt(u + eps) / sqrt(s + eps)."""
    square, moved = zeros_at_first(state, param, 2)
    square = rho * square + (1 - rho) * grad**2
    step = grad * (moved + eps).sqrt() / (square.sqrt() + eps)
    return param - lr * step, (square, rho * moved + (1 - rho) * step**2)


@misconception(replaces="adadelta_step", fails=every("adadelta"))
def adadelta_remembers_squared_gradients(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    """Your second mean takes squared gradients; it is the mean of squared steps: u = rho * u + (1 - rho) * step**2."""
    square, moved = zeros_at_first(state, param, 2)
    square = rho * square + (1 - rho) * grad**2
    step = grad * (moved + eps).sqrt() / (square + eps).sqrt()
    return param - lr * step, (square, rho * moved + (1 - rho) * grad**2)


@misconception(replaces="adadelta_step", fails=every("adadelta"))
def adadelta_without_the_mean_of_steps(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    """The mean of squared steps is missing: step = grad * sqrt(u + eps) / sqrt(s + eps), u renewed after it."""
    (square,) = zeros_at_first(state, param, 1)
    square = rho * square + (1 - rho) * grad**2
    return param - lr * grad / (square + eps).sqrt(), (square,)


@misconception(replaces="adadelta_step", fails=every("adadelta"))
def adadelta_never_updates_the_mean_of_steps(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    """Your mean of squared steps stays at zero: renew it after the step, u = rho * u + (1 - rho) * step**2."""
    square, moved = zeros_at_first(state, param, 2)
    square = rho * square + (1 - rho) * grad**2
    return param - lr * grad * (moved + eps).sqrt() / (square + eps).sqrt(), (square, moved)


@misconception(replaces="adadelta_step", fails=every("adadelta"))
def adadelta_turns_the_ratio_over(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    """Your ratio is upside down: the mean of steps stands on top, sqrt(u + eps) / sqrt(s + eps)."""
    square, moved = zeros_at_first(state, param, 2)
    square = rho * square + (1 - rho) * grad**2
    step = grad * (square + eps).sqrt() / (moved + eps).sqrt()
    return param - lr * step, (square, rho * moved + (1 - rho) * step**2)


@misconception(replaces="adadelta_step", fails=("adadelta_follows_its_settings",))
def adadelta_ignores_lr(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    """You forgot lr: the original paper has none, but PyTorch scales the step by it."""
    square, moved = zeros_at_first(state, param, 2)
    square = rho * square + (1 - rho) * grad**2
    step = grad * (moved + eps).sqrt() / (square + eps).sqrt()
    return param - step, (square, rho * moved + (1 - rho) * step**2)


@misconception(replaces="adadelta_step", fails=("adadelta_follows_its_settings",))
def adadelta_remembers_the_scaled_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    """You remember the step after lr; the mean of steps takes the step before it is scaled by lr."""
    square, moved = zeros_at_first(state, param, 2)
    square = rho * square + (1 - rho) * grad**2
    step = lr * grad * (moved + eps).sqrt() / (square + eps).sqrt()
    return param - step, (square, rho * moved + (1 - rho) * step**2)


@misconception(replaces="adadelta_step", fails=("adadelta_keeps_its_inputs",))
def adadelta_changes_its_state(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    """You wrote the new means into the old state; return a new state and leave the old one as it was."""
    state = zeros_at_first(None, param, 2) if state is None else state
    state[0] = rho * state[0] + (1 - rho) * grad**2
    step = grad * (state[1] + eps).sqrt() / (state[0] + eps).sqrt()
    state[1] = rho * state[1] + (1 - rho) * step**2
    return param - lr * step, state


def adam_means(state, param, grad, betas):
    mean, square, count = zeros_at_first(state, param, 3)
    return betas[0] * mean + (1 - betas[0]) * grad, betas[1] * square + (1 - betas[1]) * grad**2, count + 1


@misconception(replaces="adam_step", fails=every("adam"))
def adam_without_bias_correction(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You left out the bias correction: divide both means by 1 - beta**t, or the first steps have a wrong length."""
    mean, square, count = adam_means(state, param, grad, betas)
    return param - lr * mean / (square.sqrt() + eps), (mean, square, count)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_counts_one_step_ahead(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """Your bias correction is one step ahead: t is 1 at the first step, not 2."""
    mean, square, count = adam_means(state, param, grad, betas)
    mean_hat, square_hat = mean / (1 - betas[0] ** (count + 1)), square / (1 - betas[1] ** (count + 1))
    return param - lr * mean_hat / (square_hat.sqrt() + eps), (mean, square, count)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_eps_inside_the_root(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """Your eps stands inside the root; Adam adds it outside: sqrt(s') + eps."""
    mean, square, count = adam_means(state, param, grad, betas)
    mean_hat, square_hat = mean / (1 - betas[0] ** count), square / (1 - betas[1] ** count)
    return param - lr * mean_hat / (square_hat + eps).sqrt(), (mean, square, count)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_eps_before_the_correction(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You added eps before the correction of the squares; PyTorch corrects first and adds eps to sqrt(s')."""
    mean, square, count = adam_means(state, param, grad, betas)
    rate = lr * (1 - betas[1] ** count).sqrt() / (1 - betas[0] ** count)
    return param - rate * mean / (square.sqrt() + eps), (mean, square, count)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_corrects_only_the_mean(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You corrected the mean of gradients but not the mean of squares: both started at zero, so divide both."""
    mean, square, count = adam_means(state, param, grad, betas)
    return param - lr * mean / (1 - betas[0] ** count) / (square.sqrt() + eps), (mean, square, count)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_corrects_only_the_squares(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You corrected the mean of squares but not the mean of gradients: both started at zero, so divide both."""
    mean, square, count = adam_means(state, param, grad, betas)
    return param - lr * mean / ((square / (1 - betas[1] ** count)).sqrt() + eps), (mean, square, count)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_swaps_the_betas(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You swapped the betas: betas[0] belongs to the mean of gradients, betas[1] to the mean of squares."""
    mean, square, count = adam_means(state, param, grad, betas[::-1])
    mean_hat, square_hat = mean / (1 - betas[1] ** count), square / (1 - betas[0] ** count)
    return param - lr * mean_hat / (square_hat.sqrt() + eps), (mean, square, count)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_starts_at_the_first_gradient(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You took the first gradient and its square whole; both means start at zero, which the correction expects."""
    one = torch.ones_like(param)
    mean, square, count = (grad, grad**2, one) if state is None else adam_means(state, param, grad, betas)
    mean_hat, square_hat = mean / (1 - betas[0] ** count), square / (1 - betas[1] ** count)
    return param - lr * mean_hat / (square_hat.sqrt() + eps), (mean, square, count)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_hands_back_the_old_state(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You return the state that came in, so every step is the first one: return the new means and the new count."""
    state = zeros_at_first(state, param, 3)
    mean, square, count = adam_means(state, param, grad, betas)
    mean_hat, square_hat = mean / (1 - betas[0] ** count), square / (1 - betas[1] ** count)
    return param - lr * mean_hat / (square_hat.sqrt() + eps), state


@misconception(replaces="adam_step", fails=every("adam"))
def adam_counts_from_zero(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """Your t is 0 at the first step, so 1 - beta**t is 0 and you divide by it: count the step first, t starts at 1."""
    mean, square, count = adam_means(state, param, grad, betas)
    mean_hat, square_hat = mean / (1 - betas[0] ** (count - 1)), square / (1 - betas[1] ** (count - 1))
    return param - lr * mean_hat / (square_hat.sqrt() + eps), (mean, square, count)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_counts_from_zero_in_python(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """At the first step your t is 0, so 1 - beta**t is 0 and you divide by zero: t is 1 at the first step."""
    mean, square, count = (torch.zeros_like(param), torch.zeros_like(param), 0) if state is None else state
    mean, square = betas[0] * mean + (1 - betas[0]) * grad, betas[1] * square + (1 - betas[1]) * grad**2
    rate = lr / (1 - betas[0] ** count)
    return param - rate * mean / (square / (1 - betas[1] ** count)).sqrt().add(eps), (mean, square, count + 1)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_never_counts(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """Your t stays 1: count the steps in the state, or the correction of later steps is the one of the first."""
    mean, square, count = adam_means(state, param, grad, betas)
    mean_hat, square_hat = mean / (1 - betas[0]), square / (1 - betas[1])
    return param - lr * mean_hat / (square_hat.sqrt() + eps), (mean, square, count)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_remembers_the_corrected_means(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You remember the corrected means; the state keeps the uncorrected ones, the correction is for this step only."""
    mean, square, count = adam_means(state, param, grad, betas)
    mean, square = mean / (1 - betas[0] ** count), square / (1 - betas[1] ** count)
    return param - lr * mean / (square.sqrt() + eps), (mean, square, count)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_without_eps(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You left out eps: where every gradient was 0, your step is 0 / 0. Add eps to the root."""
    mean, square, count = adam_means(state, param, grad, betas)
    mean_hat, square_hat = mean / (1 - betas[0] ** count), square / (1 - betas[1] ** count)
    return param - lr * mean_hat / square_hat.sqrt(), (mean, square, count)


@misconception(replaces="adam_step", fails=every("adam"))
def adam_without_the_root(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You divided by the mean of squares itself; take its root first."""
    mean, square, count = adam_means(state, param, grad, betas)
    mean_hat, square_hat = mean / (1 - betas[0] ** count), square / (1 - betas[1] ** count)
    return param - lr * mean_hat / (square_hat + eps), (mean, square, count)


counted = [0]


@misconception(replaces="adam_step", fails=every("adam"))
def adam_counts_in_a_global(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You count the steps in a variable of the file, so a new training goes on counting: keep the count in state."""
    counted[0] += 1
    mean, square, _ = adam_means(state, param, grad, betas)
    mean_hat, square_hat = mean / (1 - betas[0] ** counted[0]), square / (1 - betas[1] ** counted[0])
    return param - lr * mean_hat / (square_hat.sqrt() + eps), (mean, square, mean)


@misconception(replaces="adam_step", fails=("adam_keeps_its_inputs",))
def adam_changes_its_state(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You wrote the new means into the old state; return a new state and leave the old one as it was."""
    state = {} if state is None else state
    state["means"] = mean, square, count = adam_means(state.get("means"), param, grad, betas)
    return param - lr * mean / (1 - betas[0] ** count) / ((square / (1 - betas[1] ** count)).sqrt() + eps), state


@misconception(replaces="adam_step", fails=every("adam"))
def corrects_both_by_the_first_beta(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """You corrected both means by 1 - betas[0]**t; the mean of the squares has a beta of its own, betas[1]."""
    mean, square, t = state or (torch.zeros_like(param), torch.zeros_like(param), 0)
    mean, square = betas[0] * mean + (1 - betas[0]) * grad, betas[1] * square + (1 - betas[1]) * grad**2
    correction = 1 - betas[0] ** (t + 1)
    step = lr * (mean / correction) / ((square / correction).sqrt() + eps)
    return param - step, (mean, square, t + 1)


CHOICES = ("sgd", "momentum", "adagrad", "rmsprop", "adadelta", "adam")


def torch_optimizer(name, params, lr):
    kinds = {"sgd": "SGD", "adagrad": "Adagrad", "rmsprop": "RMSprop", "adadelta": "Adadelta", "adam": "Adam"}
    if name == "momentum":
        return torch.optim.SGD(params, lr=lr, momentum=0.9)
    if name not in CHOICES:
        raise ValueError(f"name must be one of {CHOICES}")
    return getattr(torch.optim, kinds[name])(params, lr=lr)


@misconception(replaces="make_optimizer", fails=("each_name_makes_its_optimizer",))
def momentum_without_momentum(name, params, lr):
    """Your "momentum" is plain SGD: pass momentum=0.9."""
    return torch_optimizer("sgd" if name == "momentum" else name, params, lr)


@misconception(replaces="make_optimizer", fails=("each_name_makes_its_optimizer",))
def adamw_for_adam(name, params, lr):
    """Your "adam" is AdamW, which also shrinks the weights; use torch.optim.Adam."""
    return torch.optim.AdamW(params, lr=lr) if name == "adam" else torch_optimizer(name, params, lr)


@misconception(replaces="make_optimizer", fails=("each_name_makes_its_optimizer", "unknown_names_are_refused"))
def default_rates(name, params, lr):
    """You did not pass lr on, so every optimizer runs at its default rate."""
    kinds = {"sgd": "SGD", "adagrad": "Adagrad", "rmsprop": "RMSprop", "adadelta": "Adadelta", "adam": "Adam"}
    return getattr(torch.optim, kinds[name])(params) if name in kinds else torch_optimizer(name, params, 1e-3)


@misconception(replaces="make_optimizer", fails=("each_name_makes_its_optimizer",))
def adadelta_made_without_lr(name, params, lr):
    """You made Adadelta without lr, so it runs at its default rate of 1: every optimizer takes lr=lr."""
    return torch.optim.Adadelta(params) if name == "adadelta" else torch_optimizer(name, params, lr)


@misconception(replaces="make_optimizer", fails=("each_name_makes_its_optimizer",))
def sgd_with_momentum(name, params, lr):
    """Your "sgd" has momentum: only "momentum" is made with momentum=0.9."""
    return torch_optimizer("momentum" if name == "sgd" else name, params, lr)


@misconception(replaces="make_optimizer", fails=("each_name_makes_its_optimizer",))
def momentum_is_nesterov(name, params, lr):
    """Your "momentum" is Nesterov's variant: leave out nesterov=True, every other setting keeps its default."""
    if name == "momentum":
        return torch.optim.SGD(params, lr=lr, momentum=0.9, nesterov=True)
    return torch_optimizer(name, params, lr)


@misconception(replaces="make_optimizer", fails=("each_name_makes_its_optimizer",))
def rmsprop_with_another_alpha(name, params, lr):
    """You gave RMSprop an alpha of 0.9, as other libraries have it; keep PyTorch's default and pass lr alone."""
    return torch.optim.RMSprop(params, lr=lr, alpha=0.9) if name == "rmsprop" else torch_optimizer(name, params, lr)


@misconception(replaces="make_optimizer", fails=("unknown_names_are_refused",))
def falls_back_to_sgd(name, params, lr):
    """You answer an unknown name with a default optimizer; a typo would go unnoticed, so raise a ValueError."""
    return torch_optimizer(name if name in CHOICES else "sgd", params, lr)


@misconception(replaces="make_optimizer", fails=("unknown_names_are_refused",))
def unknown_name_is_a_key_error(name, params, lr):
    """An unknown name ends in a KeyError; look before you index and raise a ValueError that names the choices."""
    return torch_optimizer({choice: choice for choice in CHOICES}[name], params, lr)


@misconception(replaces="make_optimizer", fails=("unknown_names_are_refused",))
def unknown_names_are_not_implemented(name, params, lr):
    """You raise NotImplementedError for an unknown name; a wrong value of an argument is a ValueError."""
    if name not in CHOICES:
        raise NotImplementedError(f"choose one of {CHOICES}")
    return torch_optimizer(name, params, lr)


@misconception(replaces="make_optimizer", fails=("unknown_names_are_refused",))
def answers_unknown_names_with_none(name, params, lr):
    """For an unknown name you return None (no branch fits, and nothing follows): end with raise ValueError(...)."""
    return torch_optimizer(name, params, lr) if name in CHOICES else None


@misconception(replaces="make_optimizer", fails=("unknown_names_are_refused",))
def does_not_name_the_choices(name, params, lr):
    """Your ValueError does not say which names are allowed; list all six in its message."""
    if name not in CHOICES:
        raise ValueError(f"unknown optimizer {name}")
    return torch_optimizer(name, params, lr)


LOSSES = ("losses_are_means_before_each_step",)


def losses_and_sizes(orders, batch_size, step):
    return [[(step(rows), len(rows)) for rows in order.split(batch_size)] for order in orders]


def random_orders(x, epochs, seed):
    torch.manual_seed(seed)
    return [torch.randperm(len(x)) for _ in range(epochs)]


def per_sample(run):
    return [sum(loss * size for loss, size in epoch) / max(1, sum(size for _, size in epoch)) for epoch in run]


def stepping(net, x, y, criterion, optimizer):
    def step(rows):
        loss = criterion(net(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


@misconception(replaces="train_loop", fails=LOSSES)
def never_clears_gradients(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You never clear the old gradients: backward adds to .grad, so call optimizer.zero_grad() for every batch."""

    def step(rows):
        loss = criterion(net(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
        return loss.item()

    return per_sample(losses_and_sizes(random_orders(x, epochs, seed), batch_size, step))


@misconception(replaces="train_loop", fails=LOSSES)
def one_step_an_epoch(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You step once an epoch; mini-batch training steps after every batch."""
    losses = []
    for order in random_orders(x, epochs, seed):
        optimizer.zero_grad()
        terms = [(criterion(net(x[rows]), y[rows]), len(rows)) for rows in order.split(batch_size)]
        sum(loss for loss, _ in terms).backward()
        optimizer.step()
        losses.append(sum(loss.item() * size for loss, size in terms) / len(x))
    return losses


@misconception(replaces="train_loop", fails=LOSSES)
def clears_once_an_epoch(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You clear the gradients once an epoch; backward adds to .grad, so call optimizer.zero_grad() for every batch."""

    def step(rows):
        loss = criterion(net(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
        return loss.item()

    losses = []
    for order in random_orders(x, epochs, seed):
        optimizer.zero_grad()
        losses += per_sample(losses_and_sizes([order], batch_size, step))
    return losses


@misconception(replaces="train_loop", fails=LOSSES)
def clears_before_the_step(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You clear the gradients between backward() and step(), so the step has none: clear them before backward()."""

    def step(rows):
        loss = criterion(net(x[rows]), y[rows])
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        return loss.item()

    return per_sample(losses_and_sizes(random_orders(x, epochs, seed), batch_size, step))


@misconception(replaces="train_loop", fails=LOSSES)
def never_steps(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """Your weights never move: after loss.backward() must come optimizer.step()."""

    def step(rows):
        loss = criterion(net(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        return loss.item()

    return per_sample(losses_and_sizes(random_orders(x, epochs, seed), batch_size, step))


@misconception(replaces="train_loop", fails=LOSSES)
def makes_its_own_optimizer(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You made an optimizer of your own; use the one that is handed in, which holds the parameters and the rate."""
    step = stepping(net, x, y, criterion, torch.optim.SGD(net.parameters(), lr=0.01))
    return per_sample(losses_and_sizes(random_orders(x, epochs, seed), batch_size, step))


@misconception(replaces="train_loop", fails=LOSSES)
def weights_the_short_batch_as_a_full_one(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You weight every batch by batch_size; the last one may be shorter: weight by len(rows)."""
    step = stepping(net, x, y, criterion, optimizer)
    run = losses_and_sizes(random_orders(x, epochs, seed), batch_size, step)
    return [sum(loss for loss, _ in epoch) * batch_size / len(x) for epoch in run]


@misconception(replaces="train_loop", fails=LOSSES)
def losses_stay_tensors(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You returned tensors; loss.item() makes a Python float, which holds no graph."""
    step = stepping(net, x, y, criterion, optimizer)
    run = per_sample(losses_and_sizes(random_orders(x, epochs, seed), batch_size, step))
    return [torch.tensor(loss, dtype=x.dtype) for loss in run]


@misconception(replaces="train_loop", fails=LOSSES)
def one_loss_a_batch(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You note one loss a batch; one an epoch is asked for, the mean over all samples."""
    step = stepping(net, x, y, criterion, optimizer)
    run = losses_and_sizes(random_orders(x, epochs, seed), batch_size, step)
    return [loss for epoch in run for loss, _ in epoch]


@misconception(replaces="train_loop", fails=LOSSES)
def mean_of_batch_means(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You averaged the batch losses; a short batch must count for fewer samples: weight each loss by its batch size."""
    step = stepping(net, x, y, criterion, optimizer)
    run = losses_and_sizes(random_orders(x, epochs, seed), batch_size, step)
    return [sum(loss for loss, _ in epoch) / len(epoch) for epoch in run]


@misconception(replaces="train_loop", fails=LOSSES)
def sum_of_batch_losses(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You summed the batch losses; the epoch's loss is a mean per sample."""
    step = stepping(net, x, y, criterion, optimizer)
    run = losses_and_sizes(random_orders(x, epochs, seed), batch_size, step)
    return [sum(loss for loss, _ in epoch) for epoch in run]


@misconception(replaces="train_loop", fails=LOSSES)
def loss_of_the_last_batch(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You report the last batch's loss only; the epoch's loss is the mean over all samples."""
    step = stepping(net, x, y, criterion, optimizer)
    return [epoch[-1][0] for epoch in losses_and_sizes(random_orders(x, epochs, seed), batch_size, step)]


@misconception(replaces="train_loop", fails=LOSSES)
def loss_after_the_step(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You measured each loss after its step; take the loss that the step was computed from."""
    step = stepping(net, x, y, criterion, optimizer)

    def late(rows):
        step(rows)
        with torch.no_grad():
            return criterion(net(x[rows]), y[rows]).item()

    return per_sample(losses_and_sizes(random_orders(x, epochs, seed), batch_size, late))


@misconception(replaces="train_loop", fails=("every_sample_is_used_once_an_epoch", *LOSSES))
def drops_the_short_batch(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You dropped the short last batch: some samples are left out of every epoch."""
    orders = [order[: len(x) // batch_size * batch_size] for order in random_orders(x, epochs, seed)]
    step = stepping(net, x, y, criterion, optimizer)
    return per_sample([[one for one in epoch if one[1]] for epoch in losses_and_sizes(orders, batch_size, step)])


@misconception(replaces="train_loop", fails=("every_sample_is_used_once_an_epoch", *LOSSES))
def shuffles_only_x(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You shuffled x but not y: each sample is trained on another one's target."""
    torch.manual_seed(seed)
    step = stepping(net, x[torch.randperm(len(x))], y, criterion, optimizer)
    return per_sample(losses_and_sizes(random_orders(x, epochs, seed), batch_size, step))


@misconception(replaces="train_loop", fails=("every_sample_is_used_once_an_epoch", *LOSSES))
def draws_with_replacement(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You draw rows with replacement (randint), so some come twice and some never: randperm takes each one once."""
    torch.manual_seed(seed)
    orders = [torch.randint(len(x), (len(x),)) for _ in range(epochs)]
    step = stepping(net, x, y, criterion, optimizer)
    return per_sample(losses_and_sizes(orders, batch_size, step))


ALWAYS_ALL = ("every_sample_is_used_once_an_epoch", "batches_are_reshuffled", "seed_decides_the_order", *LOSSES)


@misconception(replaces="train_loop", fails=ALWAYS_ALL)
def ignores_the_batch_size(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You train on the whole set at once: split a random order into batches of batch_size and step after each."""
    step = stepping(net, x, y, criterion, optimizer)
    return per_sample(losses_and_sizes([torch.arange(len(x))] * epochs, len(x), step))


@misconception(replaces="train_loop", fails=("batches_are_reshuffled", "seed_decides_the_order"))
def never_shuffles(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You take the samples in the given order; draw a random order for every epoch."""
    step = stepping(net, x, y, criterion, optimizer)
    return per_sample(losses_and_sizes([torch.arange(len(x))] * epochs, batch_size, step))


@misconception(replaces="train_loop", fails=("batches_are_reshuffled",))
def same_order_every_epoch(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """Every epoch has the same order: seed once before the first epoch, and draw a new order inside the epoch loop."""
    step = stepping(net, x, y, criterion, optimizer)
    return per_sample(losses_and_sizes(random_orders(x, 1, seed) * epochs, batch_size, step))


@misconception(replaces="train_loop", fails=("every_sample_is_used_once_an_epoch", "batches_are_reshuffled", *LOSSES))
def shuffles_the_batches_only(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You shuffle the batches, but the same samples stay together: shuffle the samples, then cut them into batches."""
    torch.manual_seed(seed)
    batches, losses = torch.arange(len(x)).split(batch_size), []
    step = stepping(net, x, y, criterion, optimizer)
    for _ in range(epochs):
        order = [batches[i] for i in torch.randperm(len(batches)).tolist()]
        losses += per_sample([[(step(rows), len(rows)) for rows in order]])
    return losses


@misconception(replaces="train_loop", fails=("seed_decides_the_order",))
def ignores_the_seed(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You never use seed: seed the generator that shuffles, or two equal calls differ."""
    step = stepping(net, x, y, criterion, optimizer)
    return per_sample(losses_and_sizes([torch.randperm(len(x)) for _ in range(epochs)], batch_size, step))


@misconception(replaces="train_loop", fails=("seed_decides_the_order",))
def always_seed_zero(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    """You seed with a fixed number: use the argument seed."""
    step = stepping(net, x, y, criterion, optimizer)
    return per_sample(losses_and_sizes(random_orders(x, epochs, 0), batch_size, step))
