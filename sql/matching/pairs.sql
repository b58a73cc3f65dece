-- The pairs of the portion, as the model judges them: a line by its negative number, a master by its
-- own. What the model's guards ask of a pair stands beside it.
copy (
    select -line as l, coalesce(master_id, -other) as r, line, master_id, other, disputed, own
    from match_portion
    order by line, master_id, other
) to stdout (format csv, header)
