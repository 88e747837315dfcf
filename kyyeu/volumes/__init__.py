"""The folder of a year's booklet.

finding  the one that is meant, from where one stands
"""

__all__ = ["finding"]
