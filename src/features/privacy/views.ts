import { button, controls, paragraph, type View, view } from '../../chat/view.ts';
import { onward } from '../../domain/onward.ts';

export function hideButton(hidden: boolean) {
  return button(hidden ? 'Show me on boards' : 'Hide me from boards', 'progress.hide', {
    hidden: hidden ? 'no' : 'yes',
  });
}

export function hiddenView(hidden: boolean): View {
  return view(
    hidden
      ? paragraph`You are off all boards now. Your points are kept, and only you see them.`
      : paragraph`You are on the boards again.`,
    controls(hideButton(hidden), onward()),
  );
}
