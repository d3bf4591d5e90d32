import { Button } from '@mantine/core';
import { CreditCard } from 'lucide-react';
import { Link } from 'react-router';
import type { PlanList } from '#libs/contracts';
import { useMe } from '../../api/session.js';
import { Page } from '../../ui/page.js';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { LoadingRows } from '../studio/loading-rows.js';
import { livingOf } from './living.js';
import { PlanCards } from './plan-cards.js';
import { useBilling, useCheckout, usePlans } from './use-billing.js';

function leadText(trial: PlanList['trial'] | undefined): string {
  const cancel = 'Cancel whenever you like.';
  if (!trial) return cancel;
  return `Try it for ${trial.days} days${trial.card ? '' : ', without a card'}. ${cancel}`;
}

/** What StreamShape costs here. */
export default function PricingPage() {
  const plans = usePlans();
  const me = useMe();
  const billing = useBilling(Boolean(me.data));
  const checkout = useCheckout();
  // Nobody is offered for a moment what they have, or a trial that they have had.
  const known = me.isFetched && (!me.data || billing.isFetched);
  const offer = known ? plans.data : undefined;
  const living = livingOf(billing.data);
  const stalled = living?.stalled === true;
  const trial = billing.data?.trialAvailable ?? true;
  return (
    <Page title="Pricing" lead={leadText(trial ? offer?.trial : null)}>
      {!offer && (plans.data ?? plans.isPending) && <LoadingRows rows={2} height={220} />}
      {plans.isError && !plans.data && <ErrorState error={plans.error} onRetry={() => void plans.refetch()} />}
      {offer && offer.items.length === 0 && (
        <EmptyState icon={CreditCard} title="Nothing to pay" text="Whoever runs this server gives out the plans." />
      )}
      {offer && offer.items.length > 0 && living && (
        <PlanCards
          offer={offer}
          present={stalled ? undefined : (living.planId ?? undefined)}
          trial={false}
          action={(plan) => (
            <Button fullWidth variant="default" component={Link} to="/billing">
              {stalled ? 'Settle your present plan first' : `Change to ${plan.name}`}
            </Button>
          )}
        />
      )}
      {offer && offer.items.length > 0 && !living && (
        <PlanCards
          offer={offer}
          trial={trial && offer.trial !== null}
          action={(plan, currency) =>
            me.data ? (
              <Button
                fullWidth
                loading={checkout.isPending}
                onClick={() => checkout.mutate({ plan: plan.id, currency })}
              >
                {trial && offer.trial ? `Try it for ${offer.trial.days} days` : `Choose ${plan.name}`}
              </Button>
            ) : (
              <Button fullWidth component={Link} to="/sign-up">
                Sign up
              </Button>
            )
          }
        />
      )}
    </Page>
  );
}
