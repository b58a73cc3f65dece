-- What the model of standard addresses compares of a line `d`.
d.text, d.division_code,
st_x(d.location) as longitude, st_y(d.location) as latitude
