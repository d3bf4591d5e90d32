import type { WidgetType } from '#libs/contracts';
import type { Field } from '../form-model.js';

/** What the control of a setting gets. */
export interface ControlProps<T = unknown> {
  id: string;
  labelledBy: string;
  describedBy?: string | undefined;
  field: Field;
  type: WidgetType;
  value: T;
  onChange: (value: T) => void;
}
