-- What rows teach of others: those that say several things that should be one, such as a name in two
-- scripts.
copy (
    select distinct {columns} from ({nodes}) n where {differ} order by {columns}
) to stdout (format csv, header)
