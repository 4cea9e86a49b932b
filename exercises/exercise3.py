"""Exercise 3: logistic regression and its loss.

Will a student pass after five hours of study? Is the price above 1000? Is this mail
spam? Such questions want "yes" or "no". Exercise 2 drew a line and answered "how much".
Here you bend that line into a probability, and learn from samples that are labelled 1
for yes and 0 for no.

From a line to a probability
----------------------------
Ten students tell how long they studied, and whether they passed:

    passed 1 |                   o       o   o   o   o   o
           0 |   o   o   o   o
             +---+---+---+---+---+---+---+---+---+---+---+------
                 1   2   3   4   5   6   7   8   9   10  11  hours

A straight line through these points makes no sense: after twelve hours it would promise
136 percent. So take two steps. First, give each sample a score, as in exercise 2. It
may be any number, and it is called a logit. Second, press the score into the range from
0 to 1:

    z = x w + b                   the score
    p = 1 / (1 + exp(-z))         the sigmoid of z, written σ(z), sigma

      p
      1 |                            ***********
        |                        ****
        |                      **
    0.5 |                   ***          steepest at z = 0, where its slope is 0.25
        |                 **
        |             ****
      0 |  ***********
        +--------+-----------+-----------+------  z
                -4           0           4

Say that w is 1.5 for each hour, and b is -7.5. After five hours z = 1.5 * 5 - 7.5 = 0,
and p = 0.5: it may go either way. After seven hours z = 3 and p = 0.95.

    >>> torch.sigmoid(torch.tensor([-4.0, 0.0, 3.0]))
    tensor([0.0180, 0.5000, 0.9526])

Why this curve and not another? Because of odds. With p = 0.95 the odds of passing are
0.95 to 0.05, that is 19 to 1. The logarithm of 19 is 2.94, and about that was z. So the
score is the logarithm of the odds. Each hour adds 1.5 to z, and multiplies the odds by
exp(1.5) = 4.5, wherever one stands.

PyTorch has the sigmoid under several names: `torch.sigmoid(z)`, `z.sigmoid()`, and in
older texts `F.sigmoid(z)` from `torch.nn.functional`. They are one and the same. Here
you write it yourself, to see what it takes. Afterwards use theirs.

How wrong is a probability?
---------------------------
The loss must be small for p near the label and large for p far from it. It is

    loss = mean of -(y log p + (1 - y) log(1 - p))

and its name is binary cross-entropy. It looks hard, but only one half counts for each
sample. Where y is 1, it is -log p. Where y is 0, it is -log(1 - p).

    label    p       loss of the sample
    y = 1    0.99    -log 0.99 = 0.01     sure, and right
    y = 1    0.80    -log 0.80 = 0.22     rather sure, and right
    y = 0    0.70    -log 0.30 = 1.20     rather sure, and wrong
    y = 0    0.99    -log 0.01 = 4.61     sure, and wrong

The second and the third sample together give (0.2231 + 1.2040) / 2 = 0.7136. Why the
logarithm? Because probabilities of many samples multiply, and logarithms turn products
into sums. The smallest loss belongs to the weights that make the labels most likely.

    Question: what happens if you forget the minus sign?
    Answer: log p is negative, as p is below 1. So the loss is negative, and going
    downhill makes it more so. Training then looks for the most wrong weights.

    Question: you know nothing and say p = 0.5 for everybody. What is the loss?
    Answer: -log 0.5 = 0.6931, for any labels. From zero weights training starts there.
    If your first loss is another number, look for a mistake before you go on.

The derivative is as simple as it can be. By the chain rule of exercise 2, the loss of
one sample changes with its score by p - y. Say p = 0.7 and y = 0. The derivative is
0.7, and a step downhill lowers z. For p = 0.7 and y = 1 it is -0.3, and z rises. The
more wrong, the longer the step.

    >>> z = torch.logit(torch.tensor(0.7)).requires_grad_()   # the z whose p is 0.7
    >>> loss = -torch.log(1 - torch.sigmoid(z))               # the label is 0
    >>> loss.backward()
    >>> z.grad
    tensor(0.7000)

The trap at 0 and 1
-------------------
At p = 0 the logarithm is minus infinity. And 0 times infinity is nan, "not a number".
One such sample spoils the mean. After one step all weights are nan, for good.

    >>> p, y = torch.tensor([1.0, 0.9]), torch.tensor([1.0, 1.0])
    >>> (y * p.log() + (1 - y) * (1 - p).log()).mean()
    tensor(nan)

There are two cures, and you write both.

- `binary_loss` lifts what goes into each logarithm to at least 1e-12, by `clamp`. No
  sample costs more than -log 1e-12 = 27.63 then. Clamp before the logarithm. After it
  is too late: the value looks healed, but the gradient is still nan.
- `binary_loss_with_logits` never computes p. Put the sigmoid into the loss, and what
  remains is log(1 + exp(z)) - y z. This can be computed for every z if one is careful
  with exp, which is infinite beyond z = 88. `nn.BCEWithLogitsLoss` does that.

The loop
--------
Exercise 2 did every step by hand. From now on `backward()` finds the gradients and an
optimizer changes the weights. `torch.optim.SGD` does just what you wrote there: p - lr
times g. One round over all samples is called an epoch, and each epoch has five lines:

    loss = ...                 1  how wrong are we?
    optimizer.zero_grad()      2  clear the old gradients: backward() adds to them
    loss.backward()            3  fill .grad of w and b
    optimizer.step()           4  w <- w - lr w.grad, and b as well
    losses.append(loss.item()) 5  .item() makes a plain number of it

After training, choose. `classify` says 1 where p reaches the threshold. Half is usual.
A doctor who must miss no illness takes less. `accuracy` is the share of right answers.

    Question: 95 of 100 mails are no spam. A program says "no spam" always. Is it good?
    Answer: its accuracy is 0.95, and it finds nothing. Look at the share of the larger
    class before you are proud of a number.

What to do
----------
Write the functions from top to bottom. Each may call those above it. "By hand" means:
with operations such as exp, log, tanh or logaddexp, but not with the ready-made one
that you are asked to write. Shapes: n samples, d features. Every result has the dtype
of the input and lives on its device, and no input is changed.

    function                  points   minutes
    -----------------------   ------   -------
    sigmoid                       17        12
    logistic_regression           10         4
    binary_loss                   22        15
    binary_loss_with_logits       17        12
    classify                      10         6
    accuracy                       7         4
    fit                           17        15

`grade exercise3` gives the points, and `grade hint exercise3 sigmoid` a hint.
`python -m doctest exercises/exercise3.py` runs the examples of this page with your
functions; silence means that all agree. `python exercises/exercise3.py` puts them to
work: who passes after five hours?

Sources
-------
- torch.optim.SGD:
  https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
- torch.sigmoid: https://docs.pytorch.org/docs/stable/special.html#torch.special.expit
- BCEWithLogitsLoss:
  https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
- torch.clamp: https://docs.pytorch.org/docs/stable/generated/torch.clamp.html
- D. R. Cox, The Regression Analysis of Binary Sequences (1958), the model's origin:
  https://doi.org/10.1111/j.2517-6161.1958.tb00292.x
"""

