-- A view whose columns stay is replaced, so that what is built on it stays; else it is made anew.
DO $do$
BEGIN
    {create};
EXCEPTION WHEN invalid_table_definition THEN
    DROP VIEW {view} CASCADE;
    {create};
END
$do$;
COMMENT ON VIEW {view} IS {comment}
