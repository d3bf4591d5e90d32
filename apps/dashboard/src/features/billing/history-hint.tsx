import { Text } from '@mantine/core';
import { useInstance } from '../../api/session.js';
import { backText } from './billing-words.js';
import { useBilling } from './use-billing.js';

/** Below a list of what was: how far back the plan shows it. Nothing where there is no such limit. */
export function HistoryHint() {
  const sold = useInstance().data?.billing === true;
  const entitlement = useBilling(sold).data?.entitlement;
  if (!entitlement?.active || entitlement.allows.historyDays === null) return null;
  return (
    <Text c="dimmed" size="sm">
      {entitlement.plan?.name ?? 'Your plan'} shows: {backText(entitlement.allows.historyDays).toLowerCase()}. What is
      older is kept, and is in the file with everything of yours.
    </Text>
  );
}
