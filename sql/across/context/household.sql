-- Of a head of household: where it lives, and its members.
select o.owner_id, null::date as born, null::text as phone,
       array_remove(array[h.division_code], null)::text[] as divisions,
       array_remove(array[h.address], null)::text[] as addresses,
       array(select m.master_id from population.household_member m
              where m.household_id = o.owner_id) as parties
  from owner o join population.household h on h.master_id = o.owner_id
