-- One finding on values that were taken though something is odd about them; it is not scored.
INSERT INTO ops.finding (delivery_id, rule, attribute, dimension, severity, assessed, satisfied,
    score, zh, en, examples)
VALUES (%(delivery)s, %(rule)s, %(attribute)s, 'accuracy', 'advice', %(assessed)s, %(satisfied)s,
    %(satisfied)s::float8 / greatest(%(assessed)s, 1), %(zh)s, %(en)s, %(examples)s::jsonb)
