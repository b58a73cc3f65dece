-- Who is worth comparing: masters and lines that share something that not too many do, and the
-- disputed holders of an identifier. A pair of two lines is found from both sides; once is enough.
create temp table match_pair on commit drop as
with candidate as (
    select f.line, f.master_id
    from (select *, count(*) over (partition by line, shared) as sharing from match_found) f
    where f.sharing <= %(most)s
    union
    select s.line, s.master_id
    from match_strong s
    join match_loose l using (line)
    union
    select s.line, s.former_master
    from match_loose s
    where s.former_master is not null
), common as (
    select shared, key from match_share group by shared, key having count(*) > %(most)s
), fellow as (
    select s.line, t.line as other
    from match_share s
    join match_share t on t.shared = s.shared and t.key = s.key and t.line <> s.line
    where not s.trusted
      and not exists (select from common c where c.shared = s.shared and c.key = s.key)
    union
    select s.line, t.line
    from match_loose s
    join match_loose t on t.number = s.number and t.line <> s.line
), doubted as materialized (
    -- Whose numbers are somebody else's, by the first and the last who bear them.
    select line, min(master_id) as first, max(master_id) as last
    from match_strong
    where not believed
    group by line
)
select c.line, c.master_id, null::bigint as other,
    coalesce(d.first <> c.master_id or d.last <> c.master_id, false) as disputed,
    coalesce(c.master_id = s.former_master, false) as own
from candidate c
join match_loose s using (line)
left join doubted d on d.line = c.line
where not exists (
    select from match_apart a where a.line = c.line and a.master_id = c.master_id
)
union all
select distinct greatest(f.line, f.other), null::bigint, least(f.line, f.other),
    a.line is not null or b.line is not null, false
from fellow f
left join doubted a on a.line = f.line
left join doubted b on b.line = f.other
where not exists (
    select from match_apart x
    where (x.line, x.other) in ((f.line, f.other), (f.other, f.line))
);
