"""wrong: classify; misconception: returns_the_probabilities"""


def classify(x, w, b, threshold=0.5):
    p = logistic_regression(x, w, b)
    labels = p.clone()
    labels[p < threshold] = 0
    return labels
