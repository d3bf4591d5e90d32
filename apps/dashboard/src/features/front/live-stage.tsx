import type { WidgetType } from '#libs/contracts';
// Not from the index: that would bring every schema along.
import { DEMO_WIDGET_KEY } from '../../../../../libs/contracts/src/demo.js';
import classes from './front-page.module.css';
import { StagePicture } from './stage-picture.js';

/** The real widgets of the demo on a dark stage; a drawing of them where there is no demo. */
export function LiveStage({ demo, widgetsUrl }: { demo: boolean; widgetsUrl: string | undefined }) {
  return (
    <div className={classes['stage']}>
      <span className={classes['glow']} />
      <span className={classes['glow']} />
      {demo && widgetsUrl ? (
        <>
          <Frame widgetsUrl={widgetsUrl} widget="alerts" title="Live gift alerts of the demo" />
          <Frame widgetsUrl={widgetsUrl} widget="chat" title="Live chat of the demo" />
          <Frame widgetsUrl={widgetsUrl} widget="goals" title="Live goals of the demo" />
          <span className={classes['live']}>Live from the demo room</span>
        </>
      ) : (
        <StagePicture />
      )}
    </div>
  );
}

interface FrameProps {
  widgetsUrl: string;
  widget: WidgetType & ('alerts' | 'chat' | 'goals');
  title: string;
}

function Frame({ widgetsUrl, widget, title }: FrameProps) {
  const src = `${widgetsUrl.replace(/\/$/, '')}/${DEMO_WIDGET_KEY}/${widget}?preview=1&sound=none`;
  return <iframe className={`${classes['frame']} ${classes[widget]}`} src={src} title={title} tabIndex={-1} />;
}
