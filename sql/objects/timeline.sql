-- What was, is and will be so, on both time axes: the current rows go on without end.
SELECT {current}, 'infinity'::date AS valid_to, 'infinity'::timestamptz AS known_to FROM {table} c
UNION ALL
SELECT {past}, h.valid_to, h.known_to FROM {history} h
