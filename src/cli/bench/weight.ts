/** What a first visit brings over the wire, compressed as a browser asks for it. */
import { get } from 'node:http';
import { parse } from 'node-html-parser';

export type Weight = { page: number; styles: number; scripts: number; rest: number; total: number };

/** Bytes of the page and of everything it names: styles, scripts, preloaded fonts, pictures. */
export async function weigh(address: string, cookie: string): Promise<Weight> {
  const html = await (await fetch(address, { headers: { cookie, accept: 'text/html' } })).text();
  const page = parse(html);
  const named = (selector: string, attribute: string) =>
    page.querySelectorAll(selector).map((one) => one.getAttribute(attribute)!);
  const bytes = async (paths: string[]) => {
    const sizes = await Promise.all(
      [...new Set(paths)].map((path) => wireBytes(new URL(path, address).href, cookie))
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  const weight = {
    page: await wireBytes(address, cookie),
    styles: await bytes(named('link[rel="stylesheet"]', 'href')),
    scripts: await bytes([...named('script[src]', 'src'), ...named('link[rel="modulepreload"]', 'href')]),
    rest: await bytes([
      ...named('link[rel="preload"]', 'href'),
      ...named('link[rel="icon"]', 'href'),
      ...named('img[src]', 'src')
    ])
  };
  return { ...weight, total: weight.page + weight.styles + weight.scripts + weight.rest };
}

function wireBytes(address: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(address, { headers: { cookie, 'accept-encoding': 'br, gzip' } }, (reply) => {
      let bytes = 0;
      reply.on('data', (part: Buffer) => (bytes += part.length)).once('end', () => resolve(bytes));
    }).once('error', reject);
  });
}
