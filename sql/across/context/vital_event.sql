-- Of those an event is about: the day of a birth, where it was, and the households of the others.
select o.owner_id, null::date as born, null::text as phone,
       array_remove(array[v.division_code], null)::text[] as divisions,
       array[]::text[] as addresses,
       array(select distinct m.master_id
               from population.person_identifier i
               join population.household_member k on k.master_id = i.master_id
               join population.household_member m on m.household_id = k.household_id
              where i.value in (v.person_number, v.spouse_number, v.mother_number, v.father_number)
            ) as parties
  from owner o join population.vital_event v on v.master_id = o.owner_id
