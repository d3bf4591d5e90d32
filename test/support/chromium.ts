import { type Browser, chromium } from 'playwright-core';

const DEFAULT_CHROMIUM = '/usr/bin/chromium';

/** The Chromium that browser tests use: `TEST_CHROMIUM`, else Debian's. */
export function chromiumPath(): string {
  return process.env['TEST_CHROMIUM'] ?? DEFAULT_CHROMIUM;
}

/** A headless browser that talks to nobody but the test. Close it when done. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-default-apps',
      '--disable-extensions',
      '--disable-sync',
      '--no-first-run',
      '--mute-audio',
      '--hide-scrollbars',
      '--force-color-profile=srgb',
    ],
  });
}
