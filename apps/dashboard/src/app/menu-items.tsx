import { NavLink } from 'react-router';
import { useInstance, useMe } from '../api/session.js';
import classes from './app-layout.module.css';
import { navFor } from './nav.js';

/** Every place of the menu, by section. */
export function MenuItems({ onChoose }: { onChoose?: () => void }) {
  const { data } = useMe();
  const { data: instance } = useInstance();
  const sections = navFor({
    admin: data?.account.role === 'admin',
    streamer: Boolean(data?.streamer),
    billing: Boolean(instance?.billing),
  });
  return (
    <nav aria-label="Menu">
      {sections.map(({ title, items }) => (
        <div key={title} role="group" aria-label={title}>
          <div className={classes['section']} aria-hidden>
            {title}
          </div>
          {items.map(({ to, label, icon: Icon }) => (
            <NavLink key={to} to={to} end={to === '/admin'} className={classes['item']} onClick={onChoose}>
              <Icon size={20} aria-hidden />
              {label}
            </NavLink>
          ))}
        </div>
      ))}
    </nav>
  );
}
