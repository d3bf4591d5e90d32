import type { GrantablePlanList } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useApi } from '../../../api/use-api.js';

export const accountBillingKey = (account: string) => ['admin-account-billing', account];

/** Every plan that can be given. */
export function useGrantablePlans() {
  return useApi<GrantablePlanList>(
    ['admin-grantable-plans'],
    (signal) => api.GET('/api/v1/admin/billing/plans', { signal }),
    { staleTime: 300_000 },
  );
}

/** What a plan is called; one that the server has no more keeps its id. */
export function usePlanName(): (id: string) => string {
  const { data } = useGrantablePlans();
  return (id) => data?.items.find((plan) => plan.id === id)?.name ?? id;
}
