-- What Great Expectations assesses: the rows that would be stored, withdrawals left out; shapes as
-- the name of their type, and each SQL condition of a rule as a column of true and false. The
-- barrier keeps such a column from being computed anew wherever a query names it.
CREATE TEMPORARY VIEW {view} WITH (security_barrier) AS
SELECT line, source_key, valid_from, {columns}
FROM {stage} WHERE op <> 'd'
