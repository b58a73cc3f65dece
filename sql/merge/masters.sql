-- The golden version of each affected master, stretch by stretch; equal neighbours are one slice.
-- Where several records claim, they stand in their order of succession, and each attribute is won by
-- the one in some place (matching/survivorship/contest.py).
create temporary table master_slices on commit drop as
with won as (
    select c.master_id, c.at, c.until, c.recency, {only}
      from claimed c where c.rivals = 1
    union all
    select g.master_id, g.at, g.until, g.recency, {won}
      from (select c.master_id, c.at, c.until, min(c.recency) as recency,
                   array_agg(c.record_id) as record_id{said}
              from (select c.*, row_number() over (fellows order by {succession}) as "its place"{differs}
                      from claimed c
                     where c.rivals > 1
                    window fellows as (partition by c.master_id, c.at, c.until)) c
             group by c.master_id, c.at, c.until) g
), referred as (
    select w.*{references} from won w{lookups}
), compared as (
    select r.*, lag(r.until) over neighbours is distinct from r.at
                or lag(md5(row({of_referred})::text)) over neighbours
                   is distinct from md5(row({of_referred})::text) as begins
      from referred r
    window neighbours as (partition by r.master_id order by r.at)
), runs as (
    select c.*, count(*) filter (where c.begins) over (partition by c.master_id order by c.at) as run
      from compared c
), spanned as (
    select r.*, max(r.until) over (partition by r.master_id, r.run) as valid_to from runs r
)
select s.master_id, {of_spanned}, s.at as valid_from, s.valid_to from spanned s where s.begins;
create index on master_slices (master_id);
analyze master_slices;
