import { Stack } from '@mantine/core';
import { Page } from '../../../ui/page.js';
import { CanarySection } from './canary-section.js';
import { DriftSection } from './drift-section.js';
import { FailedJobs } from './failed-jobs.js';
import { SignBudget } from './sign-budget.js';

/** What keeps the whole server going, or does not. */
export default function HealthPage() {
  return (
    <Page title="Health" lead="Signing, changes at TikTok, always-live rooms and jobs that were given up.">
      <Stack gap="lg">
        <SignBudget />
        <DriftSection />
        <CanarySection />
        <FailedJobs />
      </Stack>
    </Page>
  );
}
