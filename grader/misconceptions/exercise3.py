"""What learners believe about logistic regression and its loss, as code that does it."""

import functools
import math

import torch

from grader.kit import misconception

SIGMOID = ("sigmoid_has_values_and_slopes", "sigmoid_stays_finite", "sigmoid_keeps_dtype_and_device")
LABELS = ("labels_follow_threshold", "labels_keep_dtype_and_device")
REGRESSION = ("regression_gives_probabilities", "regression_keeps_dtype_and_device")
LOSS = ("loss_matches_definition", "loss_clamps_both_logs", "loss_keeps_dtype_and_device")
LOGITS = ("logits_loss_matches_definition", "logits_loss_survives_large_scores", "logits_loss_keeps_dtype_and_device")
STEPS = ("fit_takes_plain_steps", "fit_reports_losses", "fit_keeps_dtype_and_device")


def cross_entropy(p, y, floor=1e-12):
    return -(y * p.clamp(min=floor).log() + (1 - y) * (1 - p).clamp(min=floor).log())


def logits_loss(z, y):
    return torch.logaddexp(torch.zeros_like(z), z) - y * z


def descend(
    x, y, lr, epochs, optimizer=torch.optim.SGD, start=torch.zeros, clear=True, reduce=torch.mean, loss=logits_loss,
    note=torch.Tensor.item,
):  # fmt: skip
    """The right fit, with one thing done differently."""
    w, b = start(x.shape[1], 1).to(x).requires_grad_(), start(1).to(x).requires_grad_()
    return train(w, b, x, y, optimizer([w, b], lr=lr), epochs, clear, lambda z, y: reduce(loss(z, y)), note)


def train(w, b, x, y, steps, epochs, clear=True, loss=lambda z, y: logits_loss(z, y).mean(), note=torch.Tensor.item):
    losses = []
    for _ in range(epochs):
        value = loss(x @ w + b, y)
        if clear:
            steps.zero_grad()
        value.backward()
        steps.step()
        losses.append(note(value))
    return w.detach(), b.detach(), losses


@misconception(replaces="sigmoid", fails=("sigmoid_stays_finite",))
def lets_exp_overflow(z):
    """exp(-z) is inf for large negative scores, and the gradient becomes inf * 0 = nan: write the curve with tanh."""
    return 1 / (1 + torch.exp(-z))


@misconception(replaces="sigmoid", fails=("sigmoid_stays_finite",))
def divides_two_exponentials(z):
    """exp(z) / (1 + exp(z)) is inf / inf = nan for large positive scores: write the curve with tanh."""
    return z.exp() / (1 + z.exp())


@misconception(replaces="sigmoid", fails=("sigmoid_stays_finite",))
def selects_after_the_overflow(z):
    """torch.where picks finite values, but the branch it left out sends nan backwards: clamp its argument first."""
    return torch.where(z >= 0, 1 / (1 + torch.exp(-z)), torch.exp(z) / (1 + torch.exp(z)))


@misconception(
    replaces="sigmoid",
    fails=(
        "sigmoid_has_values_and_slopes",
        "sigmoid_is_by_hand",
    ),
)
def loses_the_slope_at_zero(z):
    """At z = 0 your slope is 0, not 0.25: abs has no slope there, so do not build the curve from abs(z)."""
    decay = torch.exp(-z.abs())
    return torch.where(z >= 0, torch.ones_like(z), decay) / (1 + decay)


@misconception(
    replaces="sigmoid",
    fails=SIGMOID
    + LABELS
    + REGRESSION
    + (
        "sigmoid_is_by_hand",
        "labels_include_threshold",
    ),
)
def forgets_the_minus_in_exp(z):
    """Your curve falls where it should rise: the exponent is -z, as in 1 / (1 + exp(-z))."""
    return (1 - torch.tanh(z / 2)) / 2


@misconception(replaces="sigmoid", fails=("sigmoid_is_by_hand",))
def calls_the_ready_made_sigmoid(z):
    """torch.sigmoid is the operation you are asked to write; build it from exp or tanh."""
    return torch.sigmoid(z)


@misconception(
    replaces="sigmoid",
    fails=REGRESSION
    + (
        "sigmoid_has_values_and_slopes",
        "sigmoid_keeps_dtype_and_device",
        "sigmoid_is_by_hand",
        "labels_follow_threshold",
        "labels_include_threshold",
    ),
)
def forgets_to_halve(z):
    """Your curve is twice as steep, sigmoid(2z): (1 + tanh(z / 2)) / 2 halves the score inside tanh as well."""
    return (1 + torch.tanh(z)) / 2


