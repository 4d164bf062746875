"""Files: what is uploaded, examined in a process of its own, and kept in a folder outside of what is served."""
