import { Link } from 'react-router';
import { useMe } from '../api/session.js';
import { AccountMenu } from './account-menu.js';
import classes from './app-layout.module.css';
import { Logo } from './logo.js';
import { MenuItems } from './menu-items.js';
import { SchemeSwitch } from './scheme-switch.js';

/** The menu beside every page, on a desktop. */
export function MenuColumn() {
  const { data } = useMe();
  return (
    <header className={classes['menu']}>
      <Link to="/overview" className={classes['home']} aria-label="StreamShape, to the overview">
        <Logo />
      </Link>
      <MenuItems />
      <div className={classes['account']}>
        {data ? <AccountMenu me={data} /> : <div className={classes['person']} />}
        <SchemeSwitch />
      </div>
    </header>
  );
}
