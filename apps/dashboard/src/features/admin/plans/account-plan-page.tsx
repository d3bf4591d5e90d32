import { Badge, Button, Group, Text } from '@mantine/core';
import { MailPlus, RefreshCw } from 'lucide-react';
import { useParams } from 'react-router';
import { formatMoney, type AccountBilling, type SubscriptionView } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useApi, useChange } from '../../../api/use-api.js';
import { Page } from '../../../ui/page.js';
import { Section } from '../../../ui/section.js';
import { ErrorState } from '../../../ui/states.js';
import { agoText, dateText } from '../../../ui/time.js';
import { allowsText, everyText } from '../../billing/billing-words.js';
import { LoadingRows } from '../../studio/loading-rows.js';
import classes from '../admin.module.css';
import { EventsSection } from './events-section.js';
import { GrantsSection } from './grants-section.js';
import { CAUSE_WORDS, NOTICE_WORDS, triggerText } from './plan-words.js';
import { accountBillingKey, usePlanName } from './use-plan-name.js';

const TWO_WORDS = 'More than one is charged. The owner was told how to end one; money back is given in Stripe.';
const BACK = { to: '/admin/plans', label: 'Plans' };

/** What one account may do, why, and how it came to be so. */
export default function AccountPlanPage() {
  const { account = '' } = useParams();
  const query = useApi<AccountBilling>(
    accountBillingKey(account),
    (signal) => api.GET('/api/v1/admin/accounts/{id}/billing', { params: { path: { id: account } }, signal }),
    { refetchInterval: 30_000 },
  );
  const { data } = query;
  return (
    <Page title={data?.email ?? 'One account'} back={BACK} actions={data && <Actions data={data} />}>
      {query.isPending && <LoadingRows rows={3} height={140} />}
      {query.isError && !data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {data && (
        <>
          <StandingSection data={data} />
          <GrantsSection data={data} />
          {data.subscriptions.length > 0 && <SubscriptionsSection data={data} />}
          <HistorySection data={data} />
          {data.notices.length > 0 && <NoticesSection data={data} />}
          {data.billing.enabled && <EventsSection account={account} />}
        </>
      )}
    </Page>
  );
}

function Actions({ data: { accountId: id, billing, notices } }: { data: AccountBilling }) {
  const params = { path: { id } };
  const becomes = accountBillingKey(id);
  const refresh = useChange<AccountBilling>(() => api.POST('/api/v1/admin/accounts/{id}/billing/refresh', { params }), {
    said: 'This is what Stripe says now.',
    becomes,
  });
  const resend = useChange<AccountBilling>(() => api.POST('/api/v1/admin/accounts/{id}/billing/resend', { params }), {
    said: 'The mail is on its way once more.',
    becomes,
  });
  return (
    <>
      {notices.length > 0 && (
        <Button
          variant="default"
          leftSection={<MailPlus size={18} aria-hidden />}
          loading={resend.isPending}
          onClick={() => resend.mutate()}
        >
          Send the last notice again
        </Button>
      )}
      {billing.enabled && (
        <Button
          variant="default"
          leftSection={<RefreshCw size={18} aria-hidden />}
          loading={refresh.isPending}
          onClick={() => refresh.mutate()}
        >
          Ask Stripe now
        </Button>
      )}
    </>
  );
}

function StandingSection({ data: { billing, customerId, checkedAt } }: { data: AccountBilling }) {
  const { active, cause, plan, allows, since, until } = billing.entitlement;
  const figures = [
    ['Why', CAUSE_WORDS[cause]],
    ...(cause === 'grant' ? [['To pay', 'Nothing']] : []),
    ['Since', dateText(since)],
    ...(active ? [['Until', until === null ? 'no end' : dateText(until)]] : []),
    ...(customerId === null ? [] : [['Customer at Stripe', customerId]]),
    ...(checkedAt === null ? [] : [['Stripe was asked', agoText(checkedAt)]]),
  ];
  return (
    <Section
      title={plan?.name ?? 'No plan'}
      text={active ? allowsText(allows).slice(1).join(' · ') : 'Widgets show nothing on stream.'}
      aside={<Badge color={active ? 'green' : 'red'}>{active ? 'Active' : 'Stopped'}</Badge>}
    >
      <dl className={classes['figures']}>
        {figures.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={classes['words']}>{text}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function SubscriptionsSection({ data: { subscriptions: items, billing } }: { data: AccountBilling }) {
  const planName = usePlanName();
  const several = billing.notices.some(({ kind }) => kind === 'two-subscriptions');
  return (
    <Section title="Subscriptions at Stripe" text={several ? TWO_WORDS : undefined} flush>
      <ul className={classes['rows']}>
        {items.map(({ id, status, planId, price, interval, startedAt, currentPeriodEnd, endsAt, endedAt }) => (
          <li key={id} className={classes['row']}>
            <div className={classes['words']}>
              <Group gap={8}>
                <Text fw={550}>{planId === null ? 'A price that is in no plan' : planName(planId)}</Text>
                <Badge color={goesOn(status) ? 'green' : 'gray'}>{status.replaceAll('_', ' ')}</Badge>
              </Group>
              <Text size="sm" c="dimmed">
                {[
                  price && interval ? `${formatMoney(price)} ${everyText(interval)}` : '',
                  `since ${dateText(startedAt)}`,
                  endText(endedAt, endsAt, goesOn(status) ? currentPeriodEnd : null),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </Text>
              <div className={classes['mono']}>{id}</div>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const goesOn = (status: SubscriptionView['status']) => status === 'active' || status === 'trialing';

function endText(endedAt: string | null, endsAt: string | null, periodEnd: string | null): string {
  if (endedAt !== null) return `ended ${dateText(endedAt)}`;
  if (endsAt !== null) return `ends ${dateText(endsAt)}`;
  return periodEnd === null ? '' : `renews ${dateText(periodEnd)}`;
}

function HistorySection({ data: { history } }: { data: AccountBilling }) {
  const planName = usePlanName();
  return (
    <Section title="History" text="Every change, newest first, with what made it." flush>
      <ul className={classes['rows']}>
        {history.map((change, index) => (
          <li key={`${change.at} ${index}`} className={classes['row']}>
            <div className={classes['words']}>
              <Group gap={8}>
                <Text fw={550}>{CAUSE_WORDS[change.cause]}</Text>
                <Badge color={change.active ? 'green' : 'red'}>{change.active ? 'Active' : 'Stopped'}</Badge>
              </Group>
              <Text size="sm" c="dimmed">
                {[change.planId === null ? 'no plan' : planName(change.planId), triggerText(change.trigger)].join(
                  ' · ',
                )}
              </Text>
              {change.source !== null && <div className={classes['mono']}>{change.source}</div>}
            </div>
            <Text size="sm" c="dimmed">
              {dateText(change.at)}
            </Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function NoticesSection({ data: { notices } }: { data: AccountBilling }) {
  return (
    <Section title="Notices sent" flush>
      <ul className={classes['rows']}>
        {notices.map(({ id, kind, createdAt, sends }) => (
          <li key={id} className={classes['row']}>
            <Text className={classes['words']}>{NOTICE_WORDS[kind]}</Text>
            <Text size="sm" c="dimmed">
              {dateText(createdAt)} · {sends === 1 ? 'sent once' : `sent ${sends} times`}
            </Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}
