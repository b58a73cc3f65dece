INSERT INTO sharing.agreement (agreement, department, valid_from, valid_until, document)
VALUES (%(agreement)s, %(department)s, %(first)s, %(last)s, %(document)s::jsonb)
ON CONFLICT (agreement) DO UPDATE SET
    department = excluded.department, valid_from = excluded.valid_from,
    valid_until = excluded.valid_until, document = excluded.document, applied_at = clock_timestamp()
WHERE agreement.document IS DISTINCT FROM excluded.document
