"""The page on which a reviewer chooses readings, one HTML file that needs no network, no server and no program."""
