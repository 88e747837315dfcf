"""Many sources to as many articles, on every core or on a cluster."""
