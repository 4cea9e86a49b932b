"""wrong: traced_ops; misconception: names_of_the_nodes_without_numbers"""


def traced_ops(graph):
    kept = [node for node in graph.graph.nodes if node.op.startswith("call")]
    return [node.name.rstrip("0123456789").rstrip("_") for node in kept]
