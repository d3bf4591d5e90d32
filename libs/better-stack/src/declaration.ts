import { z } from 'zod';

const seconds = z.int().min(30).max(31_536_000);
const name = z.string().min(1).max(120);
const monitorSchema = z.strictObject({
  name,
  /** Shown on the status page under this name; not shown without it. */
  publicName: name.optional(),
  url: z.string().regex(/^(\{[A-Z_]+\}|https?:\/\/)/, 'must begin with {PUBLIC_URL}, {WIDGETS_URL} or https://'),
  keyword: z.string().min(1).optional(),
  everySeconds: seconds,
});
const heartbeatSchema = z.strictObject({
  name,
  publicName: name.optional(),
  /** Configuration key that takes its address. */
  key: z.string().regex(/^BETTERSTACK_HEARTBEAT_[A-Z]+_URL$/),
  periodSeconds: seconds,
  graceSeconds: z.int().min(0).max(31_536_000),
  /** Left out where this part of the product is not in use. */
  needs: z.enum(['canary', 'stripe']).optional(),
});

/** What is to be there at Better Stack: `deploy/monitoring/betterstack.json`. */
export const declarationSchema = z
  .strictObject({
    monitors: z.array(monitorSchema),
    heartbeats: z.array(heartbeatSchema),
    statusPage: z.strictObject({ company: name, section: name }).optional(),
  })
  .refine(({ monitors, heartbeats }) => unique(monitors) && unique(heartbeats), {
    error: 'two entries have the same name, and names are what they are known by',
  });
export type Declaration = z.infer<typeof declarationSchema>;

function unique(entries: readonly { name: string }[]): boolean {
  return new Set(entries.map((entry) => entry.name)).size === entries.length;
}

/** What the declaration is filled in with. */
export interface Installation {
  addresses: Readonly<Record<string, string | undefined>>;
  uses: Readonly<Record<'canary' | 'stripe', boolean>>;
  /** Of the status page; none is made without it. */
  subdomain?: string | undefined;
}

/** The address with its `{KEY}` filled in. Throws an Error that names the missing key. */
export function fillIn(url: string, addresses: Installation['addresses']): string {
  return url.replace(/\{([A-Z_]+)\}/, (_, key: string) => {
    const address = addresses[key];
    if (address === undefined) throw new Error(`${key} is missing. Better Stack has to know which address to look at.`);
    return address.replace(/\/+$/, '');
  });
}
