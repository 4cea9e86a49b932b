"""wrong: gradient_step; misconception: returns_the_change"""


def gradient_step(params, grads, lr):
    updates = []
    for g in grads:
        updates.append(-lr * g)
    return updates
