"""wrong: fit_line; misconception: none
says: of fit_line(x, y, epochs=0) must be 0
"""


def fit_line(x, y, lr=0.1, epochs=200):
    w, b, losses = x.new_zeros(x.shape[1], 1), x.new_zeros(1), []
    for _ in range(max(epochs, 1)):
        e = x @ w + b - y
        losses.append(float((e * e).mean()))
        w, b = w - lr * 2 * x.T @ e / len(x), b - lr * 2 * e.mean(0)
    return w, b, losses
