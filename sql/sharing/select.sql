SELECT {columns}
FROM {table} m{pseudonyms}
WHERE (now() AT TIME ZONE {timezone})::date BETWEEN {first} AND {last}{rows}
