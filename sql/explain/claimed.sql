-- What is claimed of one master on a day, as known at a moment; laid out as sql/merge/claimed.sql
-- lays out the stretches of many.
create temporary table claimed on commit drop as
select l.master_id, %(day)s::date as at, r.record_id, r.dataset_id, r.source_key,
       r.valid_from as recency, {of_record}, count(*) over () as rivals
  from {link} l
  join {records}(%(day)s::date, %(known)s::timestamptz) r on r.record_id = l.record_id
 where l.master_id = %(master)s
   and l.known_from <= %(known)s::timestamptz and %(known)s::timestamptz < l.known_to
