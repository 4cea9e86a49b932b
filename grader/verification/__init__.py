"""Proofs that the course itself is right; `grade verify` runs them."""
