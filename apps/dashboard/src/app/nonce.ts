/** The nonce of this page's policy: style elements that carry it are allowed. */
export function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}
