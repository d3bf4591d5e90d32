-- Gives up the place in the line. KEYS: base of the key. ARGV: ticket.
leaveLine(ARGV[1])
return 'OK'
