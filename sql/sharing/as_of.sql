-- One SELECT, stable, neither strict nor with a SET: so it is inlined, and filters reach indexes.
CREATE FUNCTION {function}(
    valid date DEFAULT current_date, known timestamptz DEFAULT now()
) RETURNS SETOF {timeline} LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT t.* FROM {timeline} t
    WHERE t.valid_from <= valid AND valid < t.valid_to
        AND t.known_from <= known AND known < t.known_to
$$;
COMMENT ON FUNCTION {function}(date, timestamptz) IS {comment};
REVOKE ALL ON FUNCTION {function}(date, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {function}(date, timestamptz) TO {role}
