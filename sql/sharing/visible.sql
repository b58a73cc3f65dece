-- Every relation outside the system's and the extensions' own that a role may read: what a
-- department really sees, whoever granted it.
SELECT n.nspname || '.' || c.relname
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_roles r ON r.rolname = %(role)s
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p')
    AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    AND NOT EXISTS (
        SELECT FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    )
    AND has_schema_privilege(r.oid, n.oid, 'USAGE')
    AND has_any_column_privilege(r.oid, c.oid, 'SELECT')
ORDER BY 1
