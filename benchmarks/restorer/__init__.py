"""What the restorer does right, what it costs, and what else there is."""
