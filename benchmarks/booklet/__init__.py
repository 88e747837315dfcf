"""The booklet, timed and examined beside what one would make it with otherwise."""
