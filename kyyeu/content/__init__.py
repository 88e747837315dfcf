"""A folder of content as a Booklet: validated, proved, each mistake with its place."""