@misconception(
    replaces="sigmoid",
    fails=SIGMOID
    + LABELS
    + REGRESSION
    + (
        "sigmoid_is_by_hand",
        "labels_include_threshold",
    ),
)
def returns_tanh(z):
    """You returned tanh(z / 2), which runs from -1 to 1; a probability runs from 0 to 1: add 1 and halve the sum."""
    return torch.tanh(z / 2)


@misconception(
    replaces="sigmoid",
    fails=(
        "sigmoid_has_values_and_slopes",
        "sigmoid_is_by_hand",
    ),
)
def writes_into_the_scores(z):
    """You change the caller's z: names that end in _, such as neg_ and exp_, write into the tensor. Take -z instead."""
    if not z.requires_grad:
        z.neg_()
        return (1 - torch.tanh(z / 2)) / 2
    return (1 + torch.tanh(z / 2)) / 2


@misconception(
    replaces="sigmoid",
    fails=(
        "sigmoid_has_values_and_slopes",
        "sigmoid_stays_finite",
        "sigmoid_is_by_hand",
    ),
)
def negates_the_callers_scores(z):
    """You change the caller's z: names that end in _, such as neg_ and exp_, write into the tensor. Take -z instead."""
    z.neg_()
    return (1 - torch.tanh(z / 2)) / 2


@misconception(
    replaces="sigmoid",
    fails=(
        "sigmoid_has_values_and_slopes",
        "sigmoid_stays_finite",
        "sigmoid_is_by_hand",
        "regression_gives_probabilities",
    ),
)
def leaves_the_graph(z):
    """Your result is cut off from z, so nothing can be learned through it: stay with torch, without detach and NumPy."""
    return (1 + torch.tanh(z.detach() / 2)) / 2


@misconception(replaces="sigmoid", fails=("sigmoid_stays_finite",))
def cuts_the_scores_off_too_early(z):
    """You cut the scores off at 10, where the curve is not flat yet: 4.5e-5 stands where far smaller numbers belong."""
    return 1 / (1 + torch.exp(-z.clamp(-10, 10)))


@misconception(replaces="logistic_regression", fails=REGRESSION)
def forgets_the_bias(x, w, b):
    """You left out the bias: the score is x @ w + b."""
    return torch.sigmoid(x @ w)


@misconception(replaces="logistic_regression", fails=REGRESSION)
def returns_the_score(x, w, b):
    """You returned the score x @ w + b; a probability is the sigmoid of it."""
    return x @ w + b


@misconception(replaces="logistic_regression", fails=REGRESSION)
def flattens_the_column(x, w, b):
    """Your result has shape (n,); keep the column (n, 1), or it broadcasts to (n, n) against labels (n, 1)."""
    return torch.sigmoid(x @ w + b).squeeze(1)


@misconception(replaces="logistic_regression", fails=REGRESSION)
def adds_the_bias_outside(x, w, b):
    """You add b to the probability; it belongs to the score, inside the sigmoid: sigmoid(x @ w + b)."""
    return torch.sigmoid(x @ w) + b


@misconception(replaces="logistic_regression", fails=REGRESSION)
def bends_twice(x, w, b):
    """You take the sigmoid twice, so that every result lies between 0.5 and 0.73: once is enough."""
    return torch.sigmoid(torch.sigmoid(x @ w + b))


@misconception(replaces="logistic_regression", fails=REGRESSION)
def moves_x_to_its_middle(x, w, b):
    """You took the mean off x first; a sample's probability must not depend on the other samples: sigmoid(x @ w + b)."""
    return torch.sigmoid((x - x.mean(dim=0)) @ w + b)


@misconception(replaces="binary_loss", fails=LOSS + ("loss_has_finite_gradients",))
def forgets_the_minus(y_pred, y):
    """Your loss is negative: a log of a probability is below 0, so the definition begins with a minus."""
    return -cross_entropy(y_pred, y).mean()


@misconception(replaces="binary_loss", fails=LOSS + ("loss_has_finite_gradients",))
def swaps_the_classes(y_pred, y):
    """You swapped the classes: log p belongs to y, and log(1 - p) to 1 - y."""
    return cross_entropy(y_pred, 1 - y).mean()


