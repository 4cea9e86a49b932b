"""wrong: binary_loss; misconception: adds_epsilon_instead"""

import torch


def binary_loss(y_pred, y):
    def safe_log(t):
        return torch.log(t + 1e-12)

    return torch.mean(-torch.where(y > 0, safe_log(y_pred), safe_log(1 - y_pred)))
