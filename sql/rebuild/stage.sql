-- A delivery as its records tell it: what it said that was news, in the order of the records.
drop table if exists {staged}, rebuild_line;
create temporary table rebuild_line on commit drop as
select row_number() over (order by r.record_id, r.valid_from) as line, r.*
  from (select distinct on (k.record_id) k.*
          from rebuild_record k
         where k.known_from = %(at)s and k.delivery_id = %(delivery_id)s
         order by k.record_id, k.valid_from desc) r;
create unlogged table {staged} as
select r.line, r.source_key::text, 'u'::"char" as op, r.valid_from, r.valid_to, {attributes}, r.original
  from rebuild_line r
