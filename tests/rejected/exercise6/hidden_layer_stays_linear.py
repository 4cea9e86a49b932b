"""wrong: forward; misconception: needs_no_activation"""


def forward(x, params):
    first = x.mm(params["W1"]).add(params["b1"])
    second = first.mm(params["W2"]).add(params["b2"])
    return second, (x, first)
