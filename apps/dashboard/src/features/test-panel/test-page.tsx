import { Page } from '../../ui/page.js';
import { TestPanel } from './test-panel.js';

/** Tries every widget at once, live or not. */
export default function TestPage() {
  return (
    <Page title="Test" lead="See on your widgets what a stream would bring, whether you are live or not.">
      <TestPanel wide />
    </Page>
  );
}
