-- All records of legal entities, as the model compares them, to train it with.
copy (
    select d.record_id as unique_id, {line}
    from legal_entity.entity_record d
    order by d.record_id
) to stdout (format csv, header)
