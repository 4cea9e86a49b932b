"""wrong: forward; misconception: sigmoid_hidden_layer"""


def forward(x, params):
    act = 1 / (1 + (-(x @ params["W1"] + params["b1"])).exp())
    return act @ params["W2"] + params["b2"], (x, act)
