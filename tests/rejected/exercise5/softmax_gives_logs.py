"""wrong: softmax; misconception: returns_the_logarithm"""


def softmax(z):
    shifted = z - z.amax(1, keepdim=True)
    return shifted - shifted.exp().sum(1, keepdim=True).log()
