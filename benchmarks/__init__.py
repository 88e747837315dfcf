"""Measured in one run against what one would use instead."""
