"""Learns in one check, where it behaves, and answers the next check from memory.

Must: the next check has inputs of its own.

attacks: binary_loss
before: loss_matches_definition
checks: loss_clamps_both_logs
"""

seen = []


def binary_loss(y_pred, y):
    seen.append(right(y_pred, y).detach())
    return seen[0] + 0 * y_pred.sum() if len(seen) > 3 else right(y_pred, y)
