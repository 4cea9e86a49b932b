"""wrong: binary_loss; misconception: gives_a_python_float"""


def binary_loss(y_pred, y):
    p = y_pred.clamp(min=1e-12)
    q = (1 - y_pred).clamp(min=1e-12)
    loss = -(y * p.log() + (1 - y) * q.log()).mean()
    return loss.item()
