/** Many small things done beside each other: the program waits for its database, and we for the program. */
const abreastAtMost = 6;

/** What all of the work gave, in the items' order. */
export async function abreast<Item, Given>(
  items: readonly Item[],
  work: (item: Item) => Promise<Given>
): Promise<Given[]> {
  const given: Given[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [at, item] of waiting) given[at] = await work(item);
  };
  await Promise.all(Array.from({ length: abreastAtMost }, worker));
  return given;
}
