-- The master that a natural key names.
select i.master_id from {identity} i where i.natural_key = %(value)s
