// While somebody moves an item, news of others' changes waits, so that nothing jumps under a hand.

let busy = 0;
let afterwards = null;

export const isBusy = () => busy > 0;
export const begin = () => { busy += 1; };

export function end() {
  busy -= 1;
  if (busy > 0 || !afterwards) return;
  const run = afterwards;
  afterwards = null;
  run();
}

/** Now, or once nothing is being moved. */
export function whenIdle(run) {
  if (isBusy()) afterwards = run;
  else run();
}

export async function work(run) {
  begin();
  try {
    await run();
  } finally {
    end();
  }
}
