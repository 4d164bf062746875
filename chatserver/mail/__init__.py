"""E-mail: letters as they are written, handed over, and tried again. No address and no word of one reaches the log."""
