import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { Billing, ChangePlan, RefreshBilling } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useChange } from '../../api/use-api.js';
import { askBefore } from '../../ui/confirm.js';
import { Page } from '../../ui/page.js';
import { Section } from '../../ui/section.js';
import { ErrorState } from '../../ui/states.js';
import { LoadingRows } from '../studio/loading-rows.js';
import { cancelText, endText, standingBadge, standingText } from './billing-words.js';
import { InvoicesSection } from './invoices-section.js';
import { livingOf } from './living.js';
import { BillingNotices } from './notices.js';
import { PlanCards } from './plan-cards.js';
import { BILLING_KEY, useBilling, usePlans, usePortal } from './use-billing.js';

const becomes = BILLING_KEY;

/** Back from Checkout or the portal: Stripe is asked at once, nobody waits for a message. */
function useReturn(): void {
  const [query, setQuery] = useSearchParams();
  const came = query.has('checkout') || query.has('portal');
  const { mutate } = useChange<Billing, RefreshBilling>((body) => api.POST('/api/v1/me/billing/refresh', { body }), {
    becomes,
  });
  useEffect(() => {
    if (!came) return;
    mutate({});
    setQuery({}, { replace: true });
  }, [came, mutate, setQuery]);
}

export default function BillingPage() {
  useReturn();
  const billing = useBilling();
  const { data } = billing;
  return (
    <Page title="Billing" lead="Your plan, your card and your invoices.">
      {billing.isPending && <LoadingRows rows={2} height={160} />}
      {billing.isError && !data && <ErrorState error={billing.error} onRetry={() => void billing.refetch()} />}
      {data && (
        <Stack gap="lg" maw="60rem">
          <BillingNotices notices={data.notices} />
          <PlanSection billing={data} />
          {data.enabled && livingOf(data) && !data.subscription?.stalled && <ChangeSection billing={data} />}
          {data.enabled && data.customer && <InvoicesSection />}
        </Stack>
      )}
    </Page>
  );
}

function PlanSection({ billing }: { billing: Billing }) {
  const { entitlement, enabled } = billing;
  const stalled = billing.subscription?.stalled === true;
  const living = livingOf(billing) !== undefined;
  const portal = usePortal();
  const badge = standingBadge(billing);
  return (
    <Section
      title={entitlement.plan?.name ?? 'No plan'}
      text={standingText(billing)}
      aside={<Badge color={badge.color}>{badge.text}</Badge>}
    >
      {enabled && (
        <Group>
          {!living && (
            <Button component={Link} to="/pricing">
              See plans
            </Button>
          )}
          {billing.customer && (
            <Button variant="default" loading={portal.isPending} onClick={() => portal.mutate()}>
              Card and address
            </Button>
          )}
          {stalled && <EndButton billing={billing} />}
          {living && !stalled && <CancelButton billing={billing} />}
        </Group>
      )}
    </Section>
  );
}

/** For a plan that has stopped and would be in the way of another one. */
function EndButton({ billing }: { billing: Billing }) {
  const { active } = billing.entitlement;
  const navigate = useNavigate();
  const end = useChange<Billing>(() => api.POST('/api/v1/me/billing/end'), {
    ...{ becomes, said: active ? 'It has ended.' : 'It has ended. Choose a plan.' },
    onDone: () => (active ? undefined : void navigate('/pricing')),
  });
  const ask = () =>
    askBefore({
      title: active ? 'End what you bought before?' : 'End this plan now?',
      text: endText(billing),
      act: 'End it now',
      onConfirm: () => end.mutate(),
    });
  return (
    <Button variant="default" loading={end.isPending} onClick={ask}>
      {active ? 'End what you bought before' : 'End it now and choose a plan'}
    </Button>
  );
}

function CancelButton({ billing }: { billing: Billing }) {
  const cancel = useChange<Billing>(() => api.POST('/api/v1/me/billing/cancel'), {
    ...{ becomes, said: 'Your plan is not renewed.' },
  });
  const resume = useChange<Billing>(() => api.POST('/api/v1/me/billing/resume'), {
    ...{ becomes, said: 'Your plan goes on.' },
  });
  if (billing.subscription?.endsAt != null) {
    return (
      <Button loading={resume.isPending} onClick={() => resume.mutate()}>
        Keep my plan
      </Button>
    );
  }
  const ask = () =>
    askBefore({
      title: 'Cancel your plan?',
      text: cancelText(billing),
      act: 'Cancel my plan',
      onConfirm: () => cancel.mutate(),
    });
  return (
    <Button variant="subtle" color="red" loading={cancel.isPending} onClick={ask}>
      Cancel my plan
    </Button>
  );
}

function ChangeSection({ billing }: { billing: Billing }) {
  const plans = usePlans();
  const change = useChange<Billing, ChangePlan>((body) => api.POST('/api/v1/me/billing/plan', { body }), {
    ...{ becomes, said: 'Your plan is changed.' },
  });
  const trying = billing.entitlement.cause === 'trial';
  const currency = billing.subscription?.price?.currency ?? '';
  const offer = plans.data && {
    ...plans.data,
    items: plans.data.items.map((plan) => ({
      ...plan,
      prices: plan.prices.filter((price) => price.currency === currency),
    })),
  };
  if (!offer || offer.items.length < 2) return null;
  return (
    <Section title="Change the plan" text={trying ? undefined : 'What you have paid already counts.'}>
      <PlanCards
        offer={offer}
        present={billing.subscription?.planId ?? undefined}
        trial={false}
        action={(plan) => (
          <Button
            fullWidth
            variant="default"
            loading={change.isPending}
            onClick={() =>
              askBefore({
                title: `Change to ${plan.name}?`,
                text: trying
                  ? 'Nothing is charged until your trial ends.'
                  : 'What is left of your present plan is taken off the price. The difference is charged now.',
                act: 'Change the plan',
                onConfirm: () => change.mutate({ plan: plan.id }),
              })
            }
          >
            Change to {plan.name}
          </Button>
        )}
      />
      {trying && (
        <Text c="dimmed" size="sm">
          During a trial nothing is charged until it ends.
        </Text>
      )}
    </Section>
  );
}
