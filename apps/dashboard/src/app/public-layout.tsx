import { Button, Group } from '@mantine/core';
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useInstance, useMe } from '../api/session.js';
import { Footer } from './footer.js';
import { Logo } from './logo.js';
import classes from './public-layout.module.css';
import { SchemeSwitch } from './scheme-switch.js';
import { SignOutButton } from './sign-out.js';

/** Around pages without a menu: the product page, signing in, first steps. */
export function PublicLayout() {
  const { pathname } = useLocation();
  const wide = pathname === '/';
  const sold = useInstance().data?.billing === true;
  return (
    <div className={classes['shell']}>
      <a href="#main" className="skip-link">
        Skip to the content
      </a>
      <div className={classes['inner']} data-wide={wide || undefined}>
        <header className={classes['header']}>
          <Link to="/" className={classes['home']} aria-label="StreamShape, to the start">
            <Logo />
          </Link>
          <Group gap="xs" wrap="nowrap">
            <SchemeSwitch />
            {sold && pathname !== '/pricing' && (
              <Button component={Link} to="/pricing" variant="subtle" color="gray" visibleFrom="xs">
                Pricing
              </Button>
            )}
            <Entrance pathname={pathname} />
          </Group>
        </header>
        <main id="main" tabIndex={-1} className={classes['main']}>
          <Outlet />
        </main>
        <Footer />
      </div>
      <ScrollRestoration />
    </div>
  );
}

function Entrance({ pathname }: { pathname: string }) {
  const me = useMe();
  if (me.isPending) return null;
  if (me.data && pathname === '/welcome') return <SignOutButton />;
  if (me.data) {
    return (
      <Button component={Link} to="/overview" variant="default">
        Dashboard
      </Button>
    );
  }
  if (pathname === '/sign-in') return null;
  return (
    <Button component={Link} to="/sign-in" variant="default">
      Sign in
    </Button>
  );
}
