"""wrong: classify; misconception: keeps_true_and_false"""


def classify(x, w, b, threshold=0.5):
    return logistic_regression(x, w, b) >= threshold
