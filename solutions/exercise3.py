"""Exercise 3: logistic regression and its loss.

A straight line answers "how much?". To answer "yes or no?" we bend the line into a probability, and learn from samples
whose labels are 0 and 1.

1. Score every sample:          z = x w + b             any real number, called a *logit*
2. Bend the score:              p = 1 / (1 + exp(-z))   the *sigmoid*, between 0 and 1; p = 0.5 where z = 0
3. Compare with the label y:    loss = mean of -(y log p + (1 - y) log(1 - p))
4. Step downhill, and repeat:   `torch.optim.SGD` changes w and b a little, `epochs` times

The loss is the *binary cross-entropy*. For each sample only one of its two terms counts: -log p where y = 1,
-log(1 - p) where y = 0. It is near 0 for a confident right answer and large for a confident wrong one:

    p = 0.8, y = 1    ->  -log 0.8 = 0.2231      rather sure, and right
    p = 0.7, y = 0    ->  -log 0.3 = 1.2040      rather sure, and wrong
    the loss          ->  (0.2231 + 1.2040) / 2 = 0.7136

At p = 0 and p = 1 one of the logarithms is log 0 = -inf, and 0 * -inf is nan: a single such sample spoils the whole
mean, and after one step every weight is nan. There are two cures, and you write both:

- `binary_loss` lifts the argument of each logarithm to at least 1e-12, so that no sample costs more than
  -log 1e-12 = 27.63;
- `binary_loss_with_logits` never computes p. Put p = 1 / (1 + exp(-z)) into the loss and what remains is
  log(1 + exp(z)) - y z, which can be computed without overflow, for every z. `torch.nn.BCEWithLogitsLoss` does that.

What to do: write the functions below from top to bottom. Each may call those above it. "By hand" in a docstring means:
with operations such as exp, log, tanh or logaddexp, and not with the ready-made operation that you are asked to write.
Shapes: n samples, d features. Every result has the dtype of the input, lives on its device, and no input is changed.

Read more:
- torch.optim.SGD              https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
- torch.nn.BCEWithLogitsLoss   https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
- torch.clamp                  https://docs.pytorch.org/docs/stable/generated/torch.clamp.html
- D. R. Cox, The Regression Analysis of Binary Sequences, J. R. Stat. Soc. B 20 (1958), where this model comes from
"""

import torch


def sigmoid(z: torch.Tensor) -> torch.Tensor:
    """Bend every score into a probability, by hand: not with `sigmoid` or `expit` from any part of torch.

    sigmoid(z) = 1 / (1 + exp(-z)); its slope is sigmoid(z) (1 - sigmoid(z)), which is
    0.25 at z = 0.

    Args:
        z: scores of any shape, with abs(z) up to 1e4.

    Returns:
        Probabilities of the same shape and dtype. Values and gradients are finite
        everywhere.

    Example:
        sigmoid(torch.tensor([-1.0, 0.0, 1.0]))  ->  tensor([0.2689, 0.5000, 0.7311])

    Source: https://docs.pytorch.org/docs/stable/special.html#torch.special.expit
    """
    # The same curve written with tanh, which cannot overflow; exp(1e4) is inf, and its
    # gradient inf * 0 is nan.
    return (1 + torch.tanh(z / 2)) / 2


