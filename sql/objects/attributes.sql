-- Positions are given once and never change: claims stored under them keep their meaning.
INSERT INTO ops.attribute (thing, name, position)
SELECT new.thing, new.name, row_number() OVER (PARTITION BY new.thing ORDER BY new.place)
    + coalesce((SELECT max(a.position) FROM ops.attribute a WHERE a.thing = new.thing), 0)
FROM (VALUES {rows}) AS new (thing, name, place)
WHERE NOT EXISTS (
    SELECT FROM ops.attribute a WHERE a.thing = new.thing AND a.name = new.name
)
