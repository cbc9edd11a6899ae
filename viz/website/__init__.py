"""A static site of a graph: pages that link to each other, open from the file system, and ask nothing of a server."""
