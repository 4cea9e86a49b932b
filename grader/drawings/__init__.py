"""What a check draws beside its verdict: curves and pictures, as plain data. Imports nothing of ours."""
