-- The many-valued facts of each affected master: what its records claim, each row by the record
-- of the best rank that claims it; equal neighbours are one slice.
create temporary table {slices} on commit drop as
with claims as (
    select c.master_id, c.at, c.until, c.record_id, v.*,
           {rank} as rank, c.recency, c.dataset_id, c.source_key
      from claimed c
      cross join lateral (values {rows}) v ({attributes})
     where {complete}
), won as (
    select distinct on (w.master_id, w.at, {key}) w.*
      from claims w
     order by w.master_id, w.at, {key}, w.rank, {succession}
), referred as (
    select w.master_id, w.at, w.until, w.record_id, {of_won}{references} from won w{lookups}
), compared as (
    select r.*, lag(r.until) over neighbours is distinct from r.at
                or lag(md5(row({of_referred})::text)) over neighbours
                   is distinct from md5(row({of_referred})::text) as begins
      from referred r
    window neighbours as (partition by r.master_id, {key_of_referred} order by r.at)
), runs as (
    select c.*, count(*) filter (where c.begins)
                over (partition by c.master_id, {key_of_compared} order by c.at) as run
      from compared c
), spanned as (
    select r.*, max(r.until) over (partition by r.master_id, {key_of_runs}, r.run) as valid_to
      from runs r
)
select s.master_id, {of_spanned}, s.at as valid_from, s.valid_to from spanned s where s.begins;
create index on {slices} (master_id);
analyze {slices};
