import { Stack } from '@mantine/core';
import { useMe } from '../../api/session.js';
import { Page } from '../../ui/page.js';
import { DataSection } from './data-section.js';
import { EmailSection } from './email-section.js';
import { HandleSection } from './handle-section.js';
import { PasswordSection } from './password-section.js';
import { ProfileSection } from './profile-section.js';
import { SessionsSection } from './sessions-section.js';
import { TokensSection } from './tokens-section.js';

export default function AccountPage() {
  const { data } = useMe();
  if (!data) return null;
  const { account, streamer } = data;
  const standing = account.emailVerified && !account.suspended;
  return (
    <Page title="Account settings">
      <Stack gap="lg" maw="52rem">
        {standing && <ProfileSection account={account} />}
        {standing && streamer && <HandleSection streamer={streamer} />}
        <EmailSection account={account} />
        {standing && <PasswordSection />}
        <SessionsSection />
        {standing && <TokensSection />}
        <DataSection handle={streamer?.handle} />
      </Stack>
    </Page>
  );
}
