import { Drawer } from '@mantine/core';
import { TestPanel } from './test-panel.js';

/** The test panel beside what it is tried on. */
export function TestDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="md"
      title="Test panel"
      overlayProps={{ backgroundOpacity: 0.15 }}
    >
      <TestPanel />
    </Drawer>
  );
}
