import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { features } from '../features/index.js';
import { AppLayout } from './app-layout.js';
import { ErrorPage } from './error-page.js';
import type { Area, FeaturePage } from './feature.js';
import { Guard } from './guard.js';
import { NotFoundPage } from './not-found-page.js';
import { PublicLayout } from './public-layout.js';

function routesOf(area: Area): RouteObject[] {
  const pages = features.flatMap((feature) => feature.pages.filter((page) => page.area === area));
  return pages.map(routeOf);
}

function routeOf({ path, load }: FeaturePage): RouteObject {
  const lazy = async (): Promise<{ Component: ComponentType }> => ({ Component: (await load()).default });
  return path === '' ? { index: true, lazy } : { path, lazy };
}

const guarded = (area: Exclude<Area, 'public'>): RouteObject => ({
  element: <Guard area={area} />,
  children: routesOf(area),
});

/** Every page, within the layout of its area. */
export function createRouter(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter([
    {
      errorElement: <ErrorPage />,
      // Nothing is shown in place of the first page while its script loads: it takes a moment.
      hydrateFallbackElement: <></>,
      children: [
        {
          element: <PublicLayout />,
          children: [
            ...[...routesOf('public'), guarded('setup')].map((route) => ({ errorElement: <ErrorPage />, ...route })),
            { path: '*', element: <NotFoundPage /> },
          ],
        },
        {
          element: <AppLayout />,
          children: [
            { errorElement: <ErrorPage />, children: [guarded('account'), guarded('streamer'), guarded('admin')] },
          ],
        },
      ],
    },
  ]);
}
