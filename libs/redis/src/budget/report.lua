-- A node says how it judges the provider. KEYS: base of the key. ARGV: node, state, how long it counts in ms.
redis.call('HSET', base .. 'nodes', ARGV[1], string.format('%.0f|%s', clock(), ARGV[2]))
redis.call('PEXPIRE', base .. 'nodes', tonumber(ARGV[3]) * 2)
return 'OK'
