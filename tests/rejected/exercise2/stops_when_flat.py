"""wrong: fit_line; misconception: none

says: 200 epochs were asked for
"""

import torch


def fit_line(x, y, lr=0.1, epochs=200):
    w = torch.zeros(x.shape[1], 1, dtype=x.dtype, device=x.device)
    b = torch.zeros(1, dtype=x.dtype, device=x.device)
    losses = []
    for _ in range(epochs):
        losses.append(mse_loss(linear_model(x, w, b), y).item())
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) < 1e-6:
            break
        dw, db = mse_gradients(x, y, w, b)
        w, b = gradient_step([w, b], [dw, db], lr)
    return w, b, losses
