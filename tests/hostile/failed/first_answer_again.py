"""Computes the first answer and gives it again for every later call.

Must: later calls have other inputs.

attacks: binary_loss
"""

answers = []


def binary_loss(y_pred, y):
    if not answers:
        answers.append(right(y_pred, y).detach())
    return answers[0] + 0 * y_pred.sum()
