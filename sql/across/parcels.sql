-- The parcels that addresses lie within.
select s.saying_id, min(p.master_id) as master_id, count(*) as parcels
  from saying s
  join spatial.address t on t.master_id = s.owner_id
  join spatial.parcel p on p.shape && t.location and st_intersects(p.shape, t.location)
 where not exists (select from ops.resolution r
                    where r.reference = %(reference)s and r.owner_id = s.owner_id
                      and r.number = '' and r.master_id = p.master_id
                      and r.state = 'refused' and r.known_to = 'infinity')
 group by s.saying_id
