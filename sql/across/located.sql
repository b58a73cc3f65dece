-- Addresses that name no parcel and lie within one that changed.
select a.master_id
  from changed c
  join spatial.parcel p on p.master_id = c.master_id
  join spatial.address a on a.location && p.shape and st_intersects(a.location, p.shape)
 where a.parcel_code is null
