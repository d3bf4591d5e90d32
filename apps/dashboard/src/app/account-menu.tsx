import { Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { LogOut, UserRound } from 'lucide-react';
import { Link } from 'react-router';
import type { Me } from '#libs/contracts';
import { Face } from '../ui/face.js';
import classes from './app-layout.module.css';
import { useSignOut } from './sign-out.js';

/** Who is signed in, with the ways to the account and out. */
export function AccountMenu({ me: { account, streamer }, short = false }: { me: Me; short?: boolean }) {
  const { signOut } = useSignOut();
  const name = account.name || account.email;
  return (
    <Menu position={short ? 'bottom-end' : 'top-start'} width={224} radius="lg" shadow="md">
      <Menu.Target>
        <UnstyledButton className={short ? undefined : classes['person']}>
          <VisuallyHidden>Account of {short ? name : ''}</VisuallyHidden>
          <Face name={name} size={36} />
          {!short && (
            <div className={classes['names']}>
              <Text size="sm" fw={550}>
                {name}
              </Text>
              {streamer && (
                <Text size="xs" c="dimmed">
                  @{streamer.handle}
                </Text>
              )}
            </div>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to="/account" leftSection={<UserRound size={18} aria-hidden />}>
          Account settings
        </Menu.Item>
        <Menu.Item leftSection={<LogOut size={18} aria-hidden />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
