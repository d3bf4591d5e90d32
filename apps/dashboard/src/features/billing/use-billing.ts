import type { Billing, Checkout, PlanList, Redirect } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useApi, useChange } from '../../api/use-api.js';

export const BILLING_KEY = ['billing'] as const;

export function usePlans() {
  return useApi<PlanList>(['plans'], (signal) => api.GET('/api/v1/plans', { signal }), { staleTime: 300_000 });
}

export function useBilling(enabled = true) {
  return useApi<Billing>(BILLING_KEY, (signal) => api.GET('/api/v1/me/billing', { signal }), {
    ...{ enabled, refetchInterval: 30_000 },
  });
}

const leave = ({ url }: Redirect) => window.location.assign(url);

/** To the page on which to pay. */
export function useCheckout() {
  return useChange<Redirect, Checkout>((body) => api.POST('/api/v1/me/billing/checkout', { body }), { onDone: leave });
}

/** To the page on which card and address are changed. */
export function usePortal() {
  return useChange<Redirect>(() => api.POST('/api/v1/me/billing/portal'), { onDone: leave });
}
