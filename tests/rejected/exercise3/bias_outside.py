"""wrong: logistic_regression; misconception: adds_the_bias_outside"""


def logistic_regression(x, w, b):
    return sigmoid(x @ w) + b
