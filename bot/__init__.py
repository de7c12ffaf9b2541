"""The assistant's face in Telegram."""

import gc

# The threshold of the youngest generation of the cyclic garbage collector. What a program loads is no garbage: with the
# usual 700 the collector takes a sixth of the start, and an eighth of the work under load.
gc.set_threshold(20_000, 20, 20)
