-- What Great Expectations assesses: the rows that would be stored, withdrawals left out; shapes as
-- the name of their type, and each SQL condition of a rule as a column of true and false.
CREATE TEMPORARY VIEW {view} AS
SELECT line, source_key, valid_from, {columns}
FROM {stage} WHERE op <> 'd'
