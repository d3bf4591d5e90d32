import type { MigrationObject } from '@mikro-orm/core';
import { Migration20261101000000Initial } from './migration-20261101000000-initial.js';
import { Migration20261123000000Counts } from './migration-20261123000000-counts.js';
import { Migration20261124000000Moves } from './migration-20261124000000-moves.js';
import { Migration20261125000000Uploads } from './migration-20261125000000-uploads.js';
import { Migration20261126000000Accounts } from './migration-20261126000000-accounts.js';
import { Migration20261127000000Streams } from './migration-20261127000000-streams.js';
import { Migration20261128000000Billing } from './migration-20261128000000-billing.js';
import { Migration20261129000000Status } from './migration-20261129000000-status.js';
import { Migration20261130000000Received } from './migration-20261130000000-received.js';
import { Migration20261201000000Trials } from './migration-20261201000000-trials.js';
import { Migration20261202000000Retention } from './migration-20261202000000-retention.js';
import { Migration20261203000000Chores } from './migration-20261203000000-chores.js';
import { Migration20261204000000ChoresIndex } from './migration-20261204000000-chores-index.js';
import { Migration20261205000000Turns } from './migration-20261205000000-turns.js';

/** In the order in which they run. A published one is never changed; its name is what the database remembers. */
export const migrations: MigrationObject[] = [
  { name: '20261101000000-initial', class: Migration20261101000000Initial },
  { name: '20261123000000-counts', class: Migration20261123000000Counts },
  { name: '20261124000000-moves', class: Migration20261124000000Moves },
  { name: '20261125000000-uploads', class: Migration20261125000000Uploads },
  { name: '20261126000000-accounts', class: Migration20261126000000Accounts },
  { name: '20261127000000-streams', class: Migration20261127000000Streams },
  { name: '20261128000000-billing', class: Migration20261128000000Billing },
  { name: '20261129000000-status', class: Migration20261129000000Status },
  { name: '20261130000000-received', class: Migration20261130000000Received },
  { name: '20261201000000-trials', class: Migration20261201000000Trials },
  { name: '20261202000000-retention', class: Migration20261202000000Retention },
  { name: '20261203000000-chores', class: Migration20261203000000Chores },
  { name: '20261204000000-chores-index', class: Migration20261204000000ChoresIndex },
  { name: '20261205000000-turns', class: Migration20261205000000Turns },
];
