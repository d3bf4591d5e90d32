import { Badge, Button, Card, Group, SegmentedControl, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Check } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { formatMoney, type Plan, type PlanList } from '#libs/contracts';
import { allowsText, commonCurrencies, everyText, priceIn, savingText } from './billing-words.js';
import classes from './plan-cards.module.css';

interface PlanCardsProps {
  offer: PlanList;
  /** The plan that one has. */
  present?: string | undefined;
  trial: boolean;
  action: (plan: Plan, currency: string) => ReactNode;
}

/** What can be bought, side by side. */
export function PlanCards({ offer, present, trial, action }: PlanCardsProps) {
  const currencies = commonCurrencies(offer.items);
  const [chosen, setChosen] = useState<string>();
  const currency = chosen ?? currencies[0] ?? '';
  return (
    <Stack gap="lg">
      {currencies.length > 1 && (
        <Group>
          <SegmentedControl
            aria-label="Currency"
            value={currency}
            onChange={setChosen}
            data={currencies.map((code) => ({ value: code, label: code.toUpperCase() }))}
          />
        </Group>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        {offer.items.map((plan) => (
          <PlanCard
            key={plan.id}
            plan={plan}
            currency={currency}
            saving={savingText(plan, offer.items, currency)}
            freeDays={trial ? offer.trial?.days : undefined}
            action={
              plan.id === present ? (
                <Button disabled fullWidth>
                  This is your plan
                </Button>
              ) : (
                action(plan, currency)
              )
            }
          />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

interface PlanCardProps {
  plan: Plan;
  currency: string;
  saving: string | undefined;
  freeDays: number | undefined;
  action: ReactNode;
}

function PlanCard({ plan, currency, saving, freeDays, action }: PlanCardProps) {
  const price = priceIn(plan, currency);
  return (
    <Card component="article" padding="xl" className={classes['card']} data-best={saving !== undefined || undefined}>
      <Stack gap="sm" h="100%">
        <Group justify="space-between" mih={28}>
          <Title order={2} size="h3">
            {plan.name}
          </Title>
          {saving !== undefined && <Badge>{saving}</Badge>}
        </Group>
        {price && (
          <p className={classes['price']}>
            <span className={classes['amount']}>{formatMoney(price)}</span>{' '}
            <span className={classes['every']}>{everyText(plan.interval)}</span>
          </p>
        )}
        <Text c="dimmed">
          {freeDays === undefined ? plan.description : `The first ${freeDays} days are free. ${plan.description}`}
        </Text>
        <ul className={classes['list']}>
          {allowsText(plan.allows).map((text) => (
            <li key={text}>
              <Check size={18} aria-hidden />
              {text}
            </li>
          ))}
        </ul>
        <Stack mt="auto" pt="md">
          {action}
        </Stack>
      </Stack>
    </Card>
  );
}
