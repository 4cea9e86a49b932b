"""wrong: sigmoid; misconception: lets_exp_overflow"""

import math


def sigmoid(z):
    return (1 + math.e ** (-z)) ** -1
