"""wrong: traced_ops; misconception: prints_the_targets"""


def traced_ops(graph):
    return [str(node.target) for node in graph.graph.nodes if node.op.startswith("call")]
