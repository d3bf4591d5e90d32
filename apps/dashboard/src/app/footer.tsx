import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { useInstance } from '../api/session.js';
import classes from './footer.module.css';

/** Version, source and whose product this is not: on every page. */
export function Footer() {
  const { data } = useInstance();
  return (
    <footer className={classes['footer']}>
      <span>StreamShape{data ? ` ${data.version}` : ''}</span>
      <span>
        Free software under the AGPL-3.0:{' '}
        {data ? (
          <Anchor href={data.sourceUrl} inherit>
            source code
          </Anchor>
        ) : (
          'source code'
        )}
      </span>
      {data?.billing && (
        <Anchor component={Link} to="/pricing" inherit>
          Pricing
        </Anchor>
      )}
      <Anchor href="/api/docs" inherit>
        API
      </Anchor>
      <span>Not affiliated with TikTok</span>
    </footer>
  );
}
