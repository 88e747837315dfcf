"""What is wrong with a booklet, in its content or in its finished books, each finding with its code.

revision  a published book that was changed and does not say so
"""

__all__ = ["revision"]
