/**
 * What the bot suggests for an option while it is typed. `ask(option)` gets the list, `picked(option)` is told when one
 * was taken.
 */
export function createSuggestions({ listbox, ask, picked }) {
  /** Counts the questions: an answer that came after the next one is thrown away. */
  let asked = 0;
  let timer;
  let last = { option: undefined, found: [] };

  function stop() {
    asked += 1;
    clearTimeout(timer);
    listbox.hide();
  }

  function offer(option, found) {
    const typed = option.input.value.trim().toLowerCase();
    const held = listbox.marked()?.value;
    const exact = found.findIndex(({ label, value }) => [label.toLowerCase(), value.toLowerCase()].includes(typed));
    const kept = found.findIndex(({ value }) => value === held);
    // A list that comes by itself marks nothing, so that Enter still sends what stands there.
    const first = typed === '' ? -1 : 0;
    listbox.show(
      option.input,
      `${option.spec.name}: ${option.spec.description}`,
      found.map(({ label, value }) => ({
        label,
        value,
        pick: () => {
          option.fill({ label, value });
          stop();
          picked(option);
        },
      })),
      undefined,
      [exact, kept].find((index) => index >= 0) ?? first,
    );
  }

  return {
    stop,
    /** Asks after a pause; what was found before and still holds what is typed is offered at once. */
    suggest(option, waitMs) {
      clearTimeout(timer);
      asked += 1;
      const number = asked;
      const typed = option.input.value.trim().toLowerCase();
      if (listbox.isOpen() && last.option === option) {
        const still = last.found.filter(({ label }) => label.toLowerCase().includes(typed));
        if (still.length < last.found.length) offer(option, still);
      }
      timer = setTimeout(async () => {
        const found = await ask(option).catch(() => []);
        if (number !== asked || document.activeElement !== option.input) return;
        last = { option, found };
        offer(option, found);
      }, waitMs);
    },
  };
}
