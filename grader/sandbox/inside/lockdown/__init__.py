"""Locks a worker down before it reads the learner's file.

lockdown    the order of the steps; level: what was reached
namespaces, landlock_rules, worker_user, resource_limits, seccomp_filter (table: syscalls)    one layer each
surroundings, walls, softening    what a worker finds around it, and sentences for those who meet a wall
kernel      the few calls that Python does not wrap
"""
