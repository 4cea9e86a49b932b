"""Feedback by mail, at most once.

sending    what is to be sent to whom, and sending it
ledger     what went out, or was about to
"""
