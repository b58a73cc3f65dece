-- Addresses with a point and without the code of a parcel.
drop table if exists saying;
create temporary table saying on commit drop as
select row_number() over (order by t.master_id) as saying_id, t.master_id as owner_id,
       ''::text as number, ''::text as name
  from affected a join spatial.address t on t.master_id = a.owner_id
 where t.parcel_code is null and t.location is not null
   and not exists (
       select from ops.resolution r
        where r.reference = %(reference)s and r.owner_id = t.master_id and r.number = ''
          and r.known_to = 'infinity' and r.method = 'decision' and r.state = 'linked');
analyze saying
