-- Of a shareholder: the telephone and division of the company, and who leads it.
select o.owner_id, null::date as born, e.phone::text,
       array_remove(array[e.registered_division, e.operating_division], null)::text[] as divisions,
       array_remove(array[e.registered_address, e.operating_address], null)::text[] as addresses,
       array(select p.person_id
               from legal_entity.entity_role p
              where p.master_id = s.entity_id and p.person_id is not null
                and not exists (select from ops.resolution r
                                 where r.reference = 'entity_role.person_id'
                                   and r.owner_id = p.master_id and r.known_to = 'infinity')
            ) as parties
  from owner o
  join legal_entity.shareholding s on s.master_id = o.owner_id
  left join legal_entity.entity e on e.master_id = s.entity_id
