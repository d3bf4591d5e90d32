/**
 * What Node is told when it runs a role, wherever that is written down (units, image, package scripts): short pauses and a
 * third of the memory of an idle page, as docs/adr/0039 measured.
 */
export const MEMORY_FLAG = '--max-semi-space-size=16';
export const ROLE_FLAGS = ['--enable-source-maps', MEMORY_FLAG];
