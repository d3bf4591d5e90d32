import type { AuditEntry } from '#libs/contracts';

/** Who it was. */
export function actorText({ kind, email, accountId }: AuditEntry['actor']): string {
  if (kind === 'operator') return 'Operator token';
  if (kind === 'system') return 'StreamShape itself';
  return email ?? accountId ?? 'A deleted account';
}

/** `reason: Spam, role: admin` */
export function detailText(detail: AuditEntry['detail']): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
