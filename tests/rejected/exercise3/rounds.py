"""wrong: classify; misconception: ignores_the_threshold"""


def classify(x, w, b, threshold=0.5):
    return logistic_regression(x, w, b).round()
