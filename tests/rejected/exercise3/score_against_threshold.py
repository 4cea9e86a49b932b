"""wrong: classify; misconception: compares_scores"""


def classify(x, w, b, threshold=0.5):
    score = x.mm(w) + b
    return score.ge(threshold).type_as(x)
