"""All of ours that runs beside the learner's code. It holds no expected value, no label and no point."""
