"""What a decision is worth: the one measure by which the pairs that wait are ranked.

    worth = doubt x reach x stakes x begun x 2 ** (days waited / 30)

- *doubt*: the chance that what stands is wrong. A pair that waits stands apart, so it is the chance
  that the two are the same: a likely pair left apart is probably wrong, a toss-up half as often.
  Where the machine gave no chance (an identifier is suspected), one half; never less than 1 in 20.
- *reach*: what a wrong answer spoils, log2(2 + n): n records of the two masters and references to
  them from other masters. The tenth matters less than the first.
- *stakes*: hard identifiers. Both sides have one of a kind and they differ: somebody bears a wrong
  number, or two would become one (3). Only one side has one: the other would gain it (2). Else 1.
- *begun*: others have judged and one more settles it (2), else 1.
- A pair that waits doubles every thirty days: nothing is left lying for ever.

A cluster that breaks a rule stands together, as likely wrongly as not (1/2); to have taken two for
one is four times as bad as to have missed that two are one, and identifiers are at stake (3).

Since all age alike, their order does not change with time: `standing` is the logarithm of the worth
less the months until the pair was asked, and the queue is an index on it.
"""

from __future__ import annotations

MEASURE = {
    "unknown": 0.5,  # doubt where the machine gave no chance
    "least": 0.05,  # least doubt
    "differing": 3.0,  # stakes of identifiers that differ
    "gained": 2.0,  # stakes of an identifier that one side gains
    "begun": 2.0,
    "merged": 4.0,  # how much worse a false merge is than a missed one
    "doubles": 30.0,  # days
}
