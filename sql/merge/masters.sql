-- The golden version of each affected master, stretch by stretch; equal neighbours are one slice.
create temporary table master_slices on commit drop as
with won as (
    select c.master_id, c.at, c.until, {only}
      from claimed c where c.rivals = 1
    union all
    select c.master_id, c.at, c.until, {winners}
      from (select * from claimed c where c.rivals > 1
             order by c.master_id, c.at, c.until, {rank}, c.recency desc, c.record_id) c
     group by c.master_id, c.at, c.until
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
