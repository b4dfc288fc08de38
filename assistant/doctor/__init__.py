"""What works on this machine and what does not, each with what to do next; nothing is mended."""
