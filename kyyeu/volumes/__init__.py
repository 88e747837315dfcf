"""The folder of a year's booklet.

volume     the folder as it will be
finding    the one that is meant, from where one stands
beginning  a new one, from the example
renewing   a new one, from last year's
launching  a file to double-click in it
moving     its booklet.yaml, from one year to another
example/   what a new one holds
"""

__all__ = ["beginning", "finding", "launching", "renewing", "volume"]
