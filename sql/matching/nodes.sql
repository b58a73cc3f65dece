-- Whom to compare, as the scoring engine reads them.
copy (
    select * from ({nodes}) n order by unique_id
) to stdout (format csv, header)