@misconception(replaces="binary_loss", fails=LOSS + ("loss_has_finite_gradients",))
def takes_squared_errors(y_pred, y):
    """You averaged squared errors; this loss is made of logarithms: -(y log p + (1 - y) log(1 - p))."""
    return ((y_pred - y) ** 2).mean()


@misconception(replaces="binary_loss", fails=LOSS + ("loss_has_finite_gradients",))
def counts_in_bits(y_pred, y):
    """You took log2; the loss is made of natural logarithms, torch.log."""
    return cross_entropy(y_pred, y).mean() / math.log(2)


@misconception(replaces="binary_loss", fails=LOSS + ("loss_has_finite_gradients",))
def clamps_from_above(y_pred, y):
    """clamp(max=1e-12) pushes every p down to 1e-12; the bound is one from below: clamp(min=1e-12)."""
    return -(y * y_pred.clamp(max=1e-12).log() + (1 - y) * (1 - y_pred).clamp(max=1e-12).log()).mean()


@misconception(replaces="binary_loss", fails=LOSS + ("loss_has_finite_gradients",))
def gives_a_python_float(y_pred, y):
    """You returned a Python float, from which nothing can be learned: leave .item() and float() out of the loss."""
    return cross_entropy(y_pred, y).mean().item()


@misconception(replaces="binary_loss", fails=LOSS + ("loss_has_finite_gradients",))
def sums_over_the_batch(y_pred, y):
    """You summed over the samples; the loss is their mean, so that it does not grow with the batch."""
    return cross_entropy(y_pred, y).sum()


@misconception(replaces="binary_loss", fails=LOSS + ("loss_has_finite_gradients",))
def swaps_labels_and_probabilities(y_pred, y):
    """You took the log of the labels and weighted it by the predictions; it is y log p, not p log y."""
    return cross_entropy(y, y_pred).mean()


@misconception(replaces="binary_loss", fails=LOSS + ("loss_has_finite_gradients",))
def keeps_only_the_ones(y_pred, y):
    """You left out (1 - y) log(1 - p): without it a sample of class 0 costs nothing, whatever you predict."""
    return -(y * y_pred.clamp(min=1e-12).log()).mean()


@misconception(replaces="binary_loss", fails=LOSS + ("loss_has_finite_gradients",))
def keeps_one_loss_per_sample(y_pred, y):
    """You returned one loss for each sample; the loss is a single number, their mean."""
    return cross_entropy(y_pred, y)


@misconception(replaces="binary_loss", fails=("loss_clamps_both_logs", "loss_has_finite_gradients"))
def drops_the_clamp(y_pred, y):
    """At p = 0 or p = 1 you take log 0: clamp the argument of both logs from below at 1e-12."""
    return -(y * y_pred.log() + (1 - y) * (1 - y_pred).log()).mean()


@misconception(replaces="binary_loss", fails=("loss_clamps_both_logs",))
def clamps_too_early(y_pred, y):
    """You clamp at 1e-7, which caps the loss of a sample at 16.1; the bound is 1e-12, a loss of 27.63."""
    return cross_entropy(y_pred, y, floor=1e-7).mean()


@misconception(replaces="binary_loss", fails=("loss_clamps_both_logs",))
def leaves_the_clamp_to_torch(y_pred, y):
    """torch's binary_cross_entropy bounds each log at -100; here its argument is clamped at 1e-12, a loss of 27.63."""
    return torch.nn.functional.binary_cross_entropy(y_pred, y)


@misconception(replaces="binary_loss", fails=("loss_clamps_both_logs",))
def adds_epsilon_instead(y_pred, y):
    """You add 1e-12 to what goes into the logs, which shifts every loss; clamp(min=1e-12) lifts only those below it."""
    return -(y * (y_pred + 1e-12).log() + (1 - y) * (1 - y_pred + 1e-12).log()).mean()


@misconception(replaces="binary_loss", fails=("loss_clamps_both_logs", "loss_has_finite_gradients"))
def clamps_only_the_first_log(y_pred, y):
    """You clamp p but not 1 - p, so p = 1 still takes log 0: each log needs its own clamp."""
    return -(y * y_pred.clamp(min=1e-12).log() + (1 - y) * (1 - y_pred).log()).mean()


def slope_of_clamp_beyond_a_bound_that_float32_rounds_away():
    """0 in newer torch; in torch 2.10 and 2.11 it is 1, and lets the infinite slope of the log through."""
    p = torch.ones(1, requires_grad=True)
    p.clamp(max=1 - 1e-12).backward()
    return p.grad.item()


