"""What one paper says: readers of papers and the spaCy pipeline that extracts methods, datasets, tasks and metrics."""
