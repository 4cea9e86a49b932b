"""wrong: classify; misconception: classifies_without_the_bias"""


def classify(x, w, b, threshold=0.5):
    probabilities = sigmoid(x @ w)
    return (probabilities >= threshold).to(x.dtype)
