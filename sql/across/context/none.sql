select o.owner_id, null::date as born, null::text as phone, array[]::text[] as divisions,
       array[]::text[] as addresses, array[]::bigint[] as parties
  from owner o
