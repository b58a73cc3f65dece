CREATE VIEW {view} WITH (security_barrier = {barrier}) AS
{query};
COMMENT ON VIEW {view} IS {comment};
{column_comments}
GRANT SELECT ON {view} TO {role}
