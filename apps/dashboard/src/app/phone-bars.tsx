import { Drawer, Group, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Menu as MenuIcon } from 'lucide-react';
import { Link, NavLink } from 'react-router';
import { useInstance, useMe } from '../api/session.js';
import { AccountMenu } from './account-menu.js';
import classes from './app-layout.module.css';
import { Logo } from './logo.js';
import { MenuItems } from './menu-items.js';
import { navFor } from './nav.js';
import { SchemeSwitch } from './scheme-switch.js';

/** Above the page, on a phone. */
export function PhoneHead() {
  const { data } = useMe();
  return (
    <header className={classes['phoneHead']}>
      <Link to="/overview" className={classes['home']} aria-label="StreamShape, to the overview">
        <Logo />
      </Link>
      <Group gap={8} wrap="nowrap" pr={8}>
        <SchemeSwitch />
        {data && <AccountMenu me={data} short />}
      </Group>
    </header>
  );
}

/** Below the page, on a phone: what is needed while live, and the rest behind the last one. */
export function PhoneBar() {
  const { data } = useMe();
  const { data: instance } = useInstance();
  const [open, { open: show, close }] = useDisclosure(false);
  const admin = data?.account.role === 'admin';
  const sections = navFor({ admin, streamer: Boolean(data?.streamer), billing: Boolean(instance?.billing) });
  const tabs = sections.flatMap(({ items }) => items).filter(({ phone }) => phone);
  return (
    <>
      <nav aria-label="Main" className={classes['phoneBar']}>
        {tabs.slice(0, 4).map(({ to, label, icon: Icon }) => (
          <NavLink key={to} to={to} className={classes['tab']}>
            <Icon size={22} aria-hidden />
            {label}
          </NavLink>
        ))}
        <UnstyledButton className={classes['tab']} onClick={show} aria-expanded={open}>
          <MenuIcon size={22} aria-hidden />
          More
        </UnstyledButton>
      </nav>
      <Drawer opened={open} onClose={close} position="bottom" size="auto" radius="lg" title="Menu">
        <MenuItems onChoose={close} />
      </Drawer>
    </>
  );
}
