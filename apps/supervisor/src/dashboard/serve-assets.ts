import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DashboardFiles } from './dashboard-files.js';

/** Scripts, styles and fonts of the dashboard: their names hold a hash, so they never change. */
export async function serveDashboardAssets(app: NestFastifyApplication): Promise<void> {
  await app.register(fastifyStatic, {
    root: app.get(DashboardFiles).assets,
    prefix: '/assets/',
    index: false,
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
    suppressWarning: true,
  });
}
