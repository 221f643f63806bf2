import type { Modal, View } from '../../chat/view.ts';

/** One thing that people see, and what it is. */
export interface Shown {
  title: string;
  shown: View | Modal;
}
