"""The pure core: what a chat is and what may happen to it. No clock, no chance, no I/O; time and ids are arguments."""
