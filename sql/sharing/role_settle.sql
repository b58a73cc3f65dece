-- What a role has from its creation on (no further powers) is not said again: from PostgreSQL 16
-- on only who has a power may take it away.
ALTER ROLE {role} LOGIN NOINHERIT CONNECTION LIMIT {connections};
GRANT {role} TO {gate}
