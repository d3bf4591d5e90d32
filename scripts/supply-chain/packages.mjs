/** Licences whose works may be part of a work under the AGPL-3.0, by their SPDX names. */
const COMPATIBLE = new Set([
  ...['0BSD', 'AGPL-3.0-only', 'AGPL-3.0-or-later', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause'],
  ...['CC0-1.0', 'GPL-3.0-only', 'GPL-3.0-or-later', 'ISC', 'LGPL-3.0-only', 'LGPL-3.0-or-later', 'MIT', 'MIT-0'],
  ...['MPL-2.0', 'OFL-1.1', 'PostgreSQL', 'Unlicense', 'Zlib'],
]);

/**
 * Every package that users get, from package-lock.json: those that run in production, optional ones for other machines
 * too, and those within the browser code (`bundled`, with what they need).
 * @returns {{ name: string, version: string, license: string | undefined, integrity: string | undefined, url: string | undefined }[]}
 */
export function shippedPackages(lock, bundled) {
  const production = Object.entries(lock.packages).filter(([path, entry]) => path !== '' && !entry.dev && !entry.link);
  const paths = new Set([...production.map(([path]) => path), ...closure(lock, bundled)]);
  return [...paths]
    .map((path) => ({ path, entry: lock.packages[path] }))
    .map(({ path, entry }) => ({
      name: entry.name ?? path.replace(/^.*node_modules\//, ''),
      version: entry.version,
      license: entry.license,
      integrity: entry.integrity,
      url: entry.resolved,
    }))
    .sort((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1));
}

function closure({ packages }, names) {
  const found = new Set();
  const visit = (name, from) => {
    const path = resolveFrom(packages, name, from);
    if (path === undefined)
      throw new Error(`package-lock.json has no ${name}, which ${from || 'the browser code'} needs`);
    if (found.has(path)) return;
    found.add(path);
    for (const next of Object.keys(packages[path].dependencies ?? {})) visit(next, path);
  };
  for (const name of names) visit(name, '');
  return found;
}

/** As Node looks for it: beside the asking package, then in each folder above. */
function resolveFrom(packages, name, from) {
  for (let base = from; ; base = base.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const path = `${base === '' ? '' : `${base}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (base === '') return undefined;
  }
}

/** Whether an SPDX expression gives a licence that is compatible: with OR one has to be, with AND every one. */
export function isCompatible(expression) {
  if (typeof expression !== 'string') return false;
  const text = expression.trim();
  const inner = /^\((.*)\)$/s.exec(text);
  if (inner && balanced(inner[1])) return isCompatible(inner[1]);
  for (const [operator, test] of [
    [' OR ', 'some'],
    [' AND ', 'every'],
  ]) {
    const parts = splitOutside(text, operator);
    if (parts.length > 1) return parts[test](isCompatible);
  }
  return COMPATIBLE.has(text);
}

function balanced(text) {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

function splitOutside(text, operator) {
  const parts = [''];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
    if (depth === 0 && text.startsWith(operator, at)) {
      parts.push('');
      at += operator.length - 1;
    } else parts[parts.length - 1] += text[at];
  }
  return parts;
}

/** A bill of materials, CycloneDX 1.6: what is in the product, from where, under which licence. */
export function billOfMaterials({ name, version, license }, packages, { serialNumber, timestamp, commit }) {
  const self = `pkg:npm/${name}@${version}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${serialNumber}`,
    version: 1,
    metadata: {
      timestamp,
      component: {
        type: 'application',
        'bom-ref': self,
        ...{ name, version, purl: self },
        licenses: [{ license: { id: license } }],
        ...(commit ? { properties: [{ name: 'streamshape:commit', value: commit }] } : {}),
      },
    },
    components: unique(packages).map(component),
  };
}

const purlOf = ({ name, version }) => `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;

function unique(packages) {
  return [...new Map(packages.map((one) => [purlOf(one), one])).values()];
}

function component(one) {
  const { name, version, license, integrity, url } = one;
  const single = /^[\w.-]+$/.test(license ?? '');
  const hash = /^sha512-(.+)$/.exec(integrity ?? '');
  return {
    type: 'library',
    'bom-ref': purlOf(one),
    ...{ name, version, purl: purlOf(one) },
    ...(license ? { licenses: [single ? { license: { id: license } } : { expression: license }] } : {}),
    ...(hash ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(hash[1], 'base64').toString('hex') }] } : {}),
    ...(url ? { externalReferences: [{ type: 'distribution', url }] } : {}),
  };
}