def logistic_regression(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Probability that each sample is of class 1: sigmoid(x w + b).

    Args:
        x: samples, (n, d).
        w: weights, (d, 1).
        b: bias, (1,).

    Returns:
        Probabilities, (n, 1).

    Example:
        x = [[1.0, 2.0]], w = [[3.0], [-1.0]], b = [-1.0]: the score is 3 - 2 - 1 = 0, the result [[0.5]]

    Source: https://docs.pytorch.org/docs/stable/generated/torch.matmul.html
    """
    return sigmoid(x @ w + b)


def binary_loss(y_pred: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Binary cross-entropy of probabilities, averaged over the samples.

    loss = mean of -(y log p + (1 - y) log(1 - p)), the argument of *both* logarithms
    clamped from below at 1e-12.

    Args:
        y_pred: probabilities p, (n, 1), each in [0, 1]; 0 and 1 themselves included.
        y: labels, (n, 1), each 0.0 or 1.0.

    Returns:
        The loss, a tensor of shape (). It and its gradient are finite, at p = 0 and p =
        1 too.

    Example:
        y_pred = [[0.8], [0.7]], y = [[1.0], [0.0]]  ->  tensor(0.7136)

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.BCELoss.html
    """
    # Clamp before the log: clamping log(0) = -inf afterwards repairs the value, but its
    # gradient stays nan. Both arguments need it: in float32, 1 - 1e-12 is 1, so
    # bounding p from above would not keep 1 - p above 0.
    log_p = torch.log(y_pred.clamp(min=1e-12))
    log_not_p = torch.log((1 - y_pred).clamp(min=1e-12))
    return -(y * log_p + (1 - y) * log_not_p).mean()


def binary_loss_with_logits(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Binary cross-entropy of scores, without any clamp, by hand: not with `BCEWithLogitsLoss` or its function.

    loss = mean of log(1 + exp(z)) - y z

    Args:
        logits: scores z, (n, 1), with abs(z) up to 1e4.
        y: labels, (n, 1), each 0.0 or 1.0.

    Returns:
        The loss, a tensor of shape (); it and its gradient are accurate for every such
        z.

    Example:
        logits = [[1000.0], [0.0]], y = [[0.0], [1.0]]: the terms are 1000 and log 2, the result tensor(500.3466)

    Source:
        https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
    """
    # logaddexp(0, z) = log(exp(0) + exp(z)) takes the larger exponent out of the sum
    # first, so nothing overflows.
    return (torch.logaddexp(torch.zeros_like(logits), logits) - y * logits).mean()


def classify(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor, threshold: float = 0.5) -> torch.Tensor:
    """Label of each sample: 1 where its probability reaches the threshold, else 0.

    Args:
        x: samples, (n, d).
        w: weights, (d, 1).
        b: bias, (1,).
        threshold: the probability from which on a sample is of class 1; one equal to it
            is of class 1.

    Returns:
        Labels 0.0 or 1.0, (n, 1), in the dtype of x.

    Example:
        x = [[-1.0], [0.0], [1.0]], w = [[2.0]], b = [0.0]  ->  tensor([[0.], [1.], [1.]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.ge.html
    """
    return (sigmoid(x @ w + b) >= threshold).to(x.dtype)


def accuracy(predicted: torch.Tensor, y: torch.Tensor) -> float:
    """Share of the samples whose label is right.

    Args:
        predicted: labels 0.0 or 1.0, (n, 1).
        y: true labels 0.0 or 1.0, (n, 1).

    Returns:
        A Python float in [0, 1].

    Example:
        predicted = [[1.0], [0.0], [1.0], [1.0]], y = [[1.0], [0.0], [0.0], [1.0]]  ->  0.75

    Source: https://docs.pytorch.org/docs/stable/generated/torch.eq.html
    """
    return (predicted == y).double().mean().item()


def fit(
    x: torch.Tensor, y: torch.Tensor, lr: float = 1.0, epochs: int = 1000
) -> tuple[torch.Tensor, torch.Tensor, list[float]]:
    """Learn w and b from labelled samples, starting from zeros, with plain `torch.optim.SGD` on all samples at once.

    One epoch is: the loss of all samples, its gradients, one step of the optimizer.
    Gradients add up in `.grad` until they are cleared, so clear them in every epoch.

    Args:
        x: samples, (n, d), centred and of unit scale.
        y: labels, (n, 1), each 0.0 or 1.0.
        lr: learning rate of the optimizer; no momentum, no weight decay.
        epochs: number of steps.

    Returns:
        w (d, 1), b (1,), and the losses: a list of `epochs` Python floats, each the
        loss *before* that epoch's step.

    Example:
        _, _, losses = fit(x, y); losses[0] is log 2 = 0.6931 for any data, since from zeros every probability is 0.5

    Source: https://docs.pytorch.org/docs/stable/optim.html#taking-an-optimization-step
    """
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device, requires_grad=True)
    b = torch.zeros(1, dtype=x.dtype, device=x.device, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for _ in range(epochs):
        loss = binary_loss_with_logits(x @ w + b, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return w.detach(), b.detach(), losses
