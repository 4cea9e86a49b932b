"""wrong: forward; misconception: forgets_the_output_bias"""


def forward(x, params):
    hidden = (x @ params["W1"] + params["b1"]).tanh()
    return hidden @ params["W2"], (x, hidden)
