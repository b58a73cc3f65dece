-- The chain with the text that each seal must be the SM3 of, and where it should end: one
-- statement, so that entries appended meanwhile do not confuse the walk.
SELECT e.position, e.previous, e.seal, e.what ->> 'file' AS file, e.what ->> 'sha256' AS sha256,
    audit.canonical(e.position, e.at, e.kind, e.who, e.what, e.previous) AS text,
    h.position AS last_position, h.seal AS last_seal
FROM audit.head h LEFT JOIN audit.entry e ON true
ORDER BY e.position
