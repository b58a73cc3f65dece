-- Of the holder of a right: where the unit or the parcel is, and who else holds a right in it.
select o.owner_id, null::date as born, null::text as phone,
       array_remove(array[left(coalesce(r.parcel_code, r.unit_code), 6)], null)::text[] as divisions,
       array_remove(array[u.location_text], null)::text[] as addresses,
       array(select h.holder_person_id
               from spatial."right" q
               join spatial.right_holder h on h.master_id = q.master_id
              where q.unit_id = r.unit_id and h.holder_person_id is not null
                and not exists (select from ops.resolution d
                                 where d.reference = 'right_holder.holder_person_id'
                                   and d.owner_id = h.master_id and d.known_to = 'infinity')
            ) as parties
  from owner o
  join spatial."right" r on r.master_id = o.owner_id
  left join spatial.real_estate_unit u on u.master_id = r.unit_id
