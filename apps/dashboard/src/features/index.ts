import type { Feature } from '../app/feature.js';
import { front } from './front/index.js';
import { signingIn } from './signing-in/index.js';

/** Every part of the dashboard. A new one is a folder beside this file and a line here. */
export const features: readonly Feature[] = [front, signingIn];
