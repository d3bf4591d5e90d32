import type { BetterStackApi, Resource } from './better-stack-api.js';
import { fillIn, type Declaration, type Installation } from './declaration.js';

/** What was done, or would be, about one thing. */
export interface Step {
  kind: 'monitor' | 'heartbeat' | 'status page' | 'section' | 'component';
  name: string;
  did: 'created' | 'changed' | 'unchanged';
  /** Attributes that were not as declared. */
  fields: string[];
}

export interface Applied {
  steps: Step[];
  /** Addresses of heartbeats, by configuration key. Secrets. */
  heartbeats: Record<string, string>;
}

interface Wanted {
  kind: Step['kind'];
  name: string;
  /** Path of its collection. */
  path: string;
  attributes: Record<string, unknown>;
  existing: Resource | undefined;
}

type Shown = { name: string; type: 'Monitor' | 'Heartbeat'; id: string };

/**
 * Makes Better Stack hold what is declared, found by name: creates what is missing, changes what differs, and leaves
 * everything else alone. It deletes nothing, and doing it again changes nothing. With `dryRun` it only looks.
 */
export async function applyDeclaration(
  api: BetterStackApi,
  declaration: Declaration,
  installation: Installation,
  dryRun = false,
): Promise<Applied> {
  return await new Application(api, installation, dryRun).apply(declaration);
}

class Application {
  private readonly steps: Step[] = [];
  private readonly heartbeats: Record<string, string> = {};
  private readonly shown: Shown[] = [];

  constructor(
    private readonly api: BetterStackApi,
    private readonly installation: Installation,
    private readonly dryRun: boolean,
  ) {}

  async apply(declaration: Declaration): Promise<Applied> {
    await this.monitors(declaration);
    await this.beats(declaration);
    if (declaration.statusPage && this.installation.subdomain !== undefined) {
      await this.statusPage(declaration.statusPage, this.installation.subdomain);
    }
    return { steps: this.steps, heartbeats: this.heartbeats };
  }

  private async monitors({ monitors }: Declaration): Promise<void> {
    const there = await this.api.list('/monitors');
    for (const { name, publicName, url, keyword, everySeconds } of monitors) {
      const attributes = {
        pronounceable_name: name,
        url: fillIn(url, this.installation.addresses),
        monitor_type: keyword === undefined ? 'status' : 'keyword',
        ...(keyword === undefined ? {} : { required_keyword: keyword }),
        check_frequency: everySeconds,
      };
      const existing = there.find((one) => one.attributes['pronounceable_name'] === name);
      const now = await this.put({ kind: 'monitor', name, path: '/monitors', attributes, existing });
      if (publicName !== undefined && now) this.shown.push({ name: publicName, type: 'Monitor', id: now.id });
    }
  }

  private async beats({ heartbeats }: Declaration): Promise<void> {
    const there = await this.api.list('/heartbeats');
    for (const { name, publicName, key, periodSeconds, graceSeconds, needs } of heartbeats) {
      if (needs && !this.installation.uses[needs]) continue;
      const attributes = { name, period: periodSeconds, grace: graceSeconds };
      const existing = there.find((one) => one.attributes['name'] === name);
      const now = await this.put({ kind: 'heartbeat', name, path: '/heartbeats', attributes, existing });
      if (typeof now?.attributes['url'] === 'string') this.heartbeats[key] = now.attributes['url'];
      if (publicName !== undefined && now) this.shown.push({ name: publicName, type: 'Heartbeat', id: now.id });
    }
  }

  private async statusPage(declared: { company: string; section: string }, subdomain: string): Promise<void> {
    const pages = await this.api.list('/status-pages');
    const page = await this.put({
      ...{ kind: 'status page' as const, name: subdomain, path: '/status-pages' },
      attributes: {
        ...{ company_name: declared.company, subdomain, timezone: 'UTC' },
        company_url: fillIn('{PUBLIC_URL}', this.installation.addresses),
      },
      existing: pages.find((one) => one.attributes['subdomain'] === subdomain),
    });
    const base = page && `/status-pages/${page.id}`;
    const sections = base === undefined ? [] : await this.api.list(`${base}/sections`);
    const section = await this.put({
      ...{ kind: 'section' as const, name: declared.section, path: `${base}/sections` },
      attributes: { name: declared.section },
      existing: sections.find((one) => one.attributes['name'] === declared.section),
    });
    const components = base === undefined ? [] : await this.api.list(`${base}/resources`);
    for (const { name, type, id } of this.shown) {
      await this.put({
        ...{ kind: 'component' as const, name, path: `${base}/resources` },
        attributes: {
          ...{ resource_id: Number(id), resource_type: type, public_name: name, widget_type: 'history' },
          ...(section ? { status_page_section_id: Number(section.id) } : {}),
        },
        existing: components.find(
          ({ attributes }) => attributes['resource_type'] === type && String(attributes['resource_id']) === id,
        ),
      });
    }
  }

  /** The thing as it is afterwards; undefined where a dry run would have created it. */
  private async put({ kind, name, path, attributes, existing }: Wanted): Promise<Resource | undefined> {
    if (!existing) {
      this.steps.push({ kind, name, did: 'created', fields: [] });
      return this.dryRun ? undefined : await this.api.create(path, attributes);
    }
    const different = Object.entries(attributes).filter(([field, value]) => !same(existing.attributes[field], value));
    const fields = different.map(([field]) => field);
    this.steps.push({ kind, name, did: fields.length > 0 ? 'changed' : 'unchanged', fields });
    if (fields.length === 0 || this.dryRun) return existing;
    return await this.api.update(`${path}/${existing.id}`, Object.fromEntries(different));
  }
}

/** The API gives numbers back as texts here and there. */
function same(is: unknown, wanted: unknown): boolean {
  const plain = typeof is === 'string' || typeof is === 'number';
  return is === wanted || (plain && String(is) === String(wanted));
}
