import { Button } from '@mantine/core';
import { Bandage } from 'lucide-react';
import { useEffect } from 'react';
import { useRouteError } from 'react-router';
import { EmptyState } from '../ui/states.js';
import { useTitle } from '../ui/use-title.js';

/** A script of an older version that is gone from the server since. */
function isOutdated(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|module script|preload/i.test(error.message);
}

/** In place of a page that broke. The rest of the dashboard goes on. */
export function ErrorPage() {
  const error = useRouteError();
  const outdated = isOutdated(error);
  useTitle('Something broke');
  useEffect(() => {
    // eslint-disable-next-line no-console -- the one place where whoever helps can find out what happened.
    console.error(error);
  }, [error]);
  return (
    <EmptyState
      heading
      icon={Bandage}
      title={outdated ? 'There is a newer version' : 'This page broke'}
      text={
        outdated
          ? 'The server was updated while this page was open. Load it again to go on.'
          : 'That is our mistake. Your widgets in OBS are not affected. Load the page again; if it breaks once more, tell whoever runs this server.'
      }
      action={<Button onClick={() => window.location.reload()}>Load again</Button>}
    />
  );
}