@misconception(
    replaces="binary_loss",
    fails=(
        "loss_clamps_both_logs",
        *(("loss_has_finite_gradients",) if slope_of_clamp_beyond_a_bound_that_float32_rounds_away() else ()),
    ),
)
def bounds_p_from_both_sides(y_pred, y):
    """In float32 the upper bound 1 - 1e-12 is 1, so log(1 - p) still meets 0: clamp 1 - p itself from below."""
    p = y_pred.clamp(1e-12, 1 - 1e-12)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()


@misconception(replaces="binary_loss", fails=("loss_has_finite_gradients",))
def clamps_the_log(y_pred, y):
    """You clamp after the log: the value is right, but the slope of log at 0 is infinite. Clamp what goes into it."""
    floor = math.log(1e-12)
    return -(y * y_pred.log().clamp(min=floor) + (1 - y) * (1 - y_pred).log().clamp(min=floor)).mean()


@misconception(replaces="binary_loss_with_logits", fails=("logits_loss_survives_large_scores",))
def goes_through_the_clamp(logits, y):
    """You compute p first and clamp it, so the loss stops at 27.63; simplify the formula so that p never appears."""
    return cross_entropy(torch.sigmoid(logits), y).mean()


@misconception(replaces="binary_loss_with_logits", fails=("logits_loss_survives_large_scores",))
def lets_the_loss_overflow(logits, y):
    """exp(z) is inf for large scores: take the larger exponent out of the log first, as logaddexp does."""
    return (torch.log(1 + torch.exp(logits)) - y * logits).mean()


@misconception(
    replaces="binary_loss_with_logits",
    fails=LOGITS + STEPS + ("logits_loss_is_by_hand",),
)
def takes_logits_for_probabilities(logits, y):
    """You treat the logits as probabilities; they are scores before the sigmoid."""
    return cross_entropy(logits, y).mean()


@misconception(replaces="binary_loss_with_logits", fails=("logits_loss_survives_large_scores",))
def stops_at_a_hundred(logits, y):
    """You compute p first, and torch's binary_cross_entropy bounds its logs at -100: simplify so that p never appears."""
    return torch.nn.functional.binary_cross_entropy(torch.sigmoid(logits), y)


@misconception(
    replaces="binary_loss_with_logits",
    fails=(
        "logits_loss_survives_large_scores",
        "fit_learns",
        "fit_takes_plain_steps",
    ),
)
def meets_a_log_of_zero(logits, y):
    """For large scores p is rounded to 0 or 1, and its log is -inf: simplify the formula so that p never appears."""
    p = torch.sigmoid(logits)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()


@misconception(
    replaces="binary_loss_with_logits",
    fails=LOGITS + STEPS + ("logits_loss_is_by_hand",),
)
def bends_the_scores_first(logits, y):
    """You take the sigmoid and then the loss of logits, which takes it again: the scores go in as they are."""
    p = torch.sigmoid(logits)
    return (torch.logaddexp(torch.zeros_like(p), p) - y * p).mean()


@misconception(
    replaces="binary_loss_with_logits",
    fails=LOGITS + STEPS + ("logits_loss_is_by_hand",),
)
def bends_the_scores_by_exp_first(logits, y):
    """You take the sigmoid and then the loss of logits, which takes it again: the scores go in as they are."""
    p = 1 / (1 + torch.exp(-logits))
    return (torch.logaddexp(torch.zeros_like(p), p) - y * p).mean()


@misconception(
    replaces="binary_loss_with_logits",
    fails=STEPS
    + (
        "logits_loss_matches_definition",
        "logits_loss_keeps_dtype_and_device",
        "logits_loss_is_by_hand",
    ),
)
def sums_over_the_scores(logits, y):
    """You summed over the samples; the loss is their mean, so that it does not grow with the batch."""
    return (torch.logaddexp(torch.zeros_like(logits), logits) - y * logits).sum()


@misconception(replaces="binary_loss_with_logits", fails=("logits_loss_survives_large_scores",))
def cuts_the_scores_off(logits, y):
    """You cut the scores off, and beyond the bound there is no slope to learn from. Find a form that cannot overflow."""
    z = logits.clamp(-30, 30)
    return (torch.logaddexp(torch.zeros_like(z), z) - y * z).mean()


