-- How long a pair was with a person before they judged it.
select percentile_cont(0.5) within group (
           order by extract(epoch from v.at - v.handed_at)::double precision)
  from ops.vote v where v.handed_at is not null
