"""wrong: classify; misconception: gives_the_classes_the_wrong_way_round"""


def classify(x, w, b, threshold=0.5):
    return (logistic_regression(x, w, b) <= threshold).to(x.dtype)