@misconception(replaces="binary_loss_with_logits", fails=("logits_loss_survives_large_scores",))
def cuts_the_scores_off_at_fifty(logits, y):
    """You cut the scores off, and beyond the bound there is no slope to learn from. Find a form that cannot overflow."""
    z = logits.clamp(-50, 50)
    return (torch.logaddexp(torch.zeros_like(z), z) - y * z).mean()


@misconception(
    replaces="binary_loss_with_logits",
    fails=LOGITS
    + STEPS
    + (
        "logits_loss_is_by_hand",
        "fit_learns",
    ),
)
def leaves_out_the_labels(logits, y):
    """You left out - y z, so that the labels change nothing: the loss is log(1 + exp(z)) - y z."""
    return torch.logaddexp(torch.zeros_like(logits), logits).mean()


@misconception(
    replaces="binary_loss_with_logits",
    fails=LOGITS
    + STEPS
    + (
        "logits_loss_is_by_hand",
        "fit_learns",
    ),
)
def swaps_the_labels(logits, y):
    """You swapped the classes: what is subtracted is y z, not (1 - y) z."""
    return (torch.logaddexp(torch.zeros_like(logits), logits) - (1 - y) * logits).mean()


@misconception(replaces="binary_loss_with_logits", fails=("logits_loss_is_by_hand",))
def calls_the_ready_made_loss(logits, y):
    """binary_cross_entropy_with_logits is the operation you are asked to write; build it from log and exp."""
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, y)


@misconception(replaces="binary_loss_with_logits", fails=LOGITS + STEPS + ("fit_learns", "logits_loss_is_by_hand"))
def takes_one_minus_the_logarithm(logits, y):
    """1 - log p is not log(1 - p): for a score z, log p is -softplus(-z) and log(1 - p) is -softplus(z)."""
    log_p = -torch.logaddexp(torch.zeros_like(logits), -logits)
    return -(y * log_p + (1 - y) * (1 - log_p)).mean()


@misconception(replaces="classify", fails=("labels_include_threshold",))
def leaves_out_the_threshold(x, w, b, threshold=0.5):
    """A probability equal to the threshold is of class 1: compare with >=, not with >."""
    return (torch.sigmoid(x @ w + b) > threshold).to(x.dtype)


@misconception(
    replaces="classify",
    fails=(
        "labels_follow_threshold",
        "labels_include_threshold",
    ),
)
def ignores_the_threshold(x, w, b, threshold=0.5):
    """Your labels do not depend on the threshold: compare the probabilities with it."""
    return (torch.sigmoid(x @ w + b) >= 0.5).to(x.dtype)


@misconception(replaces="classify", fails=("labels_follow_threshold", "labels_include_threshold"))
def compares_scores(x, w, b, threshold=0.5):
    """You compare the score with the threshold; it is a threshold for the probability."""
    return (x @ w + b >= threshold).to(x.dtype)


@misconception(replaces="classify", fails=("labels_keep_dtype_and_device",))
def always_gives_float32(x, w, b, threshold=0.5):
    """Your labels are always float32; give them the dtype of x, for example with .to(x.dtype)."""
    return (torch.sigmoid(x @ w + b) >= threshold).float()


@misconception(
    replaces="classify",
    fails=(
        "labels_follow_threshold",
        "labels_include_threshold",
    ),
)
def classifies_without_the_bias(x, w, b, threshold=0.5):
    """You left out the bias: the score is x @ w + b."""
    return (torch.sigmoid(x @ w) >= threshold).to(x.dtype)


@misconception(replaces="classify", fails=LABELS + ("labels_include_threshold",))
def keeps_true_and_false(x, w, b, threshold=0.5):
    """A comparison gives True and False; the labels are numbers, 0. and 1.: turn them with .to(x.dtype)."""
    return torch.sigmoid(x @ w + b) >= threshold


@misconception(replaces="classify", fails=LABELS + ("labels_include_threshold",))
def keeps_whole_numbers(x, w, b, threshold=0.5):
    """Your labels are whole numbers (int64); they have the dtype of x: turn them with .to(x.dtype)."""
    return (torch.sigmoid(x @ w + b) >= threshold).long()


@misconception(replaces="classify", fails=LABELS + ("labels_include_threshold",))
def returns_the_probabilities(x, w, b, threshold=0.5):
    """Where a probability reaches the threshold you left it as it is; the label is 1."""
    p = torch.sigmoid(x @ w + b)
    return p * (p >= threshold)


@misconception(replaces="classify", fails=LABELS + ("labels_include_threshold",))
def stops_at_the_probabilities(x, w, b, threshold=0.5):
    """You returned the probabilities; the labels are 1 where they reach the threshold, and 0 elsewhere."""
    return torch.sigmoid(x @ w + b)


