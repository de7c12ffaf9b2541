"""The bots that are compared, each a program of its own: `python -m bench.bots.NAME --api URL [--webhook PORT]`."""
