import type { Feature } from '../app/feature.js';
import { account } from './account/index.js';
import { admin } from './admin/index.js';
import { activity } from './activity/index.js';
import { billing } from './billing/index.js';
import { front } from './front/index.js';
import { goals } from './goals/index.js';
import { moderation } from './moderation/index.js';
import { overview } from './overview/index.js';
import { signingIn } from './signing-in/index.js';
import { streams } from './streams/index.js';
import { testPanel } from './test-panel/index.js';
import { uploads } from './uploads/index.js';
import { welcome } from './welcome/index.js';
import { widgets } from './widgets/index.js';

/** Every part of the dashboard. A new one is a folder beside this file and a line here. */
export const features: readonly Feature[] = [
  ...[front, signingIn, welcome],
  ...[overview, activity, testPanel, moderation],
  ...[widgets, goals, uploads],
  ...[streams, account, billing, admin],
];
