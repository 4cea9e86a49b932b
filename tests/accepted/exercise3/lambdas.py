# ruff: noqa
"""Style: lambdas, and a demonstration behind the guard of a program."""

import torch

sigmoid = lambda z: z.div(2).tanh().add(1).div(2)
logistic_regression = lambda x, w, b: sigmoid(x @ w + b)
_log = lambda p: p.clamp(min=1e-12).log()
binary_loss = lambda y_pred, y: (-y * _log(y_pred) - (1 - y) * _log(1 - y_pred)).mean()
binary_loss_with_logits = lambda logits, y: (torch.relu(logits) + torch.log1p((-abs(logits)).exp()) - y * logits).mean()
classify = lambda x, w, b, threshold=0.5: (logistic_regression(x, w, b) >= threshold).to(x)
accuracy = lambda predicted, y: (predicted == y).double().mean().item()


def fit(x, y, lr=1.0, epochs=1000):
    params = [x.new_zeros(s).requires_grad_() for s in ((x.shape[1], 1), 1)]
    sgd = torch.optim.SGD(params, lr=lr)

    def step():
        sgd.zero_grad()
        loss = binary_loss_with_logits(x @ params[0] + params[1], y)
        loss.backward()
        return loss

    losses = [*map(lambda epoch: sgd.step(step).item(), range(epochs))]
    return (*(p.detach() for p in params), losses)


if __name__ == "__main__":
    x = torch.randn(200, 2)
    y = (x[:, :1] > x[:, 1:]).float()
    w, b, losses = fit(x, y)
    print(accuracy(classify(x, w, b), y))
