import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { WidgetType } from '#libs/contracts';
import { useWidgetKey } from '../../api/widget-links.js';
import type { Links } from './addresses.js';
import { studio } from './api.js';
import { useStudio } from './use-studio.js';

/** Names of what is cached, so that a change knows what it made old. */
export const keys = {
  widgets: (id: string) => ['widgets', id] as const,
  widgetKey: (id: string) => ['widget-key', id] as const,
  pages: (id: string) => ['pages', id] as const,
  goals: (id: string) => ['goals', id] as const,
  uploads: (id: string) => ['uploads', id] as const,
  moderation: (id: string) => ['moderation', id] as const,
  activity: (id: string) => ['activity', id] as const,
  alerts: (id: string, widget: WidgetType) => ['alerts', id, widget] as const,
  testRun: (id: string) => ['test-run', id] as const,
  totals: (id: string) => ['overview', id] as const,
};

/** Alerts of a queue that are looked at. */
export const ALERTS_READ = 200;

const POLL = { live: 2000, pages: 5000, totals: 5000 };

/** Settings of every kind of widget. They change with the server's version alone. */
export const useWidgetTypes = () =>
  useQuery({ queryKey: ['widget-types'], queryFn: studio.widgetTypes, staleTime: Infinity });

/** Gifts to choose from, cheapest first. */
export const useGifts = () => useQuery({ queryKey: ['gifts'], queryFn: studio.gifts, staleTime: 10 * 60_000 });

export function useWidgets() {
  const { streamerId } = useStudio();
  return useQuery({ queryKey: keys.widgets(streamerId), queryFn: () => studio.widgets(streamerId) });
}

/** What the links of the widgets are made of; undefined until it is known. */
export function useLinks(): { links: Links | undefined; isError: boolean } {
  const { streamerId, widgetsUrl } = useStudio();
  const { data: key, isError } = useWidgetKey(streamerId);
  const links = useMemo(() => (key && widgetsUrl ? { widgetsUrl, key } : undefined), [key, widgetsUrl]);
  return { links, isError };
}

/** Which widgets are open in OBS or a browser, as of some seconds ago. */
export function useOpenPages() {
  const { streamerId } = useStudio();
  return useQuery({
    queryKey: keys.pages(streamerId),
    queryFn: () => studio.openPages(streamerId),
    refetchInterval: POLL.pages,
  });
}

export function useGoals() {
  const { streamerId } = useStudio();
  return useQuery({ queryKey: keys.goals(streamerId), queryFn: () => studio.goals(streamerId) });
}

/** The overview, for the totals in it. */
export function useTotals() {
  const { streamerId } = useStudio();
  return useQuery({
    queryKey: keys.totals(streamerId),
    queryFn: () => studio.overview(streamerId),
    refetchInterval: POLL.totals,
  });
}

export function useUploads() {
  const { streamerId } = useStudio();
  return useQuery({ queryKey: keys.uploads(streamerId), queryFn: () => studio.uploads(streamerId) });
}

export function useModeration() {
  const { streamerId } = useStudio();
  return useQuery({ queryKey: keys.moderation(streamerId), queryFn: () => studio.moderation(streamerId) });
}

/** Queue and alerts of a widget, followed while it is looked at. */
export function useAlerts(widget: WidgetType) {
  const { streamerId } = useStudio();
  return useQuery({
    queryKey: keys.alerts(streamerId, widget),
    queryFn: () => studio.alerts(streamerId, widget, ALERTS_READ),
    refetchInterval: POLL.live,
  });
}

/** The newest test; followed closely while it runs. */
export function useTestRun() {
  const { streamerId } = useStudio();
  return useQuery({
    queryKey: keys.testRun(streamerId),
    queryFn: () => studio.testRun(streamerId),
    refetchInterval: ({ state }) => (state.data?.run?.state === 'running' ? 700 : false),
  });
}

/** Says that something cached is old. */
export function useRefresh(): (key: readonly unknown[]) => Promise<void> {
  const client = useQueryClient();
  return (queryKey) => client.invalidateQueries({ queryKey });
}
