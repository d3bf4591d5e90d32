import type { MigrationObject } from '@mikro-orm/core';
import type { Migration } from '@mikro-orm/migrations';
import { describe, expect, it } from 'vitest';
import { judgeMigration } from '../../test/migration-rules.js';
import { migrations } from './index.js';

/**
 * Findings that are looked at and allowed, with the reason. Everything up to 0.1.0 has no version before it that was
 * released: those tables are empty wherever the migration runs for somebody else.
 */
const UNRELEASED = '0.1.0 is the first release: nobody has rows there while this runs';
const ALLOWED: readonly { migration: string; contains: string; because: string }[] = [
  { migration: '20261123000000-counts', contains: 'index "ledger_event_epoch_index"', because: UNRELEASED },
  { migration: '20261123000000-counts', contains: 'index "ledger_event_type_index"', because: UNRELEASED },
  { migration: '20261127000000-streams', contains: 'index "session_time_index"', because: UNRELEASED },
  { migration: '20261130000000-received', contains: 'index "ledger_event_received_index"', because: UNRELEASED },
  { migration: '20261202000000-retention', contains: 'index "ledger_event_user_index"', because: UNRELEASED },
  { migration: '20261202000000-retention', contains: 'index "session_ended_index"', because: UNRELEASED },
  { migration: '20261204000000-chores-index', contains: 'index "billing_customer_chores_index"', because: UNRELEASED },
];

function statementsOf({ class: made }: MigrationObject): string[] {
  const Made = made as unknown as new (...parts: unknown[]) => Migration;
  const migration = new Made({}, {});
  void migration.up();
  return migration.getQueries().map(String);
}

describe('migrations', () => {
  it('are survived by the version before, but for what is allowed', () => {
    const found = migrations.flatMap((migration) =>
      judgeMigration(statementsOf(migration)).map((finding) => ({ migration: migration.name, ...finding })),
    );
    const allows = ({ migration, statement }: (typeof found)[number]) =>
      ALLOWED.filter((one) => one.migration === migration && statement.includes(one.contains));
    expect(found.filter((finding) => allows(finding).length === 0)).toEqual([]);
    // What is allowed and not found any more would allow something else one day.
    expect(ALLOWED.filter((one) => !found.some((finding) => allows(finding).includes(one)))).toEqual([]);
  });

  it('are looked at: every one of them says something', () => {
    for (const migration of migrations) expect(statementsOf(migration).length).toBeGreaterThan(0);
  });
});

describe('the rules', () => {
  const NEW_TABLE = 'create table "n" ("id" uuid not null, primary key ("id"))';

  it.each([
    ['drop table "streamer"'],
    ['alter table "streamer" drop column "handle"'],
    ['alter table "streamer" add column "a" int null, drop column "handle"'],
    ['alter table "streamer" rename column "handle" to "name"'],
    ['alter table "streamer" rename to "person"'],
    ['alter table "streamer" alter column "rev" type bigint'],
    ['alter table "streamer" alter column "rev" set data type bigint using rev::bigint'],
    ['alter table "streamer" alter column "handle" set not null'],
    ['alter table "streamer" alter column "handle" drop default'],
    ['alter table "streamer" add column "a" text not null'],
    ['alter table "streamer" add column "a" uuid not null default gen_random_uuid()'],
    ['alter table "streamer" add column "a" timestamptz not null default now()'],
    ['alter table "streamer" add column "a" text null unique'],
    ['alter table "streamer" add constraint "c" unique ("handle")'],
    ['alter table "streamer" add constraint "c" check ("rev" > 0)'],
    ['alter table "streamer" add constraint "c" foreign key ("handle") references "n" ("id")'],
    ['create index "i" on "streamer" ("handle")'],
    ['create unique index concurrently "i" on "streamer" ("handle")'],
    ['create trigger "t" before update on "streamer" for each row execute function f()'],
    ['update "streamer" set "rev" = 1'],
    ['delete from "streamer"'],
    ['truncate "streamer"'],
    ['lock table "streamer"'],
    ['vacuum full "streamer"'],
    ['alter table "streamer"\n -- a comment\n drop\n column "handle"'],
  ])('object to: %s', (statement) => {
    expect(judgeMigration([NEW_TABLE, statement])).toHaveLength(1);
  });

  it.each([
    ['alter table "streamer" add column "a" text null'],
    ['alter table "streamer" add column "a" boolean not null default false, add column "b" int not null default 0'],
    [`alter table "streamer" add column "a" text not null default 'x, y'`],
    [`alter table "streamer" add column "a" jsonb not null default '{}'::jsonb`],
    ['create index concurrently "i" on "streamer" ("handle")'],
    ['create index "i" on "n" ("id")'],
    ['create unique index "i" on "n" ("id")'],
    ['alter table "n" add constraint "c" foreign key ("id") references "streamer" ("id")'],
    ['create trigger "t" before update on "n" for each row execute function f()'],
    ['create sequence "s"'],
  ])('let pass: %s', (statement) => {
    expect(judgeMigration([NEW_TABLE, statement])).toEqual([]);
  });

  it('let a column that is new be bound', () => {
    const adds = 'alter table "streamer" add column "a" uuid null';
    const binds = 'alter table "streamer" add constraint "c" unique ("a")';
    expect(judgeMigration([adds, binds])).toEqual([]);
    expect(judgeMigration([binds])).toHaveLength(1);
  });
});
