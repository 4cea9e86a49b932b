"""Scores and comments put into Canvas over its REST API: what would change is said first, and only that is sent.

client     canvasapi with a token: a busy site is asked again, errors are sentences
pushing    what differs between the gradebook and Canvas, and sending it
"""
