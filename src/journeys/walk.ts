/** What a walk through the program needs: filling in a form by the names of its fields, and pressing what a person sees. */
import type { Locator, Page } from 'playwright-core';

export const withoutScript = { javaScriptEnabled: false };
export const onAPhone = { viewport: { width: 360, height: 740 } };

/** Fills the form's fields: words are typed or chosen, a list is ticked. */
export async function fillIn(form: Page | Locator, values: Record<string, string | string[]>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat()) await fillOne(form, name, one);
  }
}

async function fillOne(form: Page | Locator, name: string, value: string): Promise<void> {
  const choice = form.locator(
    `main input[name="${name}"][value="${value}"]:is([type=radio], [type=checkbox])`
  );
  if (await choice.count()) return choice.check();
  const field = form.locator(`main :is(input, textarea, select)[name="${name}"]`);
  if ((await field.getAttribute('name')) && (await field.locator('option').count())) {
    await field.selectOption({ label: value });
  } else {
    await field.fill(value);
  }
}

/** Presses a button or follows a link, and waits for the page it leads to. */
export async function press(what: Locator): Promise<void> {
  const page = what.page();
  // A frame of the page that is being left may still move, too.
  const moved = page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame());
  await what.click();
  await moved;
  await page.waitForLoadState();
}

export const button = (page: Page, name: string) =>
  page.locator('main').getByRole('button', { name, exact: true }).first();
export const link = (page: Page, name: string) =>
  page.locator('main').getByRole('link', { name, exact: true }).first();

/** The text of the page's main part. */
export const read = (page: Page) => page.locator('main').innerText();

/** Today, or so many days from it, where the demonstration lives. */
export function day(from = 0): string {
  const at = new Date(Date.now() + from * 86_400_000);
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Africa/Nairobi' }).format(at);
}

/** Something to call a thing by that no other run of these tests uses. */
export const once = (name: string) => `${name} ${Math.random().toString(36).slice(2, 7)}`;

/** What this page's field kit sends from now on, as it is sent. */
export function sentFrom(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/field/commands')) sent.push(request.postData()!);
  });
  return sent;
}

/** Sends the same once more, all at once; gives the answers. */
export function sendAgain(page: Page, bodies: string[]): Promise<unknown[]> {
  return page.evaluate(async (all) => {
    const headers = { 'content-type': 'application/json' };
    const answers = all.map((body) => fetch('/field/commands', { method: 'POST', headers, body }));
    return Promise.all((await Promise.all(answers)).map((answer) => answer.json()));
  }, bodies);
}
