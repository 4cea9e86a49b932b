"""Mutants of deep learning: mistakes that people make in programs that train, made in a right file, one at a time.

edit        a change of a source's text, at the place of a syntax node
training    the training loop: gradients, steps, epochs, rates, seeds
modes       train and eval, graphs that are kept or cut
axes        dim, keepdim, transposes, products of matrices
formulas    sums and means, roots, signs, bounds, corrections
networks    layers, activations, losses
samples     labels, batches, training and test data
dtypes      float32 for float64, dtypes and devices that are lost
arguments   the caller's tensors written to, or handed back
catalogue   all of them, and the mutants that they make of a source
"""
