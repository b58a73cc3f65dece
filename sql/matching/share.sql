-- What the unsettled lines of the delivery share with each other, and who shares it. Only masters
-- without a number and lines without one can be whom a trusted line means: so of trusted lines what
-- they share with others.
create temp table match_share on commit drop as
select s.line, s.trusted, v.shared, k.key
from match_loose s
join {staged} d using (line)
cross join lateral (values {shares}) v(shared, keys)
cross join unnest(v.keys) k(key)
where k.key is not null and not s.trusted;

analyze match_share;

insert into match_share (line, trusted, shared, key)
select s.line, s.trusted, v.shared, k.key
from match_loose s
join {staged} d using (line)
cross join lateral (values {shares}) v(shared, keys)
cross join unnest(v.keys) k(key)
where s.trusted and (v.shared, k.key) in (select shared, key from match_share);

analyze match_share;
