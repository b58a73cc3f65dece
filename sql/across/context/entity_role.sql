-- Of an entity's officers: its telephone and places, who holds shares in it, and whom its other
-- records name by number.
select o.owner_id, null::date as born, e.phone::text,
       array_remove(array[e.registered_division, e.operating_division], null)::text[] as divisions,
       array_remove(array[e.registered_address, e.operating_address], null)::text[] as addresses,
       array(select s.holder_person_id
               from legal_entity.shareholding s
              where s.entity_id = o.owner_id and s.holder_person_id is not null
                and not exists (select from ops.resolution r
                                 where r.reference = 'shareholding.holder_person_id'
                                   and r.owner_id = s.master_id and r.known_to = 'infinity')
             union
             select i.master_id
               from legal_entity.entity_link l
               join legal_entity.entity_record n on n.record_id = l.record_id
               join population.person_identifier i on i.value = n.legal_representative_number
              where l.master_id = o.owner_id and l.known_to = 'infinity') as parties
  from owner o join legal_entity.entity e on e.master_id = o.owner_id
