-- What the unsettled lines of the delivery share with each other, and who shares it.
create temp table match_share on commit drop as
select s.line, s.trusted, v.shared, k.key
from match_loose s
join {staged} d using (line)
cross join lateral (values {shares}) v(shared, keys)
cross join unnest(v.keys) k(key)
where k.key is not null;

analyze match_share;
