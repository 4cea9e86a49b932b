"""wrong: logistic_regression; misconception: moves_x_to_its_middle"""


def logistic_regression(x, w, b):
    x = x - x.mean(dim=0)
    return sigmoid(x @ w + b)
