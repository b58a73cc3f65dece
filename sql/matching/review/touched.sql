-- The pairs that a change of some masters bears on: of records that stand there or did, and about
-- these masters or ids that lead to them.
with recursive named as (
    select t.master_id from {touched} t
    union
    select i.master_id from named n join {identity} i on i.merged_into = n.master_id
)
select v.review_id
  from {touched} t
  join {link} l on l.master_id = t.master_id
  join ops.review v on v.thing = %(thing)s and v.record_id = l.record_id
union
select v.review_id
  from named n join ops.review v on v.thing = %(thing)s and v.master_id = n.master_id
