-- The sayings that people just decided, and what they mean now.
drop table if exists saying, verdict;
create temporary table saying on commit drop as
select r.resolution_id as saying_id, r.owner_id, r.number, r.name
  from ops.resolution r
 where r.reference = %(reference)s and r.number = %(number)s and r.name = %(name)s
   and r.known_from = %(known)s and r.known_to = 'infinity';
create temporary table verdict on commit drop as
select r.resolution_id as saying_id, r.master_id, r.state
  from ops.resolution r join saying s on s.saying_id = r.resolution_id
 where r.state = 'linked';
drop table if exists affected;
create temporary table affected on commit drop as
select distinct s.owner_id from saying s left join verdict v using (saying_id)
 where v.saying_id is null
