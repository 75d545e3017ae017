/** What is looked at on every page in a real browser: barriers, the keyboard, a narrow phone, and what it weighs. */
import type { Page } from 'playwright-core';
import { barriersOn, pressTimes } from '#platform/testing/browser.ts';

export type Weight = { all: number; script: number };

const narrow = { width: 320, height: 640 };
const wide = { width: 1280, height: 900 };

/** Every barrier axe finds with the dark theme's colours. The page must not animate its colours. */
export async function barriersInTheDark(page: Page): Promise<string[]> {
  await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
  return (await barriersOn(page)).map((line) => `dark ${line}`);
}

/** Whether a phone of 320 pixels must scroll sideways, and what sticks out. */
export async function sideways(page: Page): Promise<string[]> {
  await page.setViewportSize(narrow);
  const found = await page.evaluate(() => {
    const { scrollWidth } = document.documentElement;
    if (scrollWidth <= 320) return [];
    const out = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (right > 321 || left < -1);
    });
    const name = (element: Element) => `${element.tagName.toLowerCase()}.${element.className}`;
    return [`${location.pathname} is ${scrollWidth} wide: ${out.slice(0, 4).map(name).join(' ')}`];
  });
  await page.setViewportSize(wide);
  return found;
}

// A page with a long table says nothing new after this many stops.
const stopsAtMost = 120;
// A date or a time is one field and several stops: its parts, and the button of its calendar.
const stopsOfDate = 6;

/** Walks the page with Tab alone: what it does not reach, what shows no focus, and whether the skip link comes first. */
export async function keyboardTrouble(page: Page): Promise<string[]> {
  const expected = await page.evaluate(() => {
    const shown = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert]');
    const selector =
      'a[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, summary, [tabindex="0"]';
    const all = [...document.querySelectorAll<HTMLElement>(selector)].filter(
      (element) => shown(element) && element.tabIndex >= 0
    );
    const groups = new Set<string>();
    const stops = all.filter((element) => {
      if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
      const group = `${element.form?.action} ${element.name}`;
      return groups.has(group) ? false : groups.add(group);
    });
    const record = {
      stops,
      reached: new Set<Element>(),
      dim: new Set<string>(),
      first: null as Element | null
    };
    document.addEventListener('focusin', ({ target }) => {
      const element = target as HTMLInputElement;
      record.first ??= element;
      record.reached.add(element);
      if (element.type === 'radio') {
        const together = document.querySelectorAll<HTMLInputElement>(
          `input[type=radio][name="${CSS.escape(element.name)}"]`
        );
        for (const other of together) if (other.form === element.form) record.reached.add(other);
      }
      const visible = [element, element.nextElementSibling, element.closest('label')].some((where) => {
        if (!where) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(where);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      });
      if (!visible) record.dim.add(element.outerHTML.slice(0, 90));
    });
    Object.assign(window, { record });
    (document.activeElement as HTMLElement | null)?.blur();
    const dates = stops.filter((element) =>
      /^(date|time|month|week|datetime-local)$/.test((element as HTMLInputElement).type)
    ).length;
    return { stops: stops.length, dates };
  });
  const looked = Math.min(expected.stops, stopsAtMost);
  const tabs = looked + expected.dates * (stopsOfDate - 1);
  await pressTimes(page, 'Tab', tabs);
  return page.evaluate((looked) => {
    scrollTo(0, 0);
    type Record = { stops: Element[]; reached: Set<Element>; dim: Set<string>; first: Element | null };
    const { record } = window as unknown as { record: Record };
    const where = location.pathname;
    const missed = record.stops.slice(0, looked).filter((element) => !record.reached.has(element));
    const skip = record.first?.getAttribute('href')?.startsWith('#') || record.stops.length === 0;
    return [
      ...missed.map((element) => `${where} cannot be reached: ${element.outerHTML.slice(0, 90)}`),
      ...[...record.dim].map((html) => `${where} shows no focus: ${html}`),
      ...(skip ? [] : [`${where} does not begin with a skip link: ${record.first?.outerHTML.slice(0, 90)}`])
    ];
  }, looked);
}

/**
 * Counts the compressed bytes of everything a page asks for, as if nothing had been kept; of script, what it weighs without the headers,
 * which HTTP/2 all but takes away. What is told is what came since it was last told, once the page has no more to ask.
 */
export async function weigh(page: Page): Promise<() => Promise<Weight>> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Network.enable');
  await debug.send('Network.setCacheDisabled', { cacheDisabled: true });
  const scripts = new Set<string>();
  let weight: Weight = { all: 0, script: 0 };
  debug.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.mimeType.endsWith('javascript')) scripts.add(requestId);
  });
  debug.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) weight.script += encodedDataLength;
  });
  debug.on('Network.loadingFinished', ({ encodedDataLength }) => {
    weight.all += encodedDataLength;
  });
  return async () => {
    await nothingMoreToAsk(page);
    const told = weight;
    weight = { all: 0, script: 0 };
    return told;
  };
}

/** Modules go on asking after a page has loaded, each for the next; a page without them has asked for everything by then. */
async function nothingMoreToAsk(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  if ((await page.locator('link[rel=modulepreload]').count()) === 0) return;
  await page.waitForLoadState('networkidle');
}
