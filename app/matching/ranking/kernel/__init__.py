"""The compiled loops: one row's score, the top k (branch and bound with block maxima), the gate histogram."""
