-- Whether there is anything to judge.
SELECT EXISTS (SELECT FROM {stage})
