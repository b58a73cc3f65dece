-- What each database of siku needs from a superuser; safe to run again.
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pgcrypto;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Agreements that filter rows are security-barrier views; only a leakproof operator may use an
-- index through one. This one compares bounding boxes and raises no error that carries a value.
ALTER FUNCTION geometry_overlaps(geometry, geometry) LEAKPROOF;

-- Large objects belong to no schema: a department that may create nothing could create these.
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea)
    FROM PUBLIC;
