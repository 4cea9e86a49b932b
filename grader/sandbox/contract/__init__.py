"""What the checker and the worker agree on; imported by both sides, imports neither.

limits, worker_spec    what a worker may use and is told about itself
wire, wire_reader      frames on the pipe, and their reader that trusts nothing
observed, ending       what a recorder saw; how an exchange ended
"""
