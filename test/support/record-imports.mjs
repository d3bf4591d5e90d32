// Preloaded into a process (NODE_OPTIONS=--import): every package that it loads goes into the file RECORD_IMPORTS.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    if (resolved.url.includes('/node_modules/')) appendFileSync(process.env.RECORD_IMPORTS, `${resolved.url}\n`);
    return resolved;
  },
});
