
LEFT JOIN sharing.pseudonym {alias}
    ON {alias}.department = {department} AND {alias}.thing = {thing}
    AND {alias}.master_id = m.{column}
