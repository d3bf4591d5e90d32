import type { AccountRecord, AuditNote } from '#libs/domain';

/** What else happens where the first address of a server is confirmed: its account is the admin. */
export function firstAdmin(
  { id, role }: AccountRecord,
  first: boolean,
): { change: { role?: 'admin' }; audit: AuditNote[] } {
  if (!first || role === 'admin') return { change: {}, audit: [] };
  const note = { actor: { kind: 'system' } as const, action: 'account.first-admin', subject: { kind: 'account', id } };
  return { change: { role: 'admin' }, audit: [note] };
}