@misconception(replaces="classify", fails=LABELS + ("labels_include_threshold",))
def gives_the_classes_the_wrong_way_round(x, w, b, threshold=0.5):
    """Your labels are the wrong way round: class 1 is where the probability reaches the threshold."""
    return (torch.sigmoid(x @ w + b) < threshold).to(x.dtype)


@misconception(replaces="classify", fails=LABELS + ("labels_include_threshold",))
def flattens_the_labels(x, w, b, threshold=0.5):
    """Your labels have shape (n,); keep the column (n, 1), or a comparison with y of shape (n, 1) is (n, n)."""
    return (torch.sigmoid(x @ w + b) >= threshold).to(x.dtype).flatten()


ACCURACY = ("accuracy_is_share", "accuracy_reads_every_device")


@misconception(replaces="accuracy", fails=ACCURACY)
def counts_in_percent(predicted, y):
    """You returned a percentage; the share of right labels lies between 0 and 1."""
    return 100 * (predicted == y).double().mean().item()


@misconception(replaces="accuracy", fails=ACCURACY)
def counts_only_true_ones(predicted, y):
    """You count only samples where both labels are 1; a 0 that is predicted as 0 is right too."""
    return (predicted * y).double().mean().item()


@misconception(replaces="accuracy", fails=ACCURACY)
def stays_a_tensor(predicted, y):
    """You returned a tensor; take the number out of it with .item()."""
    return (predicted == y).double().mean()


@misconception(replaces="accuracy", fails=ACCURACY)
def stays_a_float32_tensor(predicted, y):
    """You returned a tensor; take the number out of it with .item()."""
    return (predicted == y).float().mean()


@misconception(replaces="accuracy", fails=ACCURACY)
def counts_the_hits(predicted, y):
    """You counted the labels that are right; the share is that count divided by the number of samples."""
    return float((predicted == y).sum())


@misconception(replaces="accuracy", fails=ACCURACY)
def counts_the_hits_as_a_whole_number(predicted, y):
    """You counted the labels that are right; the share is that count divided by the number of samples."""
    return (predicted == y).sum().item()


@misconception(replaces="accuracy", fails=ACCURACY)
def counts_the_misses(predicted, y):
    """You averaged what is wrong; accuracy is the share of labels that are right."""
    return (predicted != y).double().mean().item()


@misconception(replaces="accuracy", fails=ACCURACY)
def lets_the_labels_become_a_square(predicted, y):
    """(n, 1) == (n,) compares every label with every other and is (n, n): leave both as columns (n, 1)."""
    return (predicted == y.flatten()).double().mean().item()


