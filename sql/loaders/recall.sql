-- These rows are not carried after all.
DELETE FROM {carried} WHERE line = any(%(lines)s)
