import { Outlet, ScrollRestoration } from 'react-router';
import { useMe } from '../api/session.js';
import { PlanBanner } from '../features/billing/plan-banner.js';
import { Announcements } from './announcements.js';
import classes from './app-layout.module.css';
import { Footer } from './footer.js';
import { MenuColumn } from './menu-column.js';
import { PhoneBar, PhoneHead } from './phone-bars.js';

/** Around every page for those who are signed in: the menu beside it, or bars above and below on a phone. */
export function AppLayout() {
  const { data } = useMe();
  return (
    <div className={classes['shell']}>
      <a href="#main" className="skip-link">
        Skip to the content
      </a>
      <MenuColumn />
      <PhoneHead />
      <div className={classes['content']}>
        <main id="main" tabIndex={-1} className={classes['main']}>
          {data && <Announcements />}
          {data && <PlanBanner />}
          <Outlet />
        </main>
        <Footer />
      </div>
      <PhoneBar />
      <ScrollRestoration />
    </div>
  );
}