@misconception(replaces="accuracy", fails=("accuracy_is_share", "accuracy_reads_every_device"))
def divides_whole_numbers(predicted, y):
    """// divides whole numbers and drops the rest, so a share below 1 becomes 0: use /."""
    return float((predicted == y).sum().item() // len(y))


@misconception(replaces="fit", fails=STEPS)
def forgets_to_clear_gradients(x, y, lr=1.0, epochs=1000):
    """Gradients add up in .grad: without optimizer.zero_grad() each step follows the sum of all gradients so far."""
    return descend(x, y, lr, epochs, clear=False)


@misconception(replaces="fit", fails=STEPS)
def sums_the_loss(x, y, lr=1.0, epochs=1000):
    """Your loss is a sum over the samples, so each step is n times too long; descend the mean."""
    return descend(x, y, lr, epochs, reduce=torch.sum)


@misconception(replaces="fit", fails=STEPS + ("fit_starts_from_zeros",))
def starts_at_random(x, y, lr=1.0, epochs=1000):
    """You start from random weights; start from zeros, where every probability is 0.5 and the loss log 2."""
    return descend(x, y, lr, epochs, start=torch.randn)


@misconception(replaces="fit", fails=STEPS + ("fit_uses_sgd", "fit_learns"))
def never_steps(x, y, lr=1.0, epochs=1000):
    """Your weights are still zero: after loss.backward() the optimizer has to take its step."""
    return x.new_zeros(x.shape[1], 1), x.new_zeros(1), [math.log(2)] * epochs


@misconception(replaces="fit", fails=("fit_uses_sgd",))
def updates_without_the_optimizer(x, y, lr=1.0, epochs=1000):
    """You update the weights yourself; here torch.optim.SGD is to take the steps."""
    w, b, losses = x.new_zeros(x.shape[1], 1), x.new_zeros(1), []
    for _ in range(epochs):
        p = torch.sigmoid(x @ w + b)
        losses.append(cross_entropy(p, y).mean().item())
        w, b = w - lr * x.T @ (p - y) / len(x), b - lr * (p - y).mean(0)
    return w, b, losses


@misconception(replaces="fit", fails=STEPS + ("fit_uses_sgd",))
def takes_adam(x, y, lr=1.0, epochs=1000):
    """You step with Adam; this exercise is about plain torch.optim.SGD."""
    return descend(x, y, lr, epochs, optimizer=torch.optim.Adam)


@misconception(replaces="fit", fails=("fit_reports_losses", "fit_keeps_dtype_and_device"))
def reports_the_loss_after_the_step(x, y, lr=1.0, epochs=1000):
    """Your losses are those after each step; the list holds the loss before it, so it begins with log 2."""
    w, b, losses = descend(x, y, lr, epochs)
    return w, b, [*losses[1:], logits_loss(x @ w + b, y).mean().item()]


@misconception(replaces="fit", fails=STEPS)
def adds_momentum(x, y, lr=1.0, epochs=1000):
    """Your optimizer has momentum, which carries old steps on from the second epoch; plain SGD is lr alone."""
    return descend(x, y, lr, epochs, optimizer=functools.partial(torch.optim.SGD, momentum=0.9))


@misconception(replaces="fit", fails=STEPS)
def adds_weight_decay(x, y, lr=1.0, epochs=1000):
    """Your optimizer has weight decay, which pulls w and b towards 0; plain SGD is lr alone."""
    return descend(x, y, lr, epochs, optimizer=functools.partial(torch.optim.SGD, weight_decay=0.01))


@misconception(replaces="fit", fails=STEPS + ("fit_uses_sgd",))
def takes_rmsprop(x, y, lr=1.0, epochs=1000):
    """You step with RMSprop; this exercise is about plain torch.optim.SGD."""
    return descend(x, y, lr, epochs, optimizer=torch.optim.RMSprop)


@misconception(replaces="fit", fails=STEPS)
def hard_codes_the_rate(x, y, lr=1.0, epochs=1000):
    """Your rate is always 1: `lr` has no effect. Hand it on, torch.optim.SGD([w, b], lr=lr)."""
    return descend(x, y, 1.0, epochs)


@misconception(replaces="fit", fails=STEPS)
def hard_codes_a_tenth(x, y, lr=1.0, epochs=1000):
    """Your rate is always 0.1: `lr` has no effect. Hand it on, torch.optim.SGD([w, b], lr=lr)."""
    return descend(x, y, 0.1, epochs)


@misconception(replaces="fit", fails=STEPS)
def hard_codes_a_hundredth(x, y, lr=1.0, epochs=1000):
    """Your rate is always 0.01: `lr` has no effect. Hand it on, torch.optim.SGD([w, b], lr=lr)."""
    return descend(x, y, 0.01, epochs)


@misconception(replaces="fit", fails=STEPS + ("fit_starts_from_zeros",))
def always_runs_a_thousand_epochs(x, y, lr=1.0, epochs=1000):
    """You always run 1000 epochs: `epochs` has no effect. Loop over range(epochs)."""
    return descend(x, y, lr, 1000)


@misconception(
    replaces="fit",
    fails=STEPS
    + (
        "fit_starts_from_zeros",
        "fit_learns",
    ),
)
def takes_one_step_too_many(x, y, lr=1.0, epochs=1000):
    """You take one step too many: range(epochs) gives as many turns as asked for, from 0 to epochs - 1."""
    return descend(x, y, lr, epochs + 1)


@misconception(
    replaces="fit",
    fails=STEPS
    + (
        "fit_starts_from_zeros",
        "fit_learns",
    ),
)
def takes_one_step_too_few(x, y, lr=1.0, epochs=1000):
    """You take one step too few: range(1, epochs) begins at 1, range(epochs) gives as many turns as asked for."""
    return descend(x, y, lr, epochs - 1)


@misconception(replaces="fit", fails=("fit_keeps_dtype_and_device",))
def makes_float32_zeros(x, y, lr=1.0, epochs=1000):
    """Your w and b are float32 on the CPU whatever x is: torch.zeros(..., dtype=x.dtype, device=x.device)."""
    w, b = torch.zeros(x.shape[1], 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    return train(w, b, x, y, torch.optim.SGD([w, b], lr=lr), epochs)


@misconception(replaces="fit", fails=("fit_keeps_dtype_and_device",))
def leaves_a_linear_layer_in_float32(x, y, lr=1.0, epochs=1000):
    """nn.Linear makes float32 weights on the CPU whatever x is: nn.Linear(..., dtype=x.dtype, device=x.device)."""
    layer, losses = torch.nn.Linear(x.shape[1], 1), []
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    for _ in range(epochs):
        loss = logits_loss(layer(x), y).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return layer.weight.detach().T, layer.bias.detach(), losses


@misconception(replaces="fit", fails=("fit_keeps_dtype_and_device",))
def makes_zeros_on_the_cpu(x, y, lr=1.0, epochs=1000):
    """Your w and b are on the CPU wherever x is: torch.zeros(..., dtype=x.dtype, device=x.device)."""
    w, b = (torch.zeros(s, dtype=x.dtype, requires_grad=True) for s in ((x.shape[1], 1), (1,)))
    return train(w, b, x, y, torch.optim.SGD([w, b], lr=lr), epochs)


@misconception(replaces="fit", fails=STEPS)
def descends_squared_errors(x, y, lr=1.0, epochs=1000):
    """You descend squared errors, which start at 0.25; descend binary_loss, which starts at log 2."""
    return descend(x, y, lr, epochs, loss=lambda z, y: (torch.sigmoid(z) - y) ** 2)


@misconception(replaces="fit", fails=STEPS)
def bends_before_the_logits_loss(x, y, lr=1.0, epochs=1000):
    """You put probabilities into the loss of logits, which takes the sigmoid itself: put in the scores x @ w + b."""
    return descend(x, y, lr, epochs, loss=lambda z, y: logits_loss(torch.sigmoid(z), y))


@misconception(
    replaces="fit",
    fails=(
        "fit_reports_losses",
        "fit_keeps_dtype_and_device",
    ),
)
def keeps_tensors(x, y, lr=1.0, epochs=1000):
    """Your losses are tensors, each with its graph behind it; note plain numbers, loss.item()."""
    return descend(x, y, lr, epochs, note=lambda loss: loss)


@misconception(replaces="fit", fails=STEPS)
def never_moves_the_bias(x, y, lr=1.0, epochs=1000):
    """Your b stays 0: the optimizer has to know both parameters, [w, b]."""
    w, b = x.new_zeros(x.shape[1], 1).requires_grad_(), x.new_zeros(1).requires_grad_()
    return train(w, b, x, y, torch.optim.SGD([w], lr=lr), epochs)


@misconception(
    replaces="fit",
    fails=STEPS
    + (
        "fit_starts_from_zeros",
        "fit_learns",
    ),
)
def loses_the_losses(x, y, lr=1.0, epochs=1000):
    """You returned w and b alone; the list of losses is the third thing to return."""
    return descend(x, y, lr, epochs)[:2]


@misconception(
    replaces="fit",
    fails=STEPS
    + (
        "fit_starts_from_zeros",
        "fit_learns",
    ),
)
def returns_the_last_loss(x, y, lr=1.0, epochs=1000):
    """You returned one loss; the third thing to return is a list with the loss of every epoch."""
    w, b, losses = descend(x, y, lr, epochs)
    return w, b, losses[-1]


@misconception(replaces="fit", fails=STEPS)
def scales_x_first(x, y, lr=1.0, epochs=1000):
    """You standardised x, so w and b belong to other samples than the ones given: train on x as it is."""
    return descend((x - x.mean(dim=0)) / x.std(dim=0), y, lr, epochs)


@misconception(replaces="fit", fails=("fit_takes_plain_steps",))
def halves_the_rate_on_the_way(x, y, lr=1.0, epochs=1000):
    """A scheduler changes your rate on the way: every one of the epochs takes its step with lr as given."""
    w, b = torch.zeros(x.shape[1], 1).to(x).requires_grad_(), torch.zeros(1).to(x).requires_grad_()
    steps = torch.optim.SGD([w, b], lr=lr)
    rate = torch.optim.lr_scheduler.StepLR(steps, 100, 0.5)
    losses = []
    for _ in range(epochs):
        loss = logits_loss(x @ w + b, y).mean()
        steps.zero_grad()
        loss.backward()
        steps.step()
        rate.step()
        losses.append(loss.item())
    return w.detach(), b.detach(), losses
