SELECT e.position, e.at, e.kind, e.who, e.what, e.seal
FROM audit.entry e
WHERE (%(who)s::text IS NULL OR e.who = %(who)s)
    AND (%(kind)s::text IS NULL OR e.kind = %(kind)s)
    AND (%(touched)s::jsonb IS NULL OR e.what @> %(touched)s::jsonb)
ORDER BY e.position DESC
LIMIT %(limit)s
