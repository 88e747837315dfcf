"""Documents as PDF bytes: the only room that knows the layout engine."""
