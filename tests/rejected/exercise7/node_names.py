"""wrong: traced_ops; misconception: names_of_the_nodes"""


def traced_ops(graph):
    out = []
    for n in graph.graph.nodes:
        if n.op not in ("placeholder", "get_attr", "output"):
            out.append(str(n))
    return out
