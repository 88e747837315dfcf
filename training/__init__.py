"""How the model in the package was made: text in, the same bytes out every time. Needs NumPy.

corpus → tokens → duplicates → vocabulary → counting → smoothing → mixing → pruning → packing
"""
