-- The sayings of which a decision was just taken back: they mean nobody until they are looked up.
drop table if exists saying, verdict, affected;
create temporary table saying on commit drop as
select r.resolution_id as saying_id, r.owner_id, r.number, r.name
  from ops.resolution r
 where r.reference = %(reference)s and r.number = %(number)s and r.name = %(name)s
   and r.method = 'decision' and r.state = 'linked' and r.known_to = %(known)s;
create temporary table verdict (saying_id bigint, master_id bigint, state text) on commit drop;
create temporary table affected on commit drop as
select distinct r.owner_id
  from ops.resolution r
 where r.reference = %(reference)s and r.number = %(number)s and r.name = %(name)s
   and r.method = 'decision' and r.known_to = %(known)s
