-- A department's key is made here, once, and never leaves the database.
INSERT INTO sharing.pseudonym_key (department, key, things)
VALUES (%(department)s, public.gen_random_bytes(32), %(things)s)
ON CONFLICT (department) DO UPDATE SET things = excluded.things
