"""Training of the extraction model (extra ``train``): torch is imported here and nowhere else."""
