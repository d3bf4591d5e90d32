/** One statement of a migration that may hurt the version before, which runs on while it is applied. */
export interface Finding {
  statement: string;
  why: string;
}

const NAME = '"?([\\w.]+)"?';
const matcher = (text: string) => new RegExp(text.replaceAll('NAME', NAME), 'i');

const CREATES_TABLE = matcher('^create table (?:if not exists )?NAME');
const INDEX = matcher('^create (unique )?index (concurrently )?(?:if not exists )?NAME on (?:only )?NAME');
const ALTERS_TABLE = matcher('^alter table (?:if exists )?(?:only )?NAME (.*)$');
const ADDS_COLUMN = matcher('^add column (?:if not exists )?NAME (.*)$');
const ADDS_CONSTRAINT = matcher('^add constraint NAME (.*)$');
const CREATES_TRIGGER = matcher('^create (?:or replace )?(?:constraint )?trigger NAME .*? on NAME');
const HARMLESS = [/^create (sequence|extension|view|type|schema) /i, /^create function /i, /^comment on /i];
/** Volatile ones are computed for each row, while nobody can read the table. */
const CONSTANT = /\bdefault (null|true|false|-?\d+(\.\d+)?|'[^']*'(::\w+)?)(?= |$)/i;

/** What a statement begins with, and why the version before does not survive it. */
const HARMFUL: readonly (readonly [RegExp, string])[] = [
  [/^drop (table|column|view|type|schema|sequence|function)\b/, 'the version before still uses it'],
  [/^rename\b/, 'the version before knows the old name alone'],
  [
    /^alter column \S+ (set data )?type\b/,
    'the table is written anew under a lock, and the version before has another type',
  ],
  [/^alter column \S+ set not null/, 'the version before may write null'],
  [/^alter column \S+ drop default/, 'the version before may leave it to the default'],
  [/^(truncate|delete|update|insert)\b/, 'it changes rows that the version before works with, and locks them'],
  [/^lock\b/, 'the version before waits for it'],
];

const flat = (sql: string) =>
  sql
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** At commas outside of parentheses and quotes. */
function actionsOf(text: string): string[] {
  const parts = [''];
  let depth = 0;
  let quoted = false;
  for (const character of text) {
    if (character === "'") quoted = !quoted;
    if (character === '(' && !quoted) depth += 1;
    if (character === ')' && !quoted) depth -= 1;
    if (character === ',' && depth === 0 && !quoted) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}

const namesIn = (list: string) => [...list.matchAll(/"?(\w+)"?/g)].map(([, name]) => name!);

/** Judges the statements of one migration, in their order. What it makes itself nobody uses yet. */
export function judgeMigration(statements: readonly string[]): Finding[] {
  const tables = new Set<string>();
  const columns = new Set<string>();
  const findings: Finding[] = [];
  for (const statement of statements.map(flat)) {
    const made = CREATES_TABLE.exec(statement);
    if (made) tables.add(made[1]!);
    else findings.push(...whysOf(statement, tables, columns).map((why) => ({ statement, why })));
  }
  return findings;
}

function whysOf(statement: string, tables: ReadonlySet<string>, columns: Set<string>): string[] {
  const index = INDEX.exec(statement);
  if (index) return tables.has(index[4]!) ? [] : indexWhys(statement, index);
  const altered = ALTERS_TABLE.exec(statement);
  if (altered) {
    if (tables.has(altered[1]!)) return [];
    return actionsOf(altered[2]!).flatMap((action) => actionWhy(action, altered[1]!, columns) ?? []);
  }
  const trigger = CREATES_TRIGGER.exec(statement);
  if (trigger) return tables.has(trigger[2]!) ? [] : ['it acts on what the version before writes'];
  if (HARMLESS.some((harmless) => harmless.test(statement))) return [];
  return [harmOf(statement) ?? 'no rule knows this statement: look whether the version before survives it'];
}

function indexWhys(statement: string, [, unique, concurrently]: RegExpExecArray): string[] {
  if (unique) return ['the version before may write what it refuses'];
  return concurrently || /^create index concurrently/i.test(statement)
    ? []
    : ['nobody can write to the table until it is built; use concurrently, outside of a transaction'];
}

function actionWhy(action: string, table: string, columns: Set<string>): string | undefined {
  const column = ADDS_COLUMN.exec(action);
  if (column) {
    columns.add(`${table}.${column[1]!}`);
    return columnWhy(column[2]!);
  }
  const constraint = ADDS_CONSTRAINT.exec(action);
  if (!constraint) return harmOf(action) ?? 'no rule knows this change: look whether the version before survives it';
  const [, on = ''] = /^(?:unique|foreign key|check|primary key) ?\(([^)]*)\)/i.exec(constraint[2]!) ?? [];
  // The version before leaves new columns alone, so it cannot break what is said of them.
  const names = namesIn(on);
  const isNew = names.length > 0 && names.every((name) => columns.has(`${table}.${name}`));
  return isNew ? undefined : 'the version before may write what it refuses';
}

function columnWhy(definition: string): string | undefined {
  if (/\bnot null\b/i.test(definition) && !/\bdefault\b/i.test(definition)) {
    return 'the version before writes rows without it';
  }
  if (/\bdefault\b/i.test(definition) && !CONSTANT.test(definition)) {
    return 'its default is computed for every row under a lock';
  }
  if (/\b(unique|references|check)\b/i.test(definition)) return 'name its constraints in statements of their own';
  return undefined;
}

function harmOf(text: string): string | undefined {
  return HARMFUL.find(([pattern]) => pattern.test(text.toLowerCase()))?.[1];
}
