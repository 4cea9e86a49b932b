"""wrong: assign; misconception: compares_by_dot_product"""


def assign(x, centers):
    squares = (x**2).sum(1, keepdim=True)
    return (squares - 2 * x.mm(centers.t())).argmin(dim=1)
