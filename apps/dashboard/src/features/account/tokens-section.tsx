import { Badge, Button, Group, Skeleton, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { KeyRound, Plus } from 'lucide-react';
import type { ApiToken, TokenList } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useApi, useChange } from '../../api/use-api.js';
import { askBefore } from '../../ui/confirm.js';
import { Section } from '../../ui/section.js';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { agoText, dateText } from '../../ui/time.js';
import classes from './account.module.css';
import { NewToken } from './new-token.js';
import { SCOPE_WORDS, TOKENS } from './token-words.js';

export function TokensSection() {
  const tokens = useApi<TokenList>(TOKENS, (signal) => api.GET('/api/v1/me/tokens', { signal }));
  const [open, { open: show, close }] = useDisclosure(false);
  return (
    <Section
      title="Access tokens"
      text="For scripts and stream decks that use the API in your name."
      flush
      aside={
        <Button variant="default" size="sm" leftSection={<Plus size={18} aria-hidden />} onClick={show}>
          New token
        </Button>
      }
    >
      {tokens.isPending && <Skeleton height={48} mx="lg" mb="lg" w="auto" />}
      {tokens.isError && <ErrorState small error={tokens.error} onRetry={() => void tokens.refetch()} />}
      {tokens.data?.items.length === 0 && (
        <EmptyState
          small
          icon={KeyRound}
          title="No tokens"
          text="You need one only if a program of yours should talk to StreamShape."
        />
      )}
      <ul className={classes['list']}>
        {tokens.data?.items.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
      <NewToken opened={open} onClose={close} />
    </Section>
  );
}

function usedText({ lastUsedAt, expiresAt }: ApiToken): string {
  const used = lastUsedAt ? `used ${agoText(lastUsedAt)}` : 'never used';
  return expiresAt ? `${used}, ends ${dateText(expiresAt)}` : used;
}

function TokenRow({ token }: { token: ApiToken }) {
  const { id, name, hint, scopes } = token;
  const revoke = useChange(() => api.DELETE('/api/v1/me/tokens/{id}', { params: { path: { id } } }), {
    said: 'That token works no more.',
    changes: [TOKENS],
  });
  const ask = (): void =>
    askBefore({
      title: `Revoke “${name}”?`,
      text: 'Programs that use it stop working at once. It cannot be brought back.',
      act: 'Revoke it',
      onConfirm: () => revoke.mutate(),
    });
  return (
    <li className={classes['row']}>
      <KeyRound size={24} strokeWidth={1.75} aria-hidden className={classes['rowIcon']} />
      <div className={classes['rowWords']}>
        <Group gap={8}>
          <Text fw={550}>{name}</Text>
          {scopes.map((scope) => (
            <Badge key={scope} color="gray">
              {SCOPE_WORDS[scope].short}
            </Badge>
          ))}
        </Group>
        <Text size="sm" c="dimmed">
          {hint}… · {usedText(token)}
        </Text>
      </div>
      <Button variant="default" size="sm" onClick={ask} loading={revoke.isPending} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
    </li>
  );
}
