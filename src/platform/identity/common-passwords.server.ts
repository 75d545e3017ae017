let common: Promise<Set<string>> | undefined;

/** The 49,000 passwords that leaks show most often. Loaded when the first password is chosen, not before. */
export async function commonPasswords(): Promise<(text: string) => boolean> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'] as string[])
  );
  const known = await common;
  return (text) => known.has(text);
}
