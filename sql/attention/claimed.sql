-- What bears on the masters just derived, until further notice, where they have several records.
(select c.* from claimed c where c.until = 'infinity' and c.rivals > 1)
