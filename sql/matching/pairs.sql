copy (
    select line, master_id, other, same_register from match_portion
    order by line, master_id, other
) to stdout (format csv, header)
