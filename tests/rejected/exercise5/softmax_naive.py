"""wrong: softmax; misconception: lets_exp_overflow"""

import math


def softmax(z):
    powers = math.e**z
    return powers / powers.sum(1).unsqueeze(1)
