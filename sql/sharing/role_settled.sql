-- Whether a department's role is as locked down as it should be, and the gate may become it.
SELECT r.rolcanlogin AND r.rolconnlimit = %(connections)s
    AND NOT (r.rolsuper OR r.rolinherit OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication
        OR r.rolbypassrls)
    AND coalesce(s.setconfig @> %(configuration)s::text[], false)
    AND NOT EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid)
    AND pg_has_role(%(gate)s, r.oid, 'MEMBER')
FROM pg_roles r
LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0
WHERE r.rolname = %(role)s
