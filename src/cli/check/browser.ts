/** A browser without JavaScript: it keeps cookies, follows redirects, and sends the forms it finds on the page. */
import { parse, type HTMLElement } from 'node-html-parser';

export type Fields = Record<string, string | string[]>;
/** Which form of a page: its `action` as written, or a field it must have; the first that fits is meant. */
export type FormChoice = { action?: string; field?: string; holding?: Fields };

const redirectsMax = 5;

/** One person's browser, and the page that is open in it. */
export class Browser {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();
  url: URL;
  page: HTMLElement = parse('');
  status = 0;

  constructor(origin: string) {
    this.#origin = origin;
    this.url = new URL(origin);
  }

  /** Opens an address. Throws unless a page comes. */
  async open(path: string): Promise<this> {
    await this.#go(new URL(path, this.url), { method: 'GET' });
    return this.#expectPage();
  }

  /** Whether an address is not, or no longer, theirs to open. */
  async isTurnedAway(path: string): Promise<boolean> {
    await this.#go(new URL(path, this.url), { method: 'GET' });
    return this.status === 403 || this.status === 404;
  }

  /** Follows the first link whose address holds this text. */
  async follow(part: string): Promise<this> {
    const link = this.page.querySelectorAll('a').find((a) => a.getAttribute('href')?.includes(part));
    if (!link) throw new Error(`${this.url.pathname} has no link to ${part}.`);
    return this.open(link.getAttribute('href')!);
  }

  /** Fills in a form of the page and sends it. Throws when the page that follows says that it was refused. */
  async send(fields: Fields, choice: FormChoice = {}): Promise<this> {
    const form = this.form(choice);
    const body = new URLSearchParams(filledIn(form, fields));
    const action = (form.getAttribute('action') || this.url.href).replaceAll('&amp;', '&');
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: this.#origin };
    await this.#go(new URL(action, this.url), { method: 'POST', body, headers });
    return this.#expectPage();
  }

  /** The form meant, or an error that names the page it is missing on. */
  form({ action, field, holding = {} }: FormChoice = {}): HTMLElement {
    const found = this.page
      .querySelectorAll('main form')
      .filter((form) => form.getAttribute('method')?.toLowerCase() === 'post')
      .filter((form) => action === undefined || form.getAttribute('action') === action)
      .filter((form) => field === undefined || form.querySelector(`[name="${field}"]`) !== null)
      .find((form) =>
        Object.entries(holding).every(
          ([name, value]) => form.querySelector(`[name="${name}"]`)?.getAttribute('value') === value
        )
      );
    if (!found)
      throw new Error(`${this.url.pathname} has no form ${JSON.stringify({ action, field, ...holding })}.`);
    return found;
  }

  /** The value of the choice in a `select` or radio group whose words hold this text. */
  choiceNamed(name: string, words: string): string {
    const option = this.page
      .querySelectorAll(`[name="${name}"] option`)
      .find(({ text }) => text.includes(words));
    if (!option) throw new Error(`${this.url.pathname} offers no "${words}" for ${name}.`);
    return option.getAttribute('value')!;
  }

  /** The words of the page's main part. */
  get words(): string {
    return (this.page.querySelector('main') ?? this.page).structuredText;
  }

  /** Throws unless the page says this. */
  expectWords(words: string | RegExp): void {
    const said = typeof words === 'string' ? this.words.includes(words) : words.test(this.words);
    if (!said) throw new Error(`${this.url.pathname} does not say ${words}.`);
  }

  /** The cookies as a header. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Fetches something that is no page, such as a PDF. */
  async download(path: string): Promise<{ type: string; bytes: Buffer }> {
    const reply = await this.#fetch(new URL(path, this.url), { method: 'GET' });
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}.`);
    return { type: reply.headers.get('content-type') ?? '', bytes: Buffer.from(await reply.arrayBuffer()) };
  }

  async #go(url: URL, request: RequestInit): Promise<void> {
    let reply = await this.#fetch(url, request);
    for (let hops = 0; reply.status === 303 && hops < redirectsMax; hops++) {
      url = new URL(reply.headers.get('location')!, url);
      reply = await this.#fetch(url, { method: 'GET' });
    }
    this.url = url;
    this.status = reply.status;
    this.page = parse(await reply.text());
  }

  async #fetch(url: URL, request: RequestInit): Promise<Response> {
    const headers = { accept: 'text/html', cookie: this.cookie, ...request.headers };
    const reply = await fetch(url, { ...request, headers, redirect: 'manual' });
    for (const line of reply.headers.getSetCookie()) this.#keep(line);
    return reply;
  }

  // Paths and dates are left out: this browser lives for seconds, on one site.
  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const gone = attributes.some((attribute) => attribute.trim().toLowerCase() === 'max-age=0');
    if (gone) this.#cookies.delete(pair.slice(0, at));
    else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }

  #expectPage(): this {
    if (this.status < 400) return this;
    const why = this.page.querySelector('main')?.structuredText ?? this.page.structuredText;
    throw new Error(`${this.url.pathname}${this.url.search} answered ${this.status}: ${why.slice(0, 400)}`);
  }
}

/** What the form would send: what is in it, with these fields filled in. A field it does not have is an error. */
export function filledIn(form: HTMLElement, fields: Fields): [string, string][] {
  const inputs = form
    .querySelectorAll('input, select, textarea')
    .filter((input) => input.getAttribute('name'));
  const names = new Set(inputs.map((input) => input.getAttribute('name')!));
  for (const name of Object.keys(fields)) {
    if (!names.has(name)) throw new Error(`The form has no field ${name}; it has ${[...names].join(', ')}.`);
  }
  const kept = inputs
    .filter((input) => !(input.getAttribute('name')! in fields))
    .flatMap((input): [string, string][] => {
      const value = valueOf(input);
      return value === null ? [] : [[input.getAttribute('name')!, value]];
    });
  const typed = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one])
  );
  return [...kept, ...typed];
}

function valueOf(input: HTMLElement): string | null {
  if (input.tagName === 'TEXTAREA') return input.text;
  if (input.tagName === 'SELECT') {
    const options = input.querySelectorAll('option');
    const chosen = options.find((option) => option.hasAttribute('selected')) ?? options[0];
    return chosen?.getAttribute('value') ?? null;
  }
  const ticked = ['radio', 'checkbox'].includes(input.getAttribute('type') ?? '');
  if (ticked && !input.hasAttribute('checked')) return null;
  return input.getAttribute('value') ?? (ticked ? 'on' : '');
}
