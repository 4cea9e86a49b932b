"""Autogradus: an auto-graded PyTorch course; README.md has the map."""