import torch


def sigmoid(z: torch.Tensor) -> torch.Tensor:
    """Bend every score into a probability, by hand.

    Not with `sigmoid` or `expit` from any part of torch.

    sigmoid(z) = 1 / (1 + exp(-z)); its slope is sigmoid(z) (1 - sigmoid(z)), which is
    0.25 at z = 0.

    Args:
        z: scores of any shape, with abs(z) up to 1e4.

    Returns:
        Probabilities of the same shape and dtype. Values and gradients are finite
        everywhere.

    Example:
        >>> sigmoid(torch.tensor([-1.0, 0.0, 1.0]))
        tensor([0.2689, 0.5000, 0.7311])

    Source: https://docs.pytorch.org/docs/stable/special.html#torch.special.expit
    """
    raise NotImplementedError("Exercise 3: write sigmoid")


def logistic_regression(
    x: torch.Tensor,
    w: torch.Tensor,
    b: torch.Tensor,
) -> torch.Tensor:
    """Probability that each sample is of class 1: sigmoid(x w + b).

    Args:
        x: samples, (n, d).
        w: weights, (d, 1).
        b: bias, (1,).

    Returns:
        Probabilities, (n, 1).

    Example:
        The score is 3 - 2 - 1 = 0.

        >>> x, w = torch.tensor([[1.0, 2.0]]), torch.tensor([[3.0], [-1.0]])
        >>> logistic_regression(x, w, torch.tensor([-1.0]))
        tensor([[0.5000]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.matmul.html
    """
    raise NotImplementedError("Exercise 3: write logistic_regression")


