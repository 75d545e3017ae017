/** The forms of a page, filled in as a person would who changes as little as they can. */
import { parse, type HTMLElement } from 'node-html-parser';

export type Filled = Record<string, string>;

/** By the action they are sent to, `default` among them; the page's first form to an action stands for all of them. */
export function formsOf(html: string, today: string): Map<string, Filled> {
  const found = new Map<string, Filled>();
  for (const form of parse(html).querySelectorAll('form')) {
    if (form.getAttribute('method')?.toLowerCase() !== 'post') continue;
    const sent = form.getAttribute('action') ?? '';
    const elsewhere = sent !== '' && !sent.startsWith('?');
    const action = /\?\/([\w-]+)/.exec(sent)?.[1] ?? 'default';
    if (!elsewhere && !found.has(action)) found.set(action, fill(form, today));
  }
  return found;
}

function fill(form: HTMLElement, today: string): Filled {
  const fields: Filled = {};
  for (const field of form.querySelectorAll('input, select, textarea, button[name]')) {
    const name = field.getAttribute('name');
    if (name && !(name in fields)) fields[name] = valueOf(field, today);
  }
  return fields;
}

const plain: Record<string, (today: string) => string> = {
  date: (today) => today,
  'datetime-local': (today) => `${today}T09:00`,
  time: () => '09:00',
  number: () => '1',
  email: () => 'somebody@example.org'
};

function valueOf(field: HTMLElement, today: string): string {
  const options = field.querySelectorAll('option').map((option) => option.getAttribute('value') ?? '');
  if (options.length > 0) return options.find((value) => value !== '') ?? '';
  const type = field.getAttribute('type') ?? 'text';
  return field.getAttribute('value') || (plain[type]?.(today) ?? 'Because it has to be said at some length.');
}
