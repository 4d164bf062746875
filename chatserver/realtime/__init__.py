"""Socket.IO: translates commands into use cases and news into events, and does nothing else."""
