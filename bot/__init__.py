"""The assistant's face in Telegram."""

import gc

# Objects made beyond those that went, until Python searches the youngest for garbage in circles. Among what a program
# loads is none: with the usual 700 the search takes a sixth of the start, and an eighth of the work under load.
gc.set_threshold(20_000, 20, 20)
