/** Which files a page cannot open without: those it names, and those these name in turn. A device keeps no others. */

/** The paths that a page, a script or a stylesheet at `address` names. Scripts and stylesheets name each other as seen from themselves. */
export function filesNamedIn(text: string, address: string): string[] {
  const names = [...text.matchAll(/["'`(]((?:\.{0,2}\/)[\w./-]+\.\w+)["'`)]/g)].map(([, name]) => name!);
  return [...new Set(names.map((name) => new URL(name, new URL(address, 'http://here')).pathname))];
}

/** Everything that a page needs, as far as it is among the `known` files; `read` gives what a file says. */
export async function filesNeeded(
  page: { address: string; text: string },
  known: ReadonlySet<string>,
  read: (path: string) => Promise<string>
): Promise<string[]> {
  const needed = new Set<string>();
  const look = async (text: string, address: string): Promise<void> => {
    const fresh = filesNamedIn(text, address).filter((path) => known.has(path) && !needed.has(path));
    for (const path of fresh) needed.add(path);
    await Promise.all(
      fresh.filter((path) => /\.(js|css)$/.test(path)).map(async (path) => look(await read(path), path))
    );
  };
  await look(page.text, page.address);
  return [...needed];
}