def binary_loss(y_pred: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Binary cross-entropy of probabilities, averaged over the samples.

    loss = mean of -(y log p + (1 - y) log(1 - p)), the argument of *both* logarithms
    clamped from below at 1e-12.

    Args:
        y_pred: probabilities p, (n, 1), each in [0, 1]; 0 and 1 themselves included.
        y: labels, (n, 1), each 0.0 or 1.0.

    Returns:
        The loss, a tensor of shape (). It and its gradient are finite, at p = 0 and
        p = 1 too.

    Example:
        >>> binary_loss(torch.tensor([[0.8], [0.7]]), torch.tensor([[1.0], [0.0]]))
        tensor(0.7136)
        >>> binary_loss(torch.tensor([[1.0]]), torch.tensor([[0.0]]))
        tensor(27.6310)

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.BCELoss.html
    """
    raise NotImplementedError("Exercise 3: write binary_loss")


def binary_loss_with_logits(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Binary cross-entropy of scores, without any clamp, by hand.

    loss = mean of log(1 + exp(z)) - y z. Not with `BCEWithLogitsLoss` or its function.

    Args:
        logits: scores z, (n, 1), with abs(z) up to 1e4.
        y: labels, (n, 1), each 0.0 or 1.0.

    Returns:
        The loss, a tensor of shape (). It and its gradient are accurate for every
        such z.

    Example:
        The two terms are 1000 and log 2.

        >>> logits, y = torch.tensor([[1000.0], [0.0]]), torch.tensor([[0.0], [1.0]])
        >>> binary_loss_with_logits(logits, y)
        tensor(500.3466)

    Source:
        https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
    """
    raise NotImplementedError("Exercise 3: write binary_loss_with_logits")


def classify(
    x: torch.Tensor,
    w: torch.Tensor,
    b: torch.Tensor,
    threshold: float = 0.5,
) -> torch.Tensor:
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
        >>> x, w = torch.tensor([[-1.0], [0.0], [1.0]]), torch.tensor([[2.0]])
        >>> classify(x, w, torch.tensor([0.0]))
        tensor([[0.],
                [1.],
                [1.]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.ge.html
    """
    raise NotImplementedError("Exercise 3: write classify")


def accuracy(predicted: torch.Tensor, y: torch.Tensor) -> float:
    """Share of the samples whose label is right.

    Args:
        predicted: labels 0.0 or 1.0, (n, 1).
        y: true labels 0.0 or 1.0, (n, 1).

    Returns:
        A Python float in [0, 1].

    Example:
        >>> predicted = torch.tensor([[1.0], [0.0], [1.0], [1.0]])
        >>> accuracy(predicted, torch.tensor([[1.0], [0.0], [0.0], [1.0]]))
        0.75

    Source: https://docs.pytorch.org/docs/stable/generated/torch.eq.html
    """
    raise NotImplementedError("Exercise 3: write accuracy")


def fit(
    x: torch.Tensor, y: torch.Tensor, lr: float = 1.0, epochs: int = 1000
) -> tuple[torch.Tensor, torch.Tensor, list[float]]:
    """Learn w and b from labelled samples, starting from zeros.

    With plain `torch.optim.SGD`, on all samples at once.
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
        From zeros every probability is 0.5: the first loss is log 2 for any data.

        >>> x, y = torch.tensor([[-1.0], [1.0]]), torch.tensor([[0.0], [1.0]])
        >>> w, b, losses = fit(x, y)
        >>> len(losses), round(losses[0], 4), losses[-1] < 0.01
        (1000, 0.6931, True)

    Source: https://docs.pytorch.org/docs/stable/optim.html#taking-an-optimization-step
    """
    raise NotImplementedError("Exercise 3: write fit")


if __name__ == "__main__":
    from grader.demo import draw, run_demo

    def demo() -> None:
        """Learn from two hundred students who passes after how many hours."""
        p = sigmoid(torch.arange(-6.0, 7.0))
        draw("The sigmoid, from z = -6 to z = 6", {"p": p.tolist()}, "z + 6", "p")

        torch.manual_seed(0)
        torch.set_num_threads(1)  # for small tables more of them only get in the way
        hours = 10 * torch.rand(200, 1)
        y = (torch.rand(200, 1) < torch.sigmoid(1.5 * (hours - 5))).float()
        mean, spread = hours[:150].mean(), hours[:150].std()
        x = (hours - mean) / spread
        print(f"Of 200 students {int(y.sum())} passed. We learn from 150 of them.")
        w, b = torch.zeros(1, 1), torch.zeros(1)
        p = logistic_regression(x, w, b)
        from_p, from_z = binary_loss(p, y), binary_loss_with_logits(x @ w + b, y)
        print(f"Before learning everybody has p = {p[0].item():g}.", end=" ")
        print(f"Loss {from_p:.4f}, from logits {from_z:.4f}.")
        before = accuracy(classify(x[150:], w, b), y[150:])

        rates = (0.05, 0.3, 2.0)
        runs = {f"lr = {lr}": fit(x[:150], y[:150], lr, 100)[2] for lr in rates}
        draw("The loss falls", runs, "epoch", "loss")
        w, b, _ = fit(x[:150], y[:150])
        after = accuracy(classify(x[150:], w, b), y[150:])
        print(f"Right for the 50 others: {before:.0%} before, {after:.0%} after.")
        for studied in (2, 4, 5, 6, 8):
            z = (torch.tensor([[float(studied)]]) - mean) / spread
            p = logistic_regression(z, w, b).item()
            print(f"{studied} hours: passes with {p:6.1%}  {'#' * round(40 * p)}")

    run_demo(demo)
