const KEY = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;

/** A link whose key cannot be read: it may be on screen while somebody streams. What holds no key is masked whole. */
export function maskedLink(link: string): string {
  const masked = link.replace(KEY, '••••••••');
  return masked === link ? '•'.repeat(Math.min(24, link.length)) : masked;
}
