"""A volume of an office that is not there: every kind of contribution, every pattern of pictures.

``python -m examples`` makes it in every theme, and lays its pages out.
"""
