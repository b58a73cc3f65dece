"""Which of several claims becomes the master's: declared rules, the contest, and its account."""
