-- Who a master is: since when, founded by what, under which key, and what it was merged into.
select i.master_id, i.natural_key, i.merged_into, i.known_from, i.delivery_id, i.founder
  from {identity} i where i.master_id = %(master)s
