"""The program: settings, wiring, the loops that keep it running, and the command line."""
