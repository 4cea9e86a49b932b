"""wrong: accuracy; misconception: stays_a_float32_tensor"""


def accuracy(predicted, y):
    return (predicted == y).float().mean()
