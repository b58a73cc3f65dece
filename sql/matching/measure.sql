analyze {staged}
